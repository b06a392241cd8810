"""What the rows of a workbook become; every row that is kept can be used as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import NamedTuple

from domain.recurrence import Rule
from domain.routing import Rule as Route


class Reminder(NamedTuple):
    """A time of day, so many days before an occurrence."""

    days_before: int
    time: time


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was not taken; `column` is the heading as written, `values` never hold personal data."""

    sheet: str
    row: int
    column: str
    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CellRow:
    sheet: str
    row: int
    code: str
    name: str
    level: str
    parent: str
    group_id: int | None


@dataclass(frozen=True, slots=True)
class BuildingRow:
    sheet: str
    row: int
    cell: str
    compound: str
    building: str
    unit: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`post` is as written; `post_codes` are those of its posts that the rules know."""

    sheet: str
    row: int
    name: str
    phone: str
    post: str
    post_codes: tuple[str, ...]
    cell: str
    categories: tuple[str, ...]
    telegram_id: int | None


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    sheet: str
    row: int
    cell: str
    compound: str
    building: str
    unit: str
    room: str
    name: str
    phone: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactRow:
    sheet: str
    row: int
    compound: str
    building: str
    unit: str
    room: str
    elder: str
    name: str
    relation: str
    phone: str
    order: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A handling unit."""

    sheet: str
    row: int
    name: str
    categories: tuple[str, ...]
    contact: str
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    sheet: str
    row: int
    name: str
    rule_text: str
    rule: Rule
    time: time
    place: str
    cell: str
    tags: tuple[str, ...]
    reminders: tuple[Reminder, ...]
    cutoff: Reminder | None


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A row of the rule table, with names as they are written."""

    sheet: str
    row: int
    order: int | None
    name: str
    rule: Route


@dataclass(frozen=True, slots=True)
class AnswerRow:
    sheet: str
    row: int
    question: str
    words: tuple[str, ...]
    answer: str
    until: str | None


@dataclass(frozen=True, slots=True)
class FactRow:
    """What a variable of the answers stands for."""

    sheet: str
    row: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """Who is on duty for a cell on a date."""

    sheet: str
    row: int
    date: str
    cell: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """Whom else to call in a danger; `kinds` are as written, none means any. Without a phone it is taken out."""

    sheet: str
    row: int
    name: str
    phone: str
    kinds: tuple[str, ...]


class Unknown(NamedTuple):
    """A heading that nobody knows, by its sheet and as written, and the fields of the sheet that no column has."""

    key: str
    sheet: str
    heading: str
    free: tuple[str, ...]


@dataclass(slots=True)
class Workbook:
    cells: list[CellRow] = field(default_factory=list)
    buildings: list[BuildingRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    households: list[HouseholdRow] = field(default_factory=list)
    contacts: list[ContactRow] = field(default_factory=list)
    units: list[UnitRow] = field(default_factory=list)
    programmes: list[ProgrammeRow] = field(default_factory=list)
    routes: list[RouteRow] = field(default_factory=list)
    answers: list[AnswerRow] = field(default_factory=list)
    facts: list[FactRow] = field(default_factory=list)
    shifts: list[ShiftRow] = field(default_factory=list)
    emergency: list[EmergencyRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    guessed: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
