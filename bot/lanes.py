"""What waits to be sent, in order within each chat and class, and whose turn it is under the limits."""

import heapq
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.act import BROADCAST, DANGER, PRESS_ANSWER
from bot.limits import FOREVER, Limiter
from storage.messages import Message
from storage.views import View


@dataclass(slots=True, eq=False)
class Item:
    """A message or a view on its way."""

    chat_id: int
    urgency: int
    message: Message | None = None
    view: View | None = None
    held_until: int = 0
    cost: int = 1
    edit: bool = False
    plain: bool = False
    held_since: int = 0

    @property
    def free(self) -> bool:
        """Not bound to a chat's limits: answers to presses."""
        return self.message is not None and self.message.method == "answer"


    @property
    def lasting(self) -> bool:
        """Danger and reminders: kept until they are known to have arrived or their time is over."""
        return self.urgency == DANGER or (self.message is not None and self.message.mailing_id is not None)


@dataclass(slots=True, eq=False)
class Lane:
    """The queue of one chat and class; at most one of its items is on its way."""

    chat_id: int
    urgency: int
    items: deque[Item] = field(default_factory=deque)
    placed: bool = False


class Lanes:
    """All queues. Times are the clock's monotonic milliseconds."""

    def __init__(self, limiter: Limiter, overall_per_second: int) -> None:
        self.limiter = limiter
        self._lanes: dict[tuple[int, int], Lane] = {}
        self._ready: list[tuple[int, int, Lane]] = []
        self._later: list[tuple[int, int, Lane]] = []
        self._on_answer: defaultdict[int, list[Lane]] = defaultdict(list)
        self._count = 0
        self._spacing = 1000 / overall_per_second if overall_per_second else 0.0
        self._next_broadcast = 0.0
        self.paused_until = 0

    def __len__(self) -> int:
        return sum(len(lane.items) for lane in self._lanes.values())

    def add(self, item: Item) -> None:
        lane = self._lanes.setdefault((item.urgency, item.chat_id), Lane(item.chat_id, item.urgency))
        lane.items.append(item)
        self._place(lane)

    def take(self, now: int, room: int) -> list[Item]:
        """The items that may be sent now, most urgent first; their slots are taken."""
        while self._later and self._later[0][0] <= now:
            self._push_ready(heapq.heappop(self._later)[2])
        if now < self.paused_until:
            return []
        picked: list[Item] = []
        stopped: list[tuple[int, int, Lane]] = []
        while self._ready and len(picked) < room:
            entry = heapq.heappop(self._ready)
            if not entry[2].items:
                entry[2].placed = False
                continue
            item = entry[2].items[0]
            if not item.free and self._full(item, now):
                stopped.append(entry)
                if item.urgency >= PRESS_ANSWER:
                    break
            elif self._wait_for_chat(entry[2], item, now):
                picked.append(self._start(entry[2], item, now))
        for entry in stopped:
            heapq.heappush(self._ready, entry)
        return picked

    def finished(self, item: Item, now: int, *, again: bool) -> None:
        """An answer came, or none will; the lane goes on, with the same item first if it is wanted `again`."""
        if not item.free:
            self.limiter.answered(item.chat_id, now, edit=item.edit, cost=item.cost)
        lane = self._lanes[item.urgency, item.chat_id]
        lane.placed = False
        if again:
            lane.items.appendleft(item)
        self._place(lane)
        for waiting in self._on_answer.pop(item.chat_id, ()):
            self._push_ready(waiting)
        if not lane.items and not lane.placed:
            self._lanes.pop((lane.urgency, lane.chat_id), None)

    def drop_chat(self, chat_id: int) -> list[Item]:
        """Everything that waits for one chat, taken out."""
        dropped: list[Item] = []
        for lane in [lane for lane in self._lanes.values() if lane.chat_id == chat_id]:
            dropped.extend(lane.items)
            lane.items.clear()
        return dropped

    def next_at(self, now: int) -> int | None:
        """When something may be sent next; None while nothing waits for time alone."""
        times = [self._later[0][0]] if self._later else []
        if self._ready:
            soonest = self._ready[0][2]
            free = self.limiter.overall_free_at(now, soonest.items[0].cost if soonest.items else 1)
            if soonest.urgency >= BROADCAST:
                free = max(free, int(self._next_broadcast) + 1)
            times.append(free)
        due = [at for at in times if at < FOREVER]
        return max(min(due), self.paused_until) if due else None

    def _full(self, item: Item, now: int) -> bool:
        if self.limiter.overall_free_at(now, item.cost) > now:
            return True
        return item.urgency >= BROADCAST and now < self._next_broadcast

    def _wait_for_chat(self, lane: Lane, item: Item, now: int) -> bool:
        """True where it may go; else the lane is put where it will be found again."""
        free = self.limiter.chat_free_at(item.chat_id, now, item.cost)
        at = item.held_until if item.free else max(item.held_until, free)
        if at <= now:
            return True
        if at >= FOREVER:
            self._on_answer[item.chat_id].append(lane)
        else:
            self._count += 1
            heapq.heappush(self._later, (at, self._count, lane))
        return False

    def _start(self, lane: Lane, item: Item, now: int) -> Item:
        lane.items.popleft()
        item.edit = _is_edit(item)
        if not item.free:
            self.limiter.start(item.chat_id, edit=item.edit, cost=item.cost)
            if item.urgency >= BROADCAST:
                # Evenly spaced, so that a slot comes free every 33 ms for whatever is more urgent.
                self._next_broadcast = max(self._next_broadcast, now - self._spacing) + self._spacing
        return item

    def _place(self, lane: Lane) -> None:
        if lane.items and not lane.placed:
            lane.placed = True
            self._push_ready(lane)

    def _push_ready(self, lane: Lane) -> None:
        if not lane.items:
            lane.placed = False
            return
        self._count += 1
        heapq.heappush(self._ready, (lane.urgency, self._count, lane))

    def __iter__(self) -> Iterator[Item]:
        for lane in self._lanes.values():
            yield from lane.items


def _is_edit(item: Item) -> bool:
    """It changes what stands in the chat already: a view that hangs, a page that is turned, a copy left behind."""
    if item.message is None:
        return item.view is not None and item.view.message_id is not None
    return "turns" in item.message.facts or str(item.message.facts.get("call", "")).startswith("edit")
