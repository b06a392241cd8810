"""Telegram's limits as exact sliding windows: overall, for each private chat, for each group.

A slot is taken when a call starts and is free again one window after its *answer* came, so that the count holds at
Telegram's side too, whatever the round trip. Source: Bot FAQ, "My bot is hitting limits".
"""

from collections import deque
from dataclasses import dataclass, field

FOREVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second overall and for one private chat, a minute for one group; 0 means none."""

    overall_per_second: int = 30
    private_per_second: int = 1
    group_per_minute: int = 20


@dataclass(slots=True)
class Window:
    """At most `size` calls in flight or answered within `span` milliseconds."""

    size: int
    span: int
    in_flight: int = 0
    answered: deque[int] = field(default_factory=deque)

    def free_at(self, now: int, cost: int = 1) -> int:
        """When the next call may start: now or earlier means at once, FOREVER means after an answer.

        An album that is larger than the window waits until it is empty.
        """
        while self.answered and self.answered[0] + self.span <= now:
            self.answered.popleft()
        over = self.in_flight + len(self.answered) + min(cost, self.size) - self.size
        if over <= 0:
            return now
        return self.answered[over - 1] + self.span if over <= len(self.answered) else FOREVER

    def idle(self, now: int) -> bool:
        return self.in_flight == 0 and (not self.answered or self.answered[-1] + self.span <= now)


class Limiter:
    """Says when a call may start; told when it does and when it was answered. Times are the clock's monotonic ms."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = Window(limits.overall_per_second, 1000)
        self._chats: dict[int, Window] = {}
        self._stopped: dict[int, int] = {}

    def overall_free_at(self, now: int, cost: int = 1) -> int:
        return self._overall.free_at(now, cost) if self._overall.size else now

    def chat_free_at(self, chat_id: int, now: int, cost: int = 1) -> int:
        stopped = self._stopped.get(chat_id, 0)
        window = self._chats.get(chat_id)
        return max(stopped, window.free_at(now, cost) if window else now)

    def start(self, chat_id: int, *, edit: bool, cost: int = 1) -> None:
        """An edit counts overall; only what is new counts in its chat. An album costs as many as it holds."""
        if self._overall.size:
            self._overall.in_flight += cost
        if window := self._window(chat_id, edit=edit):
            window.in_flight += cost

    def answered(self, chat_id: int, now: int, *, edit: bool, cost: int = 1) -> None:
        if self._overall.size:
            self._overall.in_flight -= cost
            self._overall.answered.extend([now] * cost)
        if window := self._window(chat_id, edit=edit):
            window.in_flight -= cost
            window.answered.extend([now] * cost)
        if len(self._chats) > 5000:  # noqa: PLR2004 - forget chats that have been silent
            self._chats = {chat: w for chat, w in self._chats.items() if not w.idle(now)}

    def remember(self, chat_id: int, answered_at: int) -> None:
        """A call of before the start, which Telegram still counts."""
        if window := self._window(chat_id, edit=False):
            window.answered.append(answered_at)

    def stop(self, chat_id: int, until: int) -> None:
        """A 429 stops that chat alone."""
        self._stopped[chat_id] = until

    def _window(self, chat_id: int, *, edit: bool) -> Window | None:
        size = self._limits.group_per_minute if chat_id < 0 else self._limits.private_per_second
        if edit or not size:
            return None
        if chat_id not in self._chats:
            self._chats[chat_id] = Window(size, 60_000 if chat_id < 0 else 1000)
        return self._chats[chat_id]
