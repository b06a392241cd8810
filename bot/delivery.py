"""Sends what the acts have written: freezes it, calls Telegram, and writes down what became of it."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import orjson

from bot.act import Act
from bot.clock import Clock
from bot.keys import DayKeys, RunJob
from bot.lanes import Item, Lanes
from bot.outcomes import Verdict, judge
from bot.sending import as_plain, as_repeat, call_body
from bot.transport import Answer, Api
from domain.ids import BotId, ChatId, ViewId
from storage import chats, inbox, links, messages, views
from storage.database import Database, StorageFailed, Transaction
from storage.messages import Message, Part
from storage.views import View

log = logging.getLogger(__name__)
_AT_ONCE = 64


class Stopped(Exception):
    """Telegram says that this bot cannot go on: wrong token (401, 404) or a second instance (409)."""


class Drawer(Protocol):
    """Turns keys and ids into calls, in the reader's language, with the gate asked again."""

    async def message(self, tx: Transaction, message: Message) -> list[tuple[str, dict[str, Any]]]:
        """The calls that say it, in order: method and parameters."""

    async def view(self, tx: Transaction, view: View) -> dict[str, Any] | None:
        """The parameters that show its subject's present state; None where there is nothing left to show."""


@dataclass(slots=True)
class _Sending:
    """One item with its frozen parts and what became of each."""

    item: Item
    parts: list[Part] = field(default_factory=list)
    wanted: int = 0
    answer: Answer = field(default_factory=lambda: Answer("done"))
    verdict: Verdict = field(default_factory=lambda: Verdict("sent"))
    sent_ids: list[int] = field(default_factory=list)


