"""What is on its way: one item, the parts that were frozen for it, and what became of each."""

import logging
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson

from bot.clock import Clock
from bot.keys import DayKeys, RunJob
from bot.lanes import Item
from bot.outcomes import Verdict
from bot.sending import as_plain
from bot.transport import Answer
from domain.ids import BotId, ChatId
from storage import messages, readers, views
from storage.database import Database, Transaction
from storage.messages import Message, Part
from storage.readers import Reading
from storage.views import View

log = logging.getLogger(__name__)


class Drawer(Protocol):
    """Turns keys and ids into calls, in the reader's language, with the gate asked again."""

    async def message(self, tx: Transaction, message: Message, reading: Reading) -> list[tuple[str, dict[str, Any]]]:
        """The calls that say it, in order: method and parameters."""

    async def view(self, tx: Transaction, view: View, reading: Reading) -> dict[str, Any] | None:
        """The parameters that show its subject's present state; None where there is nothing left to show."""


@dataclass(slots=True)
class Outgoing:
    """One item, drawn and frozen. Without parts there is nothing to call and the verdict stands already."""

    item: Item
    parts: list[Part] = field(default_factory=list)
    wanted: int = 0
    answer: Answer = field(default_factory=lambda: Answer("done"))
    verdict: Verdict = field(default_factory=lambda: Verdict("sent"))
    sent_ids: list[int] = field(default_factory=list)

    @property
    def chat_id(self) -> ChatId:
        if self.item.message is not None:
            return self.item.message.chat_id
        assert self.item.view is not None
        return self.item.view.chat_id


class Freezer:
    """Draws a batch and freezes its parts in the commit that marks it as being sent."""

    def __init__(self, database: Database, clock: Clock, drawer: Drawer, job: RunJob, bot_id: BotId) -> None:
        self._database = database
        self._clock = clock
        self._drawer = drawer
        self._job = job
        self._bot_id = bot_id
        self._day_keys = DayKeys(job)

    async def freeze(self, items: list[Item]) -> list[Outgoing]:
        """Raises StorageFailed, and then nothing is marked."""
        batch = [Outgoing(item, wanted=item.view.wanted if item.view else 0) for item in items]
        async with self._database.read() as tx:
            readings = await readers.list_readings(tx, self._bot_id, {one.chat_id for one in batch})
            for one in batch:
                await self._draw(tx, one, readings[one.chat_id])
        key = await self._day_keys.today(self._clock.now())
        drawn = [(one.item.message, one.parts) for one in batch if one.item.message and one.parts]
        shown = [one.item.view for one in batch if one.item.view]

        async def mark(tx: Transaction) -> None:
            messages.mark_sending(tx, [{"message_id": m.id, "attempts": m.attempts + 1} for m, _ in drawn])
            messages.add_parts(tx, key, [(m.id, part) for m, parts in drawn for part in parts])
            views.mark_views_sending(tx, [{"view_id": view.id} for view in shown])

        await self._job(mark)
        return batch

    async def _draw(self, tx: Transaction, one: Outgoing, reading: Reading) -> None:
        item = one.item
        try:
            if not reading.reachable and not item.free:
                one.verdict, one.answer = Verdict("unreachable"), Answer("forbidden", description="known already")
            elif item.message is not None:
                await self._draw_message(tx, one, item.message, reading)
            elif item.view is not None:
                await self._draw_view(tx, one, item.view, reading)
        except Exception as error:
            log.exception("draw.failed")
            one.verdict = Verdict("parked")
            one.answer = Answer("refused", description=f"drawing failed: {type(error).__name__}")

    async def _draw_message(self, tx: Transaction, one: Outgoing, message: Message, reading: Reading) -> None:
        if message.expires_at is not None and message.expires_at < self._clock.now():
            one.verdict = Verdict("expired")
            return
        if message.attempts or message.doubtful:
            one.parts = await messages.list_parts(tx, message.id)
        if not one.parts:
            drawn = await self._drawer.message(tx, message, reading)
            one.parts = [Part(n, method, orjson.dumps(params)) for n, (method, params) in enumerate(drawn)]

    async def _draw_view(self, tx: Transaction, one: Outgoing, view: View, reading: Reading) -> None:
        fresh = await views.get_view(tx, view.id)
        assert fresh is not None
        one.wanted, view.message_id = fresh.wanted, fresh.message_id
        params = await self._drawer.view(tx, fresh, reading)
        if params is None:
            return
        method = "editMessageText" if fresh.message_id else "sendMessage"
        body = orjson.dumps({"chat_id": fresh.chat_id, **params})
        one.parts = [Part(0, method, as_plain(body) if one.item.plain else body)]
