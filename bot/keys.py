"""The key of the day: seals raw updates and frozen messages, and is destroyed when their retention ends."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from storage.database import Transaction
from storage.keys import Key, add_key, get_key

RunJob = Callable[[Callable[[Transaction], Awaitable[Any]]], Awaitable[Any]]


def day_of(now: int) -> str:
    """The name of its key."""
    return datetime.fromtimestamp(now / 1000, UTC).date().isoformat()


class DayKeys:
    """Finds or makes the key of a day, in a commit of its own, so that what it seals never refers to a lost key."""

    def __init__(self, job: RunJob) -> None:
        self._job = job
        self._known: tuple[str, Key] | None = None

    async def today(self, now: int) -> Key:
        day = day_of(now)
        if self._known is None or self._known[0] != day:

            async def find(tx: Transaction) -> Key:
                return await get_key(tx, "day", day) or await add_key(tx, "day", now, day)

            self._known = (day, await self._job(find))
        return self._known[1]
