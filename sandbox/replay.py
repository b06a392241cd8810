"""Feeds a file of messages to a running bot as many residents, and measures how it answers."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter

import orjson

from sandbox.client import Client, ControlError, Event, NotSeen, Phone, has_button
from sandbox.community import NAME
from sandbox.entities import units
from sandbox.report import Report
from sandbox.texts import TEXT_UNITS
from sandbox.things import Shown

KEYS = ("text", "message", "content", "body")
PATIENCE = 120.0
CONSENT, SUBMIT = "同意并开始", "确认提交"
FOLLOW, HELPED, NO_DANGER = "跟进", "有用", "误报，没事了"
JOINED = "不是同一件事，请另派人来"
HOME, FILED, CALLED_OFF = "地址已登记", "已收到，编号", "没事就好"
CELL = re.compile(r"现在由(.+?)负责|只私下交给(.+?)负责的人")
# A suggestion waits for the meeting, thanks go to whoever earned them: neither has a cell.
HEARD = "没有派给网格"

Progress = Callable[[int, int], object]
Fits = Callable[[Shown], bool]


@dataclass
class Resident:
    """One person; `news` are the messages of the chat that came or changed, and when."""

    phone: Phone
    door: str
    news: asyncio.Queue[tuple[int, float]] = field(default_factory=asyncio.Queue)

    async def waits(self, fits: Fits, after: int, patience: float) -> tuple[Shown, float]:
        """The bot's next message that fits, later than message `after`, and when it came. Raises TimeoutError."""
        async with asyncio.timeout(patience):
            while True:
                number, at = await self.news.get()
                found = await self.phone.sees(since=number) if number > after else []
                if found and found[0].message_id == number and found[0].sender == "bot" and fits(found[0]):
                    return found[0], at

    async def joins(self, patience: float) -> None:
        said = await self.phone.says("/start")
        notice, _ = await self.waits(lambda one: has_button(one, CONSENT), said, patience)
        await self.phone.presses_on(notice, CONSENT)
        asked, _ = await self.waits(lambda one: bool(one.buttons), notice.message_id, patience)
        await self.phone.says(self.door)
        await self.waits(lambda one: HOME in one.text, asked.message_id, patience)


@dataclass
class Replay:
    """One run of it. Whoever is not answered in time is not asked again."""

    residents: list[Resident]
    rate: float
    gather: float
    looks: float
    patience: float
    report: Report
    on_progress: Progress
    total: int
    done: int = 0
    lost: int = 0
    free: asyncio.Queue[Resident | None] = field(default_factory=asyncio.Queue)

    async def join(self) -> bool:
        """Everybody at once; false where nobody gets in."""
        async with asyncio.TaskGroup() as group:
            for resident in self.residents:
                group.create_task(self._join(resident))
        self.report.residents = self.free.qsize()
        return self.report.residents > 0

    async def send(self, messages: Sequence[str]) -> None:
        began = perf_counter()
        async with asyncio.TaskGroup() as group:
            for number, text in enumerate(messages):
                if self.rate:
                    await asyncio.sleep(began + number / self.rate - perf_counter())
                resident = await self.free.get()
                if resident is None:
                    self.report.unsent = len(messages) - number
                    break
                group.create_task(self._send(resident, text))
        self.report.seconds = perf_counter() - began

    async def _join(self, resident: Resident) -> None:
        with suppress(TimeoutError, ControlError):
            await resident.joins(self.patience)
            self.free.put_nowait(resident)
        self._progress()

    async def _send(self, resident: Resident, text: str) -> None:
        self.report.sent += 1
        try:
            await self._follow(resident, text)
        except (TimeoutError, ControlError):
            self.report.unanswered += 1
            self.lost += 1
            if self.lost == self.report.residents:
                self.free.put_nowait(None)
        else:
            self.free.put_nowait(resident)
        self._progress()

    async def _follow(self, resident: Resident, text: str) -> None:
        """From the message to its number, a ready answer or an alarm; what could be followed is filed as well."""
        began = perf_counter()
        said = await resident.phone.says(text)
        first, at = await resident.waits(lambda one: True, said, self.patience)
        if has_button(first, SUBMIT):
            self.report.similar += has_button(first, FOLLOW)
            self.report.summaries.append(at - began - self.gather)
            await asyncio.sleep(self.looks)
            await self._submit(resident, first)
        elif has_button(first, HELPED):
            self.report.at_once += 1
            await resident.phone.presses_on(first, HELPED)
        elif has_button(first, NO_DANGER):
            self.report.alarms += 1
            await resident.phone.presses_on(first, NO_DANGER)
            await resident.waits(lambda one: CALLED_OFF in one.text, first.message_id, self.patience)
        elif has_button(first, JOINED):
            self.report.alarms += 1  # a neighbour's alarm that runs already
        else:
            self.report.talk += 1

    async def _submit(self, resident: Resident, summary: Shown) -> None:
        began = perf_counter()
        await resident.phone.presses_on(summary, SUBMIT)
        before = summary.message_id - 1  # the summary itself becomes the receipt
        filed, at = await resident.waits(lambda one: FILED in one.text, before, self.patience)
        self.report.answers.append(at - began)
        cell = CELL.search(filed.text)
        self.report.cells[(cell[1] or cell[2]) if cell else HEARD] += 1

    def _progress(self) -> None:
        self.done += 1
        self.on_progress(self.done, self.total)


