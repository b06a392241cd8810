"""The way to a door by buttons, and the page of one's homes with the people who answer for them."""

from itertools import zip_longest
from typing import NamedTuple

from bot.views.page import Button, Line, Page, grid, line

STAGES = ("compound", "building", "unit", "room")
PURPOSES = ("own", "elder", "stairwell", "household")
_WIDTH = {"compound": 1, "building": 3, "unit": 3, "room": 4}
_A_PAGE = 60
_MAY_ADD = (0, 1)
CHANGE = ((Button("button.change_community", "change_community"),),)


class Colleague(NamedTuple):
    """A member of staff as on a name plate, and whether they are on duty now."""

    name: str
    phone: str | None
    away: bool
    stand_in: str | None


class Home(NamedTuple):
    """One home, one's own or that of an elder, and who answers for it."""

    household_id: int
    place: str
    cell: str
    confirmed: bool
    staff: list[Colleague]
    elder: str | None = None


def pick(
    stage: str, choices: list[tuple[int, str]], chosen: int, purpose: int, page: int, *, within: str = "",
    first: bool = True, movable: bool = False,
) -> Page:
    """One step of the way, `within` what is chosen or the only one; more than fit on one page are turned over."""
    ways_on = (*_family(purpose), *(CHANGE if movable else ()))
    if not choices and not may_add(stage, purpose):
        return Page((line("people.no_door"),), ways_on)
    shown = choices[page * _A_PAGE : (page + 1) * _A_PAGE]
    buttons = [_choice(stage, one, name, purpose) for one, name in shown]
    turn = _turning(stage, len(choices), chosen, purpose, page)
    lines = [*_question(stage, purpose, within, first=first), *([line("homes.narrow")] if turn and not purpose else [])]
    rows = [*grid(buttons, _WIDTH[stage]), *turn]
    if may_add(stage, purpose):
        rows.append((Button("button.room_missing", "home_missing", chosen, purpose),))
    return Page(tuple(lines), (*rows, *(ways_on if first else ())))


def _question(stage: str, purpose: int, within: str, *, first: bool) -> list[Line]:
    if stage == "compound":
        return [line(f"homes.which_{PURPOSES[purpose]}")]
    named = [line("homes.within", place=within)] if within else []
    asked = line(f"homes.whose_{PURPOSES[purpose]}" if first else f"people.pick_{stage}")
    return [*named, asked]


def may_add(stage: str, purpose: int) -> bool:
    """A door that is not in the register may be typed."""
    return stage == "room" and purpose in _MAY_ADD


def _choice(stage: str, one: int, name: str, purpose: int) -> Button:
    return Button(label(stage, name), f"home_{stage}", one, purpose, {"name": name})


def label(stage: str, name: str) -> str:
    """A bare number says that it is a building's; what has a name of its own does not."""
    if stage == "building" and name and not name[:1].isdigit():
        return "button.building_named"
    return f"button.{stage}" if name else f"button.no_{stage}"


def _turning(stage: str, count: int, chosen: int, purpose: int, page: int) -> tuple[tuple[Button, ...], ...]:
    pages = [page - 1] if page else []
    pages += [page + 1] if (page + 1) * _A_PAGE < count else []
    keys = {page - 1: "button.page_back", page + 1: "button.page_on"}
    row = tuple(Button(keys[n], "home_more", chosen, pack_page(stage, purpose, n)) for n in pages)
    return (row,) if row else ()


def pack_page(stage: str, purpose: int, page: int) -> int:
    """Where the generation would stand: which page of which step."""
    return (page * len(PURPOSES) + purpose) * len(STAGES) + STAGES.index(stage)


def unpack_page(packed: int) -> tuple[str, int, int]:
    rest, stage = divmod(packed, len(STAGES))
    page, purpose = divmod(rest, len(PURPOSES))
    return STAGES[stage], purpose, page


def _family(purpose: int) -> tuple[tuple[Button, ...], ...]:
    return () if purpose else ((Button("button.family", "family"),),)


def ask_room(*, movable: bool) -> Page:
    return Page((line("homes.ask_room"),), CHANGE if movable else ())


def about_home(key: str, place: str) -> Page:
    return Page((line(key, place=place),), menu=True)


def here_already(unit_id: int, place: str) -> Page:
    """The link on the stairwell's wall, scanned by somebody who lives there."""
    return Page((line("homes.here_already", place=place),), ((Button("button.another_room", "home_unit", unit_id),),))


def which_meaning(subject: int, what: int, place: str, *, works: bool) -> Page:
    """`what` is 0 for a door and 1 for a building; whoever works here may have begun to type for a caller."""
    lines = [line("homes.which_meaning", place=place), *([line("entry.how")] if works else [])]
    return Page(tuple(lines), (
        (Button("button.report_there", "report_there", subject, what),),
        (Button("button.live_there", ("home_room", "home_building")[what], subject),),
    ))


def moved(household_id: int, place: str) -> Page:
    """A finger slips easily: the way back is on the message itself."""
    return Page((line("homes.moved", place=place),), ((Button("button.still_here", "home_room", household_id, 0),),))


def overview(homes: list[Home]) -> Page:
    """我的网格员: who answers for each home, with the number of their post; and what to do when one moves."""
    if not homes:
        return Page((line("homes.none"),), ((Button("button.add_home", "add_home"),), *_family(0)))
    lines: list[Line] = []
    for home, following in zip_longest(homes, homes[1:]):
        lines.append(_title(home))
        if following is None or _staff(following) != _staff(home):  # the same people are named once, below the last
            lines += _staff(home)
    leaving = [(Button("button.move_out", "move_out", home.household_id, 0, {"place": home.place}),)
               for home in homes if home.elder is None]
    return Page(tuple(lines), (*leaving, (Button("button.add_home", "add_home"),), *_family(0)))


def _title(home: Home) -> Line:
    if home.elder is not None:
        return line("homes.of_elder", name=home.elder, place=home.place)
    return line("homes.home" if home.confirmed else "homes.unconfirmed", place=home.place)


def _staff(home: Home) -> list[Line]:
    if not home.staff:
        return [line("people.staff_none")]
    return [line("people.staff", cell=home.cell), *(_colleague(one) for one in home.staff)]


def _colleague(one: Colleague) -> Line:
    phone = one.phone or ""
    if not one.away:
        return line("homes.staff_here" if phone else "homes.staff_here_no_phone", name=one.name, phone=phone)
    if one.stand_in:
        return line("homes.staff_stood_in", name=one.name, stand_in=one.stand_in)
    return line("homes.staff_away", name=one.name)
