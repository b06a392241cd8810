"""The three kinds of rows that become acts: an update, the result of a call, a timer that went off."""

import logging
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import orjson
from telegram import Update
from telegram.ext import Application

from bot import json, works
from bot.act import Act, Origin, Self
from bot.origins import Malformed, origin_of_malformed, read_origin, read_update
from bot.settings import Settings
from bot.texts import Texts
from domain.errors import DomainError
from storage import inbox, timers
from storage.database import Database, Transaction
from storage.inbox import Waiting
from storage.timers import Timer

log = logging.getLogger(__name__)
current_act: ContextVar[Act] = ContextVar("current_act")


@dataclass(slots=True, repr=False)
class Frame:
    """What every act of this bot shares."""

    bot: Self
    settings: Settings
    texts: Texts
    application: "Application[Any, Any, Any, Any, Any, Any]"

    def act(self, tx: Transaction, now: int, origin: Origin) -> Act:
        return Act(tx, now, self.bot, origin, self.settings, self.texts)


@dataclass(slots=True)
class _Row:
    """What inbox rows have in common."""

    frame: Frame
    row: Waiting
    origin: Origin

    @property
    def attempts(self) -> int:
        return self.row.attempts

    @property
    def lane(self) -> str:
        return self.row.lane

    @property
    def reason(self) -> str | None:
        return self.row.reason

    def begin(self, tx: Transaction, now: int) -> Act:
        return self.frame.act(tx, now, self.origin)

    async def take(self, tx: Transaction, now: int) -> bool:
        inbox.end_row(tx, self.row.id, now)
        return True

    async def postpone(self, tx: Transaction, attempts: int, retry_at: int, reason: str) -> None:
        await inbox.count_attempt(tx, self.row.id, attempts, retry_at, reason)

    async def quarantine(self, tx: Transaction, reason: str, now: int) -> None:
        log.error("inbox.quarantined %d %s %s", self.row.id, self.row.kind, reason)
        await inbox.quarantine_row(tx, self.row.id, reason, now)

    async def refuse(self, act: Act, error: DomainError) -> None:
        act.reply(error.key, **error.values)
        for function in works.REFUSALS:
            await function(act)

    async def apologise(self, act: Act, *, given_up: bool) -> None:
        if self.origin.callback_id is not None:
            act.answer("machine.press_failed")
        elif given_up and self.origin.private:
            act.reply("machine.kept")


@dataclass(slots=True)
class UpdateWork(_Row):
    """An update, parsed before the writer was taken."""

    update: Update | None = None

    async def perform(self, act: Act) -> None:
        if self.update is None:
            raise Malformed(self.row.kind)
        await self._look_first(act)
        token = current_act.set(act)
        try:
            await self.frame.application.process_update(self.update)
        finally:
            current_act.reset(token)

    async def refuse(self, act: Act, error: DomainError) -> None:
        if await self._look_first(act):
            return
        await _Row.refuse(self, act, error)

    async def apologise(self, act: Act, *, given_up: bool) -> None:
        if self.update is not None:
            await self._look_first(act)
        await _Row.apologise(self, act, given_up=given_up)

    async def _look_first(self, act: Act) -> bool:
        return any([await function(act) for function in works.FIRST])


@dataclass(slots=True)
class ResultWork(_Row):
    """What came of a call."""

    async def perform(self, act: Act) -> None:
        await works.RESULTS[self.row.kind](act, orjson.loads(self.row.body))


@dataclass(slots=True)
class TimerWork:
    """A due time."""

    frame: Frame
    timer: Timer

    @property
    def attempts(self) -> int:
        return self.timer.attempts

    @property
    def lane(self) -> str:
        return f"t{self.timer.id}"

    @property
    def reason(self) -> str | None:
        return self.timer.reason

    def begin(self, tx: Transaction, now: int) -> Act:
        return self.frame.act(tx, now, Origin())

    async def take(self, tx: Transaction, now: int) -> bool:
        return await timers.take_timer(tx, self.timer)

    async def perform(self, act: Act) -> None:
        await works.TIMERS[self.timer.kind](act, self.timer.subject_id)

    async def refuse(self, act: Act, error: DomainError) -> None:
        log.info("timer.refused %s %s", self.timer.kind, error.key)

    async def apologise(self, act: Act, *, given_up: bool) -> None:
        """Nobody asked; the operator sees the quarantine."""

    async def postpone(self, tx: Transaction, attempts: int, retry_at: int, reason: str) -> None:
        await timers.postpone_timer(tx, self.timer.id, attempts, retry_at or self.timer.due_at, reason)

    async def quarantine(self, tx: Transaction, reason: str, now: int) -> None:
        log.error("timer.quarantined %s %d %s", self.timer.kind, self.timer.subject_id, reason)
        await timers.quarantine_timer(tx, self.timer.id, reason)


class Fetcher:
    """Reads what is to be done next and parses it, while nobody waits for the writer."""

    def __init__(self, database: Database, frame: Frame) -> None:
        self._database = database
        self._frame = frame

    async def __call__(self, now: int, rows: int, most_timers: int) -> list[Any]:
        async with self._database.read() as tx:
            waiting = await inbox.list_waiting(tx, now, rows)
            due = await timers.list_due(tx, now, min(rows, most_timers))
        found: list[Any] = [self._prepare(row) for row in waiting]
        found += [TimerWork(self._frame, timer) for timer in due]
        return found[:rows] if rows == 1 else found

    def _prepare(self, row: Waiting) -> UpdateWork | ResultWork:
        if row.source == "result":
            return ResultWork(self._frame, row, Origin(received_at=row.received_at))
        try:
            update = read_update(json.loads(row.body), self._frame.application.bot)
            origin = read_origin(update, row.received_at, self._frame.bot, self._frame.settings)
            return UpdateWork(self._frame, row, origin, update)
        except Exception as error:  # noqa: BLE001 - whatever a library trips over belongs into quarantine
            log.warning("update.malformed %s %s", row.kind, type(error).__name__)
            return UpdateWork(self._frame, row, origin_of_malformed(row.kind, row.lane, row.received_at), None)
