"""What the working day begins with: short, the first eight with a button each."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.views.page import Button, Line, Page, line
from domain.ids import RequestId
from domain.requests import Request

_FIRST = 8


class Entry(NamedTuple):
    """The building, until when it is promised, and whether most of that time is gone."""

    place: str
    due_at: int | None
    soon: bool


class Part(NamedTuple):
    """One kind of thing to do: its heading, the first of it, and how many there are."""

    key: str
    act: str
    shown: list[tuple[Request, Entry]]
    total: int


def first(offered: list[Request], held: list[Request], free: list[Request]) -> list[Request]:
    return [*offered, *held, *free][:_FIRST]


def listed(
    offered: list[Request], held: list[Request], free: list[Request],
    entries: Mapping[RequestId, Entry],
) -> list[Part]:
    """What others wait for first, then what is one's own, then what nobody has."""
    parts = (("offered", "claim_line", offered), ("held", "open_page", held), ("free", "claim_line", free))
    return [
        Part(key, act, [(one, entries[one.id]) for one in found if one.id in entries], len(found))
        for key, act, found in parts if found
    ]


def day(
    parts: list[Part], unconfirmed: int, activities: list[tuple[str, int]], now: int, beside: list[Page]
) -> Page:
    """`beside` are calls to make and what was held back overnight."""
    lines: list[Line] = [line("today.title", now_at=now)]
    rows: list[tuple[Button, ...]] = []
    for part in parts:
        lines.append(line(f"today.{part.key}", count=part.total))
        for request, entry in part.shown:
            lines.append(_one(request, entry, now))
            rows.append((_button(part, request),))
    if hidden := sum(part.total - len(part.shown) for part in parts):
        lines.append(line("today.more", count=hidden))
    if unconfirmed:
        lines.append(line("today.unconfirmed", count=unconfirmed))
        rows.append((Button("button.confirm_each", "confirm_each"),))
    lines += [line("today.activity", name=name, starts_at=starts_at) for name, starts_at in activities]
    for page in beside:
        if page.lines:
            lines += [line("pushes.between"), *page.lines]
    return Page(tuple(lines), (*rows, *(row for page in beside for row in page.rows)))


def _one(request: Request, entry: Entry, now: int) -> Line:
    beside = []
    if entry.due_at is not None and entry.due_at < now:
        beside = [line("card.needs_help")]
    elif entry.due_at is not None:
        beside = [line("card.soon" if entry.soon else "card.promised", due_at=entry.due_at)]
    return Line("today.one", {"number": request.number, "category": request.category, "place": entry.place},
                beside=tuple(beside))


def _button(part: Part, request: Request) -> Button:
    values = {"number": request.number}
    if part.key == "held":
        return Button("button.open_today", part.act, request.id, request.generation, values)
    key = "button.accept_line" if part.key == "offered" else "button.claim_line"
    return Button(key, part.act, request.id, request.generation, values)
