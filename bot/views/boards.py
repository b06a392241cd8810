"""The board of what is open in a work group, and the digest of a burst."""

from typing import NamedTuple

from bot.views.page import Button, Line, Page, grid, line
from domain.requests import Request, State

_DAY = 86_400_000
_BUTTONS = 8


class Entry(NamedTuple):
    """One request as a group may see it, and where its card is."""

    request: Request
    place: str
    holder: str | None
    address: str | None = None
    offered: str | None = None
    needs_help: bool = False


def board(cells: str, entries: list[Entry], count: int, now: int) -> Page:
    """What is open, by need; buttons only for what has no card that a link could lead to."""
    bare = [one.request for one in entries if one.address is None][:_BUTTONS]
    return Page(_listed(cells, entries, count, now), grid([_look(one, "show_card") for one in bare], 2))


def in_private(cell: str, entries: list[Entry], count: int, now: int, reader_id: int) -> Page:
    """For one of its staff, who can open what nobody has and what they hold themselves."""
    theirs = [one.request for one in entries if one.request.state is State.OPEN or one.request.holder_id == reader_id]
    return Page(_listed(cell, entries, count, now), grid([_look(one, "open_page") for one in theirs[:_BUTTONS]], 2))


def _listed(cells: str, entries: list[Entry], count: int, now: int) -> tuple[Line, ...]:
    if not count:
        return line("board.title", cell=cells), line("board.none")
    lines = [line("board.title", cell=cells), line("board.count", count=count)]
    lines += [_entry(one, now) for one in entries]
    if count > len(entries):
        lines.append(line("board.more", count=count - len(entries)))
    return tuple(lines)


def taken_down() -> Page:
    """Nothing is shown to a group that may hold residents, or that works for no cell any more."""
    return Page((line("board.over"),))


def digest(entries: list[Entry]) -> Page:
    """Many at once: a line and a button each."""
    lines = [line("board.digest", count=len(entries))]
    lines += [Line("board.line", _named(one), beside=(line(_state(one.request)),)) for one in entries]
    free = [one.request for one in entries if one.request.state is State.OPEN]
    return Page(tuple(lines), grid([_claim(one) for one in free], 2))


def _entry(one: Entry, now: int) -> Line:
    days = (now - one.request.filed_at) // _DAY
    beside = [_who(one)]
    if days:
        beside.append(line("board.days", count=days))
    if one.needs_help:
        beside.append(line("card.needs_help"))
    key, values = ("board.linked", {"address": one.address}) if one.address else ("board.line", {})
    return Line(key, {**_named(one), **values}, beside=tuple(beside))


def _who(one: Entry) -> Line:
    if one.offered:
        return line("board.offered", holder=one.offered)
    if one.holder and one.request.state is not State.CLAIMED:
        return line("board.held_as", holder=one.holder, state_key=_state(one.request))
    return line("board.held", holder=one.holder) if one.holder else line(_state(one.request))


def _named(one: Entry) -> dict[str, str]:
    return {"number": one.request.number, "category": one.request.category, "place": one.place}


def _state(request: Request) -> str:
    return f"state.{request.state}"


def _claim(request: Request) -> Button:
    return Button("button.claim_line", "claim_line", request.id, request.generation, {"number": request.number})


def _look(request: Request, act: str) -> Button:
    return Button("button.show_card", act, request.id, 0, {"number": request.number})
