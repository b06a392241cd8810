"""The sending limits as exact sliding windows over accepted sends."""

from collections import deque
from dataclasses import dataclass

from sandbox.problems import too_many

SECOND = 1_000
MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Settings; `strict_polling` adds the server's brakes on repeated getUpdates."""

    per_second: int = 30
    per_chat_second: int = 1
    per_group_minute: int = 20
    enforce: bool = True
    press_window: float = 15.0
    strict_polling: bool = False


class Window:
    """When the last `count` sends were accepted."""

    def __init__(self, count: int, length_ms: int) -> None:
        self.count = count
        self.length = length_ms
        self.accepted: deque[int] = deque()

    def wait(self, now: int, cost: int) -> int:
        """Milliseconds until `cost` sends fit, 0 if they fit now."""
        while self.accepted and self.accepted[0] <= now - self.length:
            self.accepted.popleft()
        over = len(self.accepted) + min(cost, self.count) - self.count
        return self.accepted[over - 1] + self.length - now if over > 0 else 0

    def take(self, now: int, cost: int) -> None:
        self.accepted.extend([now] * cost)


class Limiter:
    """One bot's windows: overall, each private chat, each group."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.overall = Window(limits.per_second, SECOND)
        self.chats: dict[int, Window] = {}

    def check(self, chat_id: int, now: int, cost: int = 1) -> None:
        """Take the places of a send, or refuse with 429."""
        if not self.limits.enforce:
            return
        self.admit([self.overall, self._chat(chat_id)], now, cost)

    def check_edit(self, now: int) -> None:
        if self.limits.enforce:
            self.admit([self.overall], now, 1)

    def admit(self, windows: list[Window], now: int, cost: int) -> None:
        wait = max(window.wait(now, cost) for window in windows)
        if wait > 0:
            raise too_many(-(-wait // SECOND))
        for window in windows:
            window.take(now, cost)

    def _chat(self, chat_id: int) -> Window:
        window = self.chats.get(chat_id)
        if window is None:
            limits = self.limits
            group = chat_id < 0
            window = (
                Window(limits.per_group_minute, MINUTE) if group else Window(limits.per_chat_second, SECOND)
            )
            self.chats[chat_id] = window
        return window
