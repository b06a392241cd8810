"""The sandbox's world with a tally: what a bot called, when its first and its last answer came."""

from collections import Counter
from collections.abc import Callable
from time import perf_counter
from typing import Any

from sandbox.world import Answer, World

Seen = Callable[[str, dict[str, Any], Answer], None]


class Watched(World):
    """Counts the calls of one bot as they are answered; `seen` is told of each."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, journal=False, **more)
        self.seen: Seen = lambda method, params, answer: None
        self.tally()

    def tally(self) -> None:
        """Start counting anew."""
        self.done: Counter[str] = Counter()
        self.refused: Counter[int] = Counter()
        self.first = self.last = 0.0

    async def call(self, token: str, method: str, params: dict[str, Any], files: Any = None) -> Answer:
        if method == "getUpdates":
            self.done[method] += 1
            return await super().call(token, method, params, files)
        answer = await super().call(token, method, params, files)
        self._count(method, answer[0])
        self.seen(method, params, answer)
        return answer

    def _count(self, method: str, status: int) -> None:
        if status != 200:
            self.refused[status] += 1
            return
        self.done[method] += 1
        self.last = perf_counter()
        self.first = self.first or self.last

    @property
    def sent(self) -> int:
        return self.done["sendMessage"]
