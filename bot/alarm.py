"""Wakes the machine at the nearest due time. The due times are rows; nothing is scheduled in memory but this one call.

APScheduler rings at an instant of the wall clock. Because that clock may be set back, the wait for it is bounded in
monotonic time as well, and the instant is asked for again (docs/decisions/0006).
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, RealClock

AT_LEAST_EVERY = 30_000
NextDue = Callable[[], Awaitable[int | None]]


class Bell(Protocol):
    """Something that rings at an instant."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    async def until(self, at: int, changed: asyncio.Event) -> None:
        """Return at `at` (ms UTC), when `changed` is set, or after AT_LEAST_EVERY."""


class SchedulerBell:
    """APScheduler, live."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    async def until(self, at: int, changed: asyncio.Event) -> None:
        self._scheduler.add_job(
            changed.set, "date", run_date=datetime.fromtimestamp(at / 1000, UTC), id="due", replace_existing=True,
            misfire_grace_time=None,
        )
        try:
            async with asyncio.timeout(AT_LEAST_EVERY / 1000):
                await changed.wait()
        except TimeoutError:
            pass


class ClockBell:
    """A clock that is not the machine's own wakes us itself."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def start(self) -> None:
        """Nothing to start."""

    def stop(self) -> None:
        """Nothing to stop."""

    async def until(self, at: int, changed: asyncio.Event) -> None:
        sleeping = asyncio.ensure_future(self._clock.sleep_until(self._clock.monotonic() + at - self._clock.now()))
        waiting = asyncio.ensure_future(changed.wait())
        try:
            await asyncio.wait({sleeping, waiting}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            waiting.cancel()


class Alarm:
    """Asks for the nearest due time, waits for it, rings, and asks again."""

    def __init__(self, clock: Clock, next_due: NextDue, ring: Callable[[], None]) -> None:
        self._clock = clock
        self._next_due = next_due
        self._ring = ring
        self._bell: Bell = SchedulerBell() if isinstance(clock, RealClock) else ClockBell(clock)
        self.changed = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        self._bell.start()
        try:
            while True:
                self.changed.clear()
                latest = self._clock.now() + AT_LEAST_EVERY
                due = await self._next_due()
                if due is not None and due <= self._clock.now():
                    self._ring()
                    # Due and not taken yet: the machine is at it, or held up by a fault that it deals with itself.
                    due = self._clock.now() + 1000
                await self._bell.until(min(due or latest, latest), self.changed)
        finally:
            self._bell.stop()
