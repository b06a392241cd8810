"""The sandbox's world with a tally: what a bot called, and when."""

import asyncio
from collections import Counter
from collections.abc import Callable
from time import perf_counter
from typing import Any

from sandbox.world import Answer, World

Seen = Callable[[str, dict[str, Any], Answer], None]


class Watched(World):
    """Counts calls as they are answered; `seen` is told of each that was accepted."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, journal=False, **more)
        self.seen: Seen = lambda method, params, answer: None
        self.round_trip = 0.0
        self.tally()

    def tally(self) -> None:
        """Start counting anew."""
        self.done: Counter[str] = Counter()
        self.refused: Counter[int] = Counter()
        self.first = self.last = 0.0

    async def call(self, token: str, method: str, params: dict[str, Any], files: Any = None) -> Answer:
        if method.lower() == "getupdates":
            self.done["getUpdates"] += 1
            return await super().call(token, method, params, files)
        if not self.round_trip:
            return await self._counted(token, method, params, files)
        # What has left a bot arrives, whether or not the bot lives to see the answer.
        return await asyncio.shield(self._far_away(token, method, params, files))

    async def _far_away(self, *call: Any) -> Answer:
        await asyncio.sleep(self.round_trip / 2)
        answer = await self._counted(*call)
        await asyncio.sleep(self.round_trip / 2)
        return answer

    async def _counted(self, token: str, method: str, params: dict[str, Any], files: Any) -> Answer:
        answer = await super().call(token, method, params, files)
        if answer[0] == 200:
            self._count(method)
            self.seen(method, params, answer)
        else:
            self.refused[answer[0]] += 1
        return answer

    def _count(self, method: str) -> None:
        self.done[method] += 1
        self.last = perf_counter()
        self.first = self.first or self.last

    @property
    def asked(self) -> int:
        """Everything but getUpdates."""
        return self.done.total() - self.done["getUpdates"]