async def replay(
    client: Client, lines: Iterable[str], rate: float, residents: int, on_progress: Progress, *,
    doors: Sequence[str], gather: float = 8.0, looks: float = 0.0, patience: float = PATIENCE, desk: str = NAME,
) -> Report:
    """`rate` messages a second, 0 for as many as are answered; `doors` as residents type them, see
    sandbox.community.doors; `gather` is how long the bot gathers and `looks` how long a resident looks at the summary,
    in seconds (a press at once waits for the next message that one chat may get in a second). `on_progress(done,
    total)` counts residents joined and messages done together. Raises NotSeen where nobody can join.
    """
    report = Report(desk=desk)
    messages = read(lines, report)
    people = await _people(client, min(residents, len(messages)), doors)
    run = Replay(people, rate, gather, looks, patience, report, on_progress, len(people) + len(messages))
    async with client.feed() as events, asyncio.TaskGroup() as group:
        listening = group.create_task(_listen(events, people))
        if await run.join():
            await run.send(messages)
        listening.cancel()
    if messages and not report.residents:
        raise NotSeen("no resident could join: does the bot run, and is the community imported?")
    return report


def read(lines: Iterable[str], report: Report) -> list[str]:
    """The messages of a file; what is none is counted."""
    messages = []
    for line in filter(str.strip, lines):
        text = text_of(line)
        if text:
            messages.append(fitting(text))
            report.cut += messages[-1] != text
        else:
            report.skipped += 1
    return messages


def text_of(line: str) -> str | None:
    """The words of a JSON line: a string, or an object with one under a name that we know."""
    try:
        given = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if isinstance(given, dict):
        given = next((given[key] for key in KEYS if isinstance(given.get(key), str)), None)
    return given.strip() if isinstance(given, str) else None


def fitting(text: str) -> str:
    """As much as Telegram lets one type."""
    if units(text) <= TEXT_UNITS:
        return text
    return text.encode("utf-16-le")[: TEXT_UNITS * 2].decode("utf-16-le", "ignore")


async def _people(client: Client, number: int, doors: Sequence[str]) -> list[Resident]:
    """Spread over the doors."""
    return [
        Resident(await client.person(f"居民{n + 1}"), doors[n * len(doors) // number]) for n in range(number)
    ]


async def _listen(events: AsyncIterator[Event], people: Iterable[Resident]) -> None:
    chats = {one.phone.id: one for one in people}
    async for event in events:
        resident = chats.get(event.get("chat", 0))
        if resident and event["what"] == "message":
            resident.news.put_nowait((event["message_id"], perf_counter()))
