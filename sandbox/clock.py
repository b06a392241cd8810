"""Real time and hand-advanced time behind one small interface."""

import asyncio
import heapq
import itertools
import time
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
