"""One row of a sheet on its way to becoming a value: what it holds, and what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from bot.workbook import headings, values
from bot.workbook.rows import Problem
from domain.addresses import Door, parse_door

_T = TypeVar("_T")
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}
# Excel makes a date of 3-2 and offices do not notice: only these may be times.
_TIMES = {"time", "reminders", "cutoff", "hours", "since", "until", "date"}


@dataclass(slots=True)
class Line:
    """`usable` turns false when something that the row cannot do without is missing."""

    key: str
    sheet: str
    row: int
    cells: dict[str, object]
    columns: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    usable: bool = True

    def __post_init__(self) -> None:
        for name, value in self.cells.items():
            reason = _reason(name, value)
            if reason:
                self.cells[name] = None
                self.report(name, reason)

    def report(self, name: str, key: str, **details: object) -> None:
        column = self.columns.get(name, headings.name(self.key, name))
        self.problems.append(Problem(self.sheet, self.row, column, key, details))

    def refuse(self, name: str, key: str, **details: object) -> None:
        self.usable = False
        self.report(name, key, **details)

    def text(self, name: str) -> str:
        return values.text(self.cells.get(name))

    def code(self, name: str) -> str:
        return values.code(self.cells.get(name))

    def listed(self, name: str) -> tuple[str, ...]:
        return values.listed(self.cells.get(name))

    def read(self, name: str, reader: Callable[[object], _T | None], key: str) -> _T | None:
        """What the reader makes of a cell; a blank is nothing and what it cannot read is reported."""
        value = self.cells.get(name)
        if not values.text(value):
            return None
        found = reader(value)
        if found is None:
            self.report(name, key)
        return found

    def phone(self) -> str:
        return self.read("phone", values.phone, "workbook.phone") or ""

    def is_blank(self, name: str) -> bool:
        """The sheet has the column, and nobody has written anything into this cell."""
        told = {problem.column for problem in self.problems}
        return name in self.columns and not self.text(name) and self.columns[name] not in told

    def need(self, *names: str) -> None:
        """Refuse the row for a blank, and say so where no other problem has told why it is blank."""
        told = {problem.column for problem in self.problems}
        for name in names:
            if self.text(name):
                continue
            self.usable = False
            if self.columns.get(name, headings.name(self.key, name)) not in told:
                self.report(name, "workbook.missing")

    def door(self) -> Door:
        """The parts of the door from their own columns, or from an address in one."""
        if self.code("building"):
            parts = (values.part(self.cells.get(name)) for name in ("building", "unit", "room"))
            return Door(self.text("compound") or None, *parts)
        written = self.text("address")
        door = parse_door(written) if written else None
        if door is None:
            if written:
                self.refuse("address", "workbook.door")
            else:
                self.need("building")
            return Door(None, "")
        return Door(self.text("compound") or door.compound, door.building, door.unit, door.room)


def _reason(name: str, value: object) -> str | None:
    if values.holds_id_number(value):
        return "workbook.id_number"
    if isinstance(value, str) and value.strip() in _ERRORS:
        return "workbook.error_value"
    if isinstance(value, date) and name not in _TIMES:
        return "workbook.date_value"
    return None
