"""One bot's queue of updates: kept until confirmed, for as long as Telegram keeps them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice, takewhile

import orjson

DAY_MS = 86_400_000
PRESS_MS = 150_000
LIMIT = 100
ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(slots=True)
class Queued:
    """`lane` is what webhooks keep in order: a chat, or a person."""

    id: int
    kind: str
    lane: str
    expires_ms: int
    body: bytes


Save = Callable[[str, str, object], None]


class Queue:
    """Ordered by update id; `save` is told of every arrival and removal."""

    def __init__(self, token: str, save: Save) -> None:
        self.token = token
        self.items: dict[int, Queued] = {}
        self.poller: asyncio.Future[str] | None = None
        self.on_arrival: Callable[[], None] | None = None
        self.next_expiry = 0
        self.save = save
        self.last_offset = 0
        self.last_polled_ms = -DAY_MS

    def add(self, item: Queued) -> None:
        late = item.id < next(reversed(self.items), item.id)
        self.items[item.id] = item
        if late:
            self.items = dict(sorted(self.items.items()))
        self.next_expiry = min(self.next_expiry, item.expires_ms)
        self.save("update", f"{self.token}/{item.id}", item)
        self.wake("arrived")
        if self.on_arrival:
            self.on_arrival()

    def remove(self, update_id: int) -> None:
        if self.items.pop(update_id, None):
            self.save("update", f"{self.token}/{update_id}", None)

    def clear(self) -> None:
        for update_id in list(self.items):
            self.remove(update_id)

    def expire(self, now: int) -> None:
        if now < self.next_expiry:
            return
        for update_id in [item.id for item in self.items.values() if item.expires_ms <= now]:
            self.remove(update_id)
        self.next_expiry = min((item.expires_ms for item in self.items.values()), default=now)

    def confirm(self, offset: int) -> None:
        """A positive offset drops all lower ids; a negative one keeps only the last few."""
        gone = (
            list(self.items)[:offset] if offset < 0 else list(takewhile(lambda one: one < offset, self.items))
        )
        for update_id in gone:
            self.remove(update_id)

    def batch(self, limit: int) -> bytes:
        bodies = [item.body for item in islice(self.items.values(), limit)]
        return b'{"ok":true,"result":[' + b",".join(bodies) + b"]}"

    def wake(self, why: str) -> None:
        if self.poller and not self.poller.done():
            self.poller.set_result(why)


def queued(update_id: int, kind: str, body: dict[str, object], now: int, lane: str) -> Queued:
    keep = PRESS_MS if kind == "callback_query" else DAY_MS
    return Queued(update_id, kind, lane, now + keep, orjson.dumps({"update_id": update_id, kind: body}))


def wanted(kind: str, allowed: list[str]) -> bool:
    return kind in allowed if allowed else kind not in ON_REQUEST
