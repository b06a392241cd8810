"""Real time, hand-advanced time, and real time that can be pushed ahead, behind one small interface."""

import asyncio
import heapq
import itertools
import time
from contextlib import suppress
from typing import Protocol


class Clock(Protocol):
    def now(self) -> int: ...

    async def sleep_until(self, at_ms: int) -> None: ...


class RealClock:
    """Epoch milliseconds from the machine."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000

    async def sleep_until(self, at_ms: int) -> None:
        await asyncio.sleep(max(0, at_ms - self.now()) / 1000)


class VirtualClock:
    """Stands still until it is stepped; sleepers wake in the order of their due times."""

    def __init__(self, start_ms: int) -> None:
        self._now = start_ms
        self._sleepers: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> int:
        return self._now

    async def sleep_until(self, at_ms: int) -> None:
        if at_ms <= self._now:
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (at_ms, next(self._order), woken))
        await woken

    def step_to(self, at_ms: int) -> int:
        self._now = max(self._now, at_ms)
        while self._sleepers and self._sleepers[0][0] <= self._now:
            woken = heapq.heappop(self._sleepers)[2]
            if not woken.done():
                woken.set_result(None)
        return self._now

    def step(self, by_ms: int) -> int:
        return self.step_to(self._now + by_ms)


class RunningClock:
    """Goes on as real time does, from `start_ms` or from now, and can be stepped ahead."""

    def __init__(self, start_ms: int | None = None) -> None:
        self._real = RealClock()
        self._ahead = 0 if start_ms is None else start_ms - self._real.now()
        self._stepped = asyncio.Event()

    def now(self) -> int:
        return self._real.now() + self._ahead

    async def sleep_until(self, at_ms: int) -> None:
        while (left := at_ms - self.now()) > 0:
            stepped = self._stepped
            with suppress(TimeoutError):
                async with asyncio.timeout(left / 1000):
                    await stepped.wait()

    def step_to(self, at_ms: int) -> int:
        self._ahead += max(0, at_ms - self.now())
        stepped, self._stepped = self._stepped, asyncio.Event()
        stepped.set()
        return self.now()

    def step(self, by_ms: int) -> int:
        return self.step_to(self.now() + by_ms)


def clock_of(kind: str, start_ms: int | None = None, saved_ms: int | None = None) -> Clock:
    """The clock of this name; `saved_ms` is where that of an earlier sandbox stood."""
    if kind == "real":
        return RealClock()
    first = start_ms or RealClock().now()
    if kind == "virtual":
        return VirtualClock(saved_ms or first)
    return RunningClock(max(saved_ms or 0, first))
