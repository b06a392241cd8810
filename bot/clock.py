"""The one source of time: instants in milliseconds UTC, a monotonic count for limits, and a sleep that follows both."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """What the limiter, the back-off and the timers ask."""

    def now(self) -> int:
        """Milliseconds since 1970, UTC; may step when the machine's time is corrected."""

    def monotonic(self) -> int:
        """Milliseconds that never step back."""

    async def sleep_until(self, monotonic_ms: int) -> None:
        """Return once `monotonic()` has reached the argument."""


class RealClock:
    """The machine's own time."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic(self) -> int:
        return time.monotonic_ns() // 1_000_000

    async def sleep_until(self, monotonic_ms: int) -> None:
        await asyncio.sleep(max(0, monotonic_ms - self.monotonic()) / 1000)


class VirtualClock:
    """Time that passes only when it is told to: for tests and for `simulate`."""

    def __init__(self, now: int) -> None:
        self._now = now
        self._monotonic = 0
        self._moved = asyncio.Condition()

    def now(self) -> int:
        return self._now

    def monotonic(self) -> int:
        return self._monotonic

    def step(self, milliseconds: int) -> None:
        """Both counts move; who sleeps finds out at its next look."""
        self._now += milliseconds
        self._monotonic += milliseconds

    def set_wall(self, now: int) -> None:
        """A correction of the wall time alone, as by NTP."""
        self._now = now

    async def advance(self, milliseconds: int) -> None:
        """Step, and wake who sleeps."""
        async with self._moved:
            self.step(milliseconds)
            self._moved.notify_all()

    async def sleep_until(self, monotonic_ms: int) -> None:
        async with self._moved:
            await self._moved.wait_for(lambda: self._monotonic >= monotonic_ms)
