"""Leave and duty: one's own page, a leader's people, and who is there in a work group."""

from typing import NamedTuple

from bot.views.page import Button, Line, Page, grid, line

_LENGTHS = ("today", "days", "week", "open")
_MOST = 80


class Away(NamedTuple):
    """Somebody is on leave: until when, if that is known, and who stands in."""

    until_at: int | None
    stand_in: str | None


class OnShift(NamedTuple):
    """From when on somebody is on duty, on a day off."""

    since_at: int
    name: str


class Member(NamedTuple):
    """One of a leader's people."""

    person_id: int
    name: str
    away: bool
    stand_in: str | None


def person(
    person_id: int, name: str, cells: list[str], away: Away | None, held: int, *, own: bool, led: list[tuple[int, str]],
    shifts: list[OnShift],
) -> Page:
    lines = [line("duty.own" if own else "duty.person", name=name, cells="、".join(dict.fromkeys(cells)))]
    lines += _standing(away)
    if held:
        lines.append(line("duty.holds", count=held))
    lines += _shifts(shifts)
    rows = [*(_while_away(person_id) if away else ())]
    rows += grid([Button(f"button.leave_{length}", "leave_for", person_id, n) for n, length in enumerate(_LENGTHS)], 2)
    if not own:
        rows.append((Button("button.departed", "departed", person_id),))
    rows += [(Button("button.team", "duty_cell", cell_id, 0, {"cell": cell}),) for cell_id, cell in led]
    return Page(tuple(lines), tuple(rows))


def _standing(away: Away | None) -> list[Line]:
    if away is None:
        return [line("duty.present")]
    first = line("duty.away_until", until_at=away.until_at) if away.until_at else line("duty.away_open")
    return [first, line("duty.stand_in", name=away.stand_in) if away.stand_in else line("duty.no_stand_in")]


def _while_away(person_id: int) -> tuple[tuple[Button, ...], ...]:
    return ((Button("button.leave_end", "leave_end", person_id),),
            (Button("button.stand_in_pick", "stand_in_pick", person_id),))


def _shifts(coming: list[OnShift]) -> list[Line]:
    told = [line("duty.shift", since_at=one.since_at, name=one.name) for one in coming]
    return [line("duty.shifts"), *told] if told else []


def cell(name: str, team: list[Member], below: list[tuple[int, str]]) -> Page:
    """Each button opens somebody's page; the cells below follow."""
    lines = [line("duty.cell", cell=name), *(_member(one) for one in team)]
    buttons = [Button("button.colleague", "duty", one.person_id, 0, {"name": one.name}) for one in team[:_MOST]]
    deeper = [Button("button.cell", "duty_cell", one, 0, {"cell": cell}) for one, cell in below[: _MOST - len(buttons)]]
    return Page(tuple(lines) if team else (line("duty.cell", cell=name), line("duty.nobody")),
                (*grid(buttons, 2), *grid(deeper, 2)))


def here(name: str, team: list[Member], shifts: list[OnShift]) -> Page:
    there = [_member(one) for one in team] or [line("duty.nobody")]
    return Page((line("duty.here", cell=name), *there, *_shifts(shifts), line("duty.here_how")))


def _member(one: Member) -> Line:
    if not one.away:
        return line("duty.member_here", name=one.name)
    if one.stand_in:
        return line("duty.member_stood_in", name=one.name, stand_in=one.stand_in)
    return line("duty.member_away", name=one.name)


def stand_ins(person_id: int, colleagues: list[tuple[int, str]]) -> Page:
    if not colleagues:
        return Page((line("duty.no_colleagues"),))
    buttons = [Button("button.colleague", "stand_in", person_id, one, {"name": name})
               for one, name in colleagues[:_MOST]]
    return Page((line("duty.pick_stand_in"),), grid(buttons, 2))


def ask_departed(person_id: int, name: str, held: int) -> Page:
    rows = ((Button("button.departed_sure", "departed_sure", person_id),),
            (Button("button.colleague_keep", "duty", person_id),))
    back = (line("duty.gives_back", count=held),) if held else ()
    return Page((line("duty.ask_departed", name=name), *back), rows)


def told(key: str, name: str, until_at: int | None, cell: str, count: int) -> Page:
    if key.startswith("duty.on_leave") and until_at:
        key += "_until"
    return Page((line(key, name=name, until_at=until_at or 0, cell=cell, count=count),))