class Delivery:
    """The outbox's other end. `step` sends what may be sent now; `run` does so for ever."""

    def __init__(
        self, database: Database, clock: Clock, api: Api, lanes: Lanes, drawer: Drawer, job: RunJob, bot_id: BotId,
    ) -> None:
        self._database = database
        self._clock = clock
        self._api = api
        self._lanes = lanes
        self._drawer = drawer
        self._job = job
        self._bot_id = bot_id
        self._day_keys = DayKeys(job)
        self._known: set[int] = set()
        self._look_again = False
        self._views: dict[int, Item] = {}
        self._again: set[int] = set()
        self._outcomes: list[_Sending] = []
        self._in_flight = 0
        self._closing = False
        self.wake = asyncio.Event()
        self.settled = asyncio.Event()
        self.arrived: Callable[[], None] = lambda: None

    async def load(self) -> None:
        """At the start: what was being sent when we died is in doubt, everything else is simply due."""
        async with self._database.read() as tx:
            doubtful = await messages.list_open(tx, "sending")
        for message in doubtful:
            message.doubtful += 1
        await self._job(partial(_mark_doubtful, doubtful))
        await self._load_open()

    async def _load_open(self) -> None:
        """Whatever is due on disk and not known here yet."""
        async with self._database.read() as tx:
            ready = await messages.list_open(tx, "ready")
            wanted = await views.list_wanted(tx)
        for message in ready:
            if message.id not in self._known:
                self._add_message(message)
        for view in wanted:
            self._add_view(view)

    def committed(self, acts: Iterable[Act]) -> None:
        """What an act wrote is on disk: take it up."""
        for act in acts:
            for message in act.outgoing:
                self._add_message(message)
            for view_id in act.redrawn:
                self._again.add(view_id)
        self.wake.set()

    def look_again(self) -> None:
        """A commit failed in a way that leaves open whether it happened: the disk knows."""
        self._look_again = True
        self.wake.set()

    def next_at(self) -> int | None:
        """When there is something to send next (monotonic ms); None where nothing waits for time."""
        return self._lanes.next_at(self._clock.monotonic())

    @property
    def idle(self) -> bool:
        """No call is under way and none could be made now; some may wait for their time."""
        at = self.next_at()
        return not (self._in_flight or self._outcomes or self._again) and (at is None or at > self._clock.monotonic())

    async def drain(self, seconds: float) -> None:
        """Begin nothing new, and give what is on its way this long to be answered and written down."""
        self._closing = True
        self.wake.set()
        try:
            async with asyncio.timeout(seconds):
                await self.settled.wait()
        except TimeoutError:
            log.warning("delivery.cut_short: %d calls without an answer", self._in_flight)

    async def step(self) -> bool:
        """Send everything that may be sent now and note the outcomes; false where there was nothing."""
        batch = await self._take()
        if not batch:
            return False
        await asyncio.gather(*(self._call(sending) for sending in batch))
        await self._note()
        return True

    async def run(self) -> None:
        """Until cancelled. Raises Stopped inside an exception group."""
        async with asyncio.TaskGroup() as group:
            while True:
                self.wake.clear()
                try:
                    await self._note()
                    for sending in await self._take():
                        group.create_task(self._call(sending))
                except StorageFailed as error:
                    log.error("delivery.storage %s", error)  # noqa: TRY400
                    await asyncio.sleep(1)
                if self._closing and not (self._in_flight or self._outcomes):
                    self.settled.set()
                await self._wait()

    async def _wait(self) -> None:
        at = self.next_at() if self._in_flight < _AT_ONCE and not self._closing else None
        if self._outcomes or (self._again and not self._closing):
            return
        waker = asyncio.ensure_future(self.wake.wait())
        sleeper = asyncio.ensure_future(self._clock.sleep_until(at)) if at is not None else None
        try:
            await asyncio.wait({waker, sleeper} if sleeper else {waker}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waker.cancel()
            if sleeper:
                sleeper.cancel()

    def _add_message(self, message: Message) -> None:
        self._known.add(message.id)
        free = message.method == "answer"
        item = Item(message.id if free else message.chat_id, message.urgency, message=message)
        if message.retry_at > self._clock.now():
            item.held_until = self._clock.monotonic() + message.retry_at - self._clock.now()
        self._lanes.add(item)

    def _add_view(self, view: View) -> None:
        known = self._views.get(view.id)
        if known is not None:
            known.view = view
            return
        self._views[view.id] = item = Item(view.chat_id, view.urgency, view=view)
        self._lanes.add(item)

    async def _take(self) -> list[_Sending]:
        """Pick, draw and freeze, in one short job."""
        if self._closing:
            return []
        if self._look_again:
            self._look_again = False
            await self._load_open()
        await self._load_views()
        items = self._lanes.take(self._clock.monotonic(), _AT_ONCE - self._in_flight)
        if not items:
            return []
        self._in_flight += len(items)
        batch = [_Sending(item) for item in items]
        async with self._database.read() as tx:
            for sending in batch:
                await self._draw(tx, sending)
        now = self._clock.now()
        key = await self._day_keys.today(now)

        async def freeze(tx: Transaction) -> None:
            drawn = [s for s in batch if s.item.message and s.parts]
            await messages.mark_sending(
                tx, [{"message_id": m.id, "attempts": m.attempts + 1} for s in drawn if (m := s.item.message)]
            )
            await messages.add_parts(tx, key, [(m.id, p) for s in drawn if (m := s.item.message) for p in s.parts])
            await views.mark_views_sending(tx, [{"view_id": v.id} for s in batch if (v := s.item.view)])

        await self._job(freeze)
        return batch

    async def _load_views(self) -> None:
        if not self._again:
            return
        again, self._again = self._again, set()
        async with self._database.read() as tx:
            for view_id in again:
                if (view := await views.get_view(tx, ViewId(view_id))) and view.wanted > view.shown:
                    self._add_view(view)

    async def _draw(self, tx: Transaction, sending: _Sending) -> None:
        item = sending.item
        try:
            if item.message is not None:
                await self._draw_message(tx, sending, item.message)
            elif item.view is not None:
                fresh = await views.get_view(tx, item.view.id)
                assert fresh is not None
                sending.wanted, item.view.message_id = fresh.wanted, fresh.message_id
                params = await self._drawer.view(tx, fresh)
                if params is not None:
                    method = "editMessageText" if fresh.message_id else "sendMessage"
                    sending.parts = [Part(0, method, orjson.dumps({"chat_id": fresh.chat_id, **params}))]
        except Exception as error:
            log.exception("draw.failed")
            sending.verdict = Verdict("parked")
            sending.answer = Answer("refused", description=f"drawing failed: {type(error).__name__}")

    async def _draw_message(self, tx: Transaction, sending: _Sending, message: Message) -> None:
        if message.expires_at is not None and message.expires_at < self._clock.now():
            sending.verdict = Verdict("expired")
            return
        if message.attempts or message.doubtful:
            sending.parts = await messages.list_parts(tx, message.id)
        if not sending.parts:
            drawn = await self._drawer.message(tx, message)
            sending.parts = [Part(n, method, orjson.dumps(params)) for n, (method, params) in enumerate(drawn)]

    async def _call(self, sending: _Sending) -> None:
        """Make the calls that are still to be made, in order, up to the first that fails."""
        try:
            for part in sending.parts:
                if part.outcome != "sent" and not await self._call_part(sending, part):
                    break
        finally:
            self._in_flight -= 1
            self._outcomes.append(sending)
            self.wake.set()

    async def _call_part(self, sending: _Sending, part: Part) -> bool:
        message, view = sending.item.message, sending.item.view
        params, files = call_body(as_repeat(part.body) if part.outcome == "unknown" else part.body)
        if message is not None and "chat_id" in params:
            params["chat_id"] = message.chat_id  # it may have moved since the part was frozen
        if view is not None and view.message_id is not None:
            params["message_id"] = view.message_id
        sending.answer = answer = await self._api.call(part.method, params, files)
        held_since = message.held_since_at if message and message.held_since_at else self._clock.now()
        sending.verdict = verdict = judge(
            answer, method=part.method, attempts=message.attempts if message else (view.attempts if view else 0),
            doubts=message.doubtful if message else (view.attempts if view else 0),
            held=self._clock.now() - held_since,
        )
        if verdict.what == "sent":
            part.outcome = "sent"
            sending.sent_ids.extend(_message_ids(answer.result))
        elif verdict.what == "doubt":
            part.outcome = "unknown"
        elif verdict.what == "plain":
            part.body = as_plain(part.body)
        return verdict.what == "sent"

    async def _note(self) -> None:
        """Write down every outcome that has come in, in one job, then let their lanes go on."""
        outcomes, self._outcomes = self._outcomes, []
        if not outcomes:
            return
        now, monotonic = self._clock.now(), self._clock.monotonic()
        key = await self._day_keys.today(now)
        arrivals = [arrival for s in outcomes if (arrival := self._result(s))]

        async def note(tx: Transaction) -> None:
            await self._note_sent(tx, outcomes, now)
            for sending in outcomes:
                await self._note_other(tx, sending, now)
            if arrivals:
                await inbox.add_arrivals(tx, self._bot_id, arrivals, key, now)

        try:
            await self._job(note)
        except StorageFailed:
            # Still in `sending` on disk: try to write it down again rather than send again.
            self._outcomes[:0] = outcomes
            raise
        for sending in outcomes:
            if sending.verdict.what == "stop":
                raise Stopped(sending.answer.description)
            self._go_on(sending, monotonic)
        if arrivals:
            self.arrived()

    async def _note_sent(self, tx: Transaction, outcomes: list[_Sending], now: int) -> None:
        sent = [s for s in outcomes if s.verdict.what == "sent"]
        await messages.mark_ended(tx, [
            {"message_id": m.id, "state": "sent", "reason": None, "now": now} for s in sent if (m := s.item.message)
        ])
        await messages.mark_parts(tx, [
            {"message_id": m.id, "n": p.n, "outcome": p.outcome}
            for s in outcomes if (m := s.item.message) for p in s.parts if p.outcome != "waiting"
        ])
        await links.add_links(tx, [
            {"bot_id": self._bot_id, "chat_id": _chat(s.item), "message_id": sent_id, "kind": kind, "subject_id": sid}
            for s in outcomes for sent_id in s.sent_ids for kind, sid in [_link(s.item)]
        ])
        for sending in sent:
            if (view := sending.item.view) is not None:
                view.message_id = view.message_id or next(iter(sending.sent_ids), None)
                await views.mark_shown(tx, view.id, sending.wanted, view.message_id)

    async def _note_other(self, tx: Transaction, sending: _Sending, now: int) -> None:
        what, item = sending.verdict.what, sending.item
        reason = sending.answer.description[:200]
        if what == "unreachable":
            chat = ChatId(_chat(item))
            await chats.set_reachable(tx, self._bot_id, chat, "group" if chat < 0 else "private", reachable=False)
            await messages.park_chat(tx, self._bot_id, chat, reason, now)
        elif what == "moved":
            moved = await _move(tx, self._bot_id, ChatId(_chat(item)), ChatId(sending.answer.migrate_to))
            self._again.update(moved)
        if item.view is not None:
            await self._note_view(tx, item.view, what, reason)
        elif item.message is not None and what != "sent":
            await self._note_message(tx, item.message, sending, now)

    async def _note_view(self, tx: Transaction, view: View, what: str, reason: str) -> None:
        if what in {"parked", "unreachable"}:
            await views.mark_view_failed(tx, view.id, "parked", reason, forget_message=False)
        elif what == "anew":
            await views.mark_view_failed(tx, view.id, "idle", reason, forget_message=True)
        elif what != "sent":
            await views.mark_view_failed(tx, view.id, "idle", reason, forget_message=False)

    async def _note_message(self, tx: Transaction, message: Message, sending: _Sending, now: int) -> None:
        verdict = sending.verdict
        if verdict.what in {"expired", "parked", "unreachable"}:
            state = "expired" if verdict.what == "expired" else "parked"
            await messages.mark_ended(tx, [{
                "message_id": message.id, "state": state, "reason": sending.answer.description[:200], "now": now,
            }])
            return
        if verdict.what == "plain":
            await messages.drop_waiting_parts(tx, message.id)
            await messages.add_parts(tx, await self._day_keys.today(now), [(message.id, p) for p in sending.parts])
        message.attempts += 1
        message.doubtful += verdict.what == "doubt"
        message.held_since_at = message.held_since_at or now
        message.retry_at = now + verdict.wait
        await messages.mark_ready(tx, message, sending.answer.description[:200])

    def _go_on(self, sending: _Sending, monotonic: int) -> None:
        item, verdict = sending.item, sending.verdict
        again = verdict.what in {"again", "doubt", "plain", "anew"}
        if verdict.stops_chat:
            self._lanes.limiter.stop(item.chat_id, monotonic + verdict.wait)
        elif verdict.stops_all:
            self._lanes.paused_until = monotonic + verdict.wait
        elif again:
            item.held_until = monotonic + verdict.wait
        if item.view is not None:
            again = self._go_on_view(item, item.view, again=again)
        elif item.message is not None and not again and verdict.what != "moved":
            self._known.discard(item.message.id)
        self._lanes.finished(item, monotonic, again=again)
        if verdict.what == "unreachable":
            for dropped in self._lanes.drop_chat(_chat(item)):
                self._forget(dropped)
        elif verdict.what == "moved":
            self._move_items(item, sending.answer.migrate_to)
        self.wake.set()

    def _forget(self, item: Item) -> None:
        if item.view is not None:
            self._views.pop(item.view.id, None)
        elif item.message is not None:
            self._known.discard(item.message.id)

    def _go_on_view(self, item: Item, view: View, *, again: bool) -> bool:
        if again:
            view.attempts += 1
            return True
        self._views.pop(view.id, None)
        self._again.add(view.id)  # somebody may have asked for more while it was on its way
        return False

    def _move_items(self, item: Item, new: int) -> None:
        for moved in [item, *self._lanes.drop_chat(item.chat_id)]:
            if moved.message is not None:
                moved.message.chat_id = ChatId(new)
                moved.chat_id = new
                self._lanes.add(moved)
            elif moved.view is not None:
                self._views.pop(moved.view.id, None)
                self._again.add(moved.view.id)

    def _result(self, sending: _Sending) -> inbox.Arrival | None:
        """The outcome of a call that somebody waits for, as a row for the inbox."""
        message = sending.item.message
        final = {"sent", "parked", "unreachable"}
        if message is None or message.then_act is None or sending.verdict.what not in final:
            return None
        answer = sending.answer
        body = orjson.dumps({
            "then": message.then_act, "facts": dict(message.facts), "chat_id": message.chat_id,
            "ok": answer.kind == "done", "result": answer.result, "reason": answer.description,
        })
        digest = hashlib.sha256(b"result").hexdigest()[:32]
        return inbox.Arrival("result", message.id, digest, message.then_act, f"c{message.chat_id}", body)


async def _mark_doubtful(doubtful: list[Message], tx: Transaction) -> None:
    for message in doubtful:
        await messages.doubt_parts(tx, message.id)
        await messages.mark_ready(tx, message, "in doubt after a restart")


async def _move(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> list[ViewId]:
    """Everything that knows the old chat learns the new one, in the same transaction; which views are to be shown."""
    if not await chats.move_chat(tx, bot_id, old, new):
        return []
    await chats.move_bindings(tx, bot_id, old, new)
    await messages.move_chat(tx, bot_id, old, new)
    return await views.move_views(tx, bot_id, old, new)


def _chat(item: Item) -> int:
    if item.message is not None:
        return item.message.chat_id
    assert item.view is not None
    return item.view.chat_id


def _link(item: Item) -> tuple[str, int]:
    if item.view is not None:
        return "view", item.view.id
    assert item.message is not None
    return "message", item.message.id


def _message_ids(result: Any) -> list[int]:
    found = result if isinstance(result, list) else [result]
    return [one["message_id"] for one in found if isinstance(one, dict) and "message_id" in one]

