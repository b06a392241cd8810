"""Sends what the acts have written: has it frozen, has Telegram called, and has what became of it written down."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from bot.act import Act
from bot.calling import Caller
from bot.clock import Clock
from bot.keys import DayKeys, RunJob
from bot.lanes import Item, Lanes
from bot.noting import list_results, note_outcomes
from bot.outgoing import Drawer, Freezer, Outgoing
from domain.ids import BotId, ChatId, ViewId
from storage import bindings, links, messages, views
from storage.database import Database, StorageFailed, Transaction
from storage.messages import Message
from storage.views import View

log = logging.getLogger(__name__)
_AT_ONCE = 64
_NEWEST = 40  # of a group, its people's messages among them


class Stopped(Exception):
    """Telegram says that this bot cannot go on: wrong token (401, 404) or a second instance (409)."""


class Delivery:
    """The outbox's other end. `step` sends what may be sent now; `run` does so for ever."""

    def __init__(
        self, database: Database, clock: Clock, caller: Caller, lanes: Lanes, drawer: Drawer, job: RunJob,
        bot_id: BotId,
    ) -> None:
        self._database = database
        self._clock = clock
        self._caller = caller
        self._lanes = lanes
        self._freezer = Freezer(database, clock, drawer, job, bot_id)
        self._job = job
        self._bot_id = bot_id
        self._day_keys = DayKeys(job)
        self._known: set[int] = set()
        self._look_again = False
        self._views: dict[int, Item] = {}
        self._again: set[ViewId] = set()
        self._outcomes: list[Outgoing] = []
        self._in_flight = 0
        self._closing = False
        self.wake = asyncio.Event()
        self.settled = asyncio.Event()
        self.arrived: Callable[[], None] = lambda: None

    async def load(self) -> None:
        """At the start: what was being sent when we died is in doubt, everything else is simply due."""
        async with self._database.read() as tx:
            doubtful = await messages.list_open(tx, "sending")
            await self._load_windows(tx, {message.chat_id for message in doubtful})
        for message in doubtful:
            message.doubtful += 1
        await self._job(partial(_mark_doubtful, doubtful))
        await self._load_open()

    async def _load_windows(self, tx: Transaction, doubtful: set[ChatId]) -> None:
        """Only a group's window outlives a restart. What is in doubt may have arrived as late as now."""
        now, monotonic = self._clock.now(), self._clock.monotonic()
        for chat_id in await bindings.list_bound_chats(tx, self._bot_id):
            for sent_at in reversed(await links.list_sent(tx, self._bot_id, chat_id, _NEWEST)):
                self._lanes.limiter.remember(chat_id, monotonic - max(0, now - sent_at))  # the wall time may step
        for chat_id in doubtful:
            self._lanes.limiter.remember(chat_id, monotonic)

    def committed(self, acts: Iterable[Act]) -> None:
        """What an act wrote is on disk: take it up."""
        for act in acts:
            for message in act.outgoing:
                if message.id:
                    self._add_message(message)
            self._again.update(act.redrawn)
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

    async def step(self) -> bool:
        """Send everything that may be sent now and note the outcomes; false where there was nothing."""
        batch = await self._take()
        if not batch:
            return False
        await asyncio.gather(*(self._call(one) for one in batch))
        await self._note()
        return True

    async def run(self) -> None:
        """Until cancelled. Raises Stopped inside an exception group."""
        async with asyncio.TaskGroup() as group:
            while True:
                await asyncio.sleep(0)  # whatever else has been answered by now is noted with it
                self.wake.clear()
                try:
                    await self._note()
                    for one in await self._take():
                        group.create_task(self._call(one))
                except StorageFailed as error:
                    log.error("delivery.storage %s", error)  # noqa: TRY400
                    await asyncio.sleep(1)
                if self._closing and not (self._in_flight or self._outcomes):
                    self.settled.set()
                await self._wait()

    async def drain(self, seconds: float) -> None:
        """Begin nothing new, and give what is on its way this long to be answered and written down."""
        self._closing = True
        self.wake.set()
        try:
            async with asyncio.timeout(seconds):
                await self.settled.wait()
        except TimeoutError:
            log.warning("delivery.cut_short: %d calls without an answer", self._in_flight)

    async def _wait(self) -> None:
        at = self.next_at() if self._in_flight < _AT_ONCE and not self._closing else None
        if self._outcomes or (self._again and not self._closing):
            return
        if at is None:
            await self.wake.wait()
            return
        waker = asyncio.ensure_future(self.wake.wait())
        sleeper = asyncio.ensure_future(self._clock.sleep_until(at))
        try:
            await asyncio.wait({waker, sleeper}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waker.cancel()
            sleeper.cancel()

    async def _take(self) -> list[Outgoing]:
        """Pick what may go now, and have it drawn and frozen."""
        if self._closing:
            return []
        if self._look_again:
            self._look_again = False
            await self._load_open()
        await self._load_views()
        items = self._lanes.take(self._clock.monotonic(), _AT_ONCE - self._in_flight)
        if not items:
            return []
        try:
            batch = await self._freezer.freeze(items)
        except StorageFailed:
            for item in items:
                self._lanes.finished(item, self._clock.monotonic(), again=True)
            raise
        self._in_flight += len(batch)
        return batch

    async def _call(self, one: Outgoing) -> None:
        try:
            await self._caller.call(one)
        finally:
            self._in_flight -= 1
            self._outcomes.append(one)
            self.wake.set()

    async def _note(self) -> None:
        """Have every outcome that has come in written down, then let their lanes go on."""
        outcomes, self._outcomes = self._outcomes, []
        if not outcomes:
            return
        now, monotonic = self._clock.now(), self._clock.monotonic()
        key = await self._day_keys.today(now)
        try:
            self._again |= await self._job(partial(_note, self._bot_id, outcomes, key, now))
        except StorageFailed:
            # Still in `sending` on disk: try to write it down again rather than send again.
            self._outcomes[:0] = outcomes
            raise
        for one in outcomes:
            if one.verdict.what == "stop":
                raise Stopped(one.answer.description)
            self._go_on(one, monotonic)
        if list_results(outcomes):
            self.arrived()
        self.wake.set()

    def _go_on(self, one: Outgoing, monotonic: int) -> None:
        item, verdict = one.item, one.verdict
        again = verdict.what in {"again", "doubt", "plain", "anew"}
        if verdict.stops_chat:
            self._lanes.limiter.stop(item.chat_id, monotonic + verdict.wait)
        elif verdict.stops_all:
            self._lanes.paused_until = monotonic + verdict.wait
        elif again:
            item.held_until = monotonic + verdict.wait
        self._lanes.finished(item, monotonic, again=again)
        if verdict.what == "moved":
            self._move(item, ChatId(one.answer.migrate_to))
        elif again and item.view is not None:
            item.view.attempts += 1
        elif not again:
            self._forget(item)

    def _forget(self, item: Item) -> None:
        if item.message is not None:
            self._known.discard(item.message.id)
        elif item.view is not None:
            self._views.pop(item.view.id, None)

    def _move(self, item: Item, new: ChatId) -> None:
        for moved in [item, *self._lanes.drop_chat(item.chat_id)]:
            if moved.message is not None:
                moved.message.chat_id = moved.chat_id = new
                self._lanes.add(moved)
            elif moved.view is not None:
                self._forget(moved)
                self._again.add(moved.view.id)

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

    async def _load_views(self) -> None:
        if not self._again:
            return
        again, self._again = self._again, set()
        async with self._database.read() as tx:
            for view_id in again:
                if (view := await views.get_view(tx, view_id)) and view.wanted > view.shown:
                    self._add_view(view)

    def _add_message(self, message: Message) -> None:
        self._known.add(message.id)
        free = message.method == "answer"
        item = Item(message.id if free else message.chat_id, message.urgency, message=message,
                    cost=len(message.facts.get("note_ids", ())) or 1)
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


async def _mark_doubtful(doubtful: list[Message], tx: Transaction) -> None:
    for message in doubtful:
        await messages.doubt_parts(tx, message.id)
        await messages.mark_ready(tx, message, "in doubt after a restart")


async def _note(bot_id: BotId, outcomes: list[Outgoing], key: Any, now: int, tx: Transaction) -> set[ViewId]:
    return await note_outcomes(tx, bot_id, outcomes, key, now)

