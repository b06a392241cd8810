"""Doors as people write them: 幸福苑3号楼2单元501, 3-2-501, 三栋二单元五零一."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from domain.numerals import CHARS, number, plain

_TOKEN = rf"(?:[A-Z]?[0-9]{{1,4}}[A-Z]?|[A-Z]|[东南西北中]|[{CHARS}]{{1,5}})"
_BUILDING = "(?:号楼|#楼|栋|幢|座|#)"
_UNIT = "(?:单元|门|梯)"
_ROOM = "(?:室|房|户|号)"
_START = rf"(?P<compound>[\w()&·-]*?)(?<![0-9A-Z#{CHARS}-])第?"
_SHORT = "(?P<building>[A-Z]?[0-9]{1,3}[A-Z]?|[A-Z])"
_DASH = "[-_/#.·—–]"
_FLOOR = rf"(?:(?:第?{_TOKEN})[楼层])?"
_ROOM_END = rf"{_FLOOR}-?(?P<room>[A-Z]?[0-9]{{1,5}}[A-Z]?|[{CHARS}]{{1,7}}){_ROOM}?"
_SHAPES = tuple(
    re.compile(_START + shape)
    for shape in (
        # 3号楼, 3栋501, 3号楼2单元, 3号楼2单元501室, 3栋2-501
        rf"(?P<building>{_TOKEN}){_BUILDING}(?:-?(?P<unit>{_TOKEN})(?:{_UNIT}|-))?(?:{_ROOM_END})?",
        # 3号2单元501, 3楼2单元501: a bare 号 or 楼 is a building only before a unit
        rf"(?P<building>{_TOKEN})[号楼](?P<unit>{_TOKEN}){_UNIT}(?:{_ROOM_END})?",
        # 3-2-501, where three figures or more tell a room from a date
        rf"{_SHORT}{_DASH}(?P<unit>[A-Z]?[0-9]{{1,2}}|[A-Z]){_DASH}(?P<room>[A-Z]?[0-9]{{3,5}}[A-Z]?){_ROOM}?",
        # 3-501
        rf"{_SHORT}{_DASH}(?P<room>[0-9]{{3,4}}[A-Z]?){_ROOM}?",
    )
)
_ENGLISH = re.compile(
    r"(?i)^(?:block|building|bldg\.?)\s*([0-9]{1,3}[a-z]?)(?:[,\s]*(?:unit|entrance)\s*([0-9]{1,2})"
    r"(?:[,\s]*(?:room|apartment|apt\.?|flat|no\.?)?\s*([0-9]{3,5}[a-z]?))?)?$"
)
_SUFFIX = re.compile(rf"({_TOKEN}|[0-9]+[A-Z]?)(?:{_BUILDING}|{_UNIT}|{_ROOM}|楼)")


@dataclass(frozen=True, slots=True)
class Door:
    """Parts are normalised, except the compound, which stays as written without blanks."""

    compound: str | None
    building: str
    unit: str | None = None
    room: str | None = None


class MaskedDoor(NamedTuple):
    """What a group may see of a door."""

    compound: str | None
    building: str


Rank = tuple[int, int, str]


def parse_door(text: str) -> Door | None:
    """The door that the whole text names, or None where it names none for certain."""
    written = re.sub("[—–]", "-", plain(_ENGLISH.sub(_in_chinese, text.strip())))
    for shape in _SHAPES:
        match = shape.fullmatch(written)
        if match:
            parts = match.groupdict()
            return Door(
                parts["compound"] or None,
                normalise(parts["building"]),
                _maybe(parts.get("unit")),
                _maybe(parts.get("room")),
            )
    return None


def _in_chinese(english: re.Match[str]) -> str:
    building, unit, room = english.groups(default="")
    return f"{building}号楼" + (f"{unit}单元{room}" if unit else "")


def normalise(part: str) -> str:
    """A part as it is looked up: 03号楼, ３栋 and 三 are all "3"; names of shops and the like stay."""
    written = plain(part)
    match = _SUFFIX.fullmatch(written)
    core = match[1] if match else written
    value = number(core)
    if value is not None:
        return str(value)
    return re.sub(r"^0+(?=[0-9]+[A-Z]$)", "", core)


def masked(door: Door) -> MaskedDoor:
    return MaskedDoor(door.compound, door.building)


def walking_order(door: Door) -> tuple[str, Rank, Rank, int, Rank]:
    """Sorts a list of calls into one walk: compound, building, unit, floor, room."""
    floor = _floor(door.room)
    return door.compound or "", rank(door.building), rank(door.unit), floor, rank(door.room)


def _maybe(part: str | None) -> str | None:
    return normalise(part) if part else None


def _floor(room: str | None) -> int:
    """The last two figures of a room count along the floor; fewer than three say nothing of a floor."""
    figures = re.search(r"[0-9]{3,}", room or "")
    return int(figures[0]) // 100 if figures else 0


def rank(part: str | None) -> Rank:
    """Sorts buildings, units and rooms: nothing first, then numbers by value, then names; 12A comes after 12."""
    if part is None:
        return (0, 0, "")
    match = re.match(r"[0-9]+", part)
    return (1, int(match[0]), part[match.end() :]) if match else (2, 0, part)
