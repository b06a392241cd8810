"""What only the whole workbook shows: codes given twice, parents missing or going round, unknown cells."""

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any

from bot.workbook import headings
from bot.workbook.rows import CellRow, Problem, Workbook

_Columns = Mapping[str, Mapping[str, str]]
# What is wrong with a row, or None: the values of its problem.
_Verdict = Callable[[Any], dict[str, object] | None]
# What makes two rows of a sheet the same thing, and the column that says so.
_IDENTITY: dict[str, tuple[str, str, Callable[[Any], Hashable]]] = {
    "cells": ("code", "workbook.code_twice", lambda row: row.code),
    "buildings": ("building", "workbook.building_twice", lambda row: (row.compound, row.building, row.unit)),
    "units": ("name", "workbook.name_twice", lambda row: row.name),
    "programmes": ("name", "workbook.name_twice", lambda row: (row.name, row.cell)),
    "routes": ("name", "workbook.name_twice", lambda row: row.name),
    "answers": ("question", "workbook.name_twice", lambda row: row.question),
    "facts": ("name", "workbook.name_twice", lambda row: row.name),
    "emergency": ("name", "workbook.name_twice", lambda row: row.name),
}
_REFERRING = ("buildings", "people", "households", "programmes", "shifts")


def check(book: Workbook, columns: _Columns, known_cells: Collection[str] | None, root: str | None = None) -> None:
    """Take out the rows that cannot stand and report each."""
    checker = _Checker(book, columns)
    for key, (column, problem, identity) in _IDENTITY.items():
        checker.drop(key, column, problem, _repeated(identity))
    known = set(known_cells or ())
    if root is not None:
        checker.drop("cells", "code", "workbook.other_community", _foreign(root))
    checker.drop("cells", "parent", "workbook.parent_cycle", _circular(book.cells))
    # A cell that goes may be the parent of others, so look again until nothing changes.
    while checker.drop("cells", "parent", "workbook.parent_unknown", _orphaned(known, book.cells)):
        pass
    if "cells" in columns or known_cells is not None:
        codes = known | {cell.code for cell in book.cells}
        for key in _REFERRING:
            checker.drop(key, "cell", "workbook.cell_unknown", _lost(codes))


class _Checker:
    def __init__(self, book: Workbook, columns: _Columns) -> None:
        self.book = book
        self.columns = columns

    def drop(self, key: str, column: str, problem: str, verdict: _Verdict) -> int:
        """Leave only the rows without a verdict; returns how many went."""
        heading = self.columns.get(key, {}).get(column, headings.name(key, column))
        judged = [(row, verdict(row)) for row in getattr(self.book, key)]
        kept = [row for row, found in judged if found is None]
        setattr(self.book, key, kept)
        self.book.problems += [
            Problem(row.sheet, row.row, heading, problem, found) for row, found in judged if found is not None
        ]
        return len(judged) - len(kept)


def _repeated(identity: Callable[[Any], Hashable]) -> _Verdict:
    first: dict[Hashable, int] = {}

    def verdict(row: Any) -> dict[str, object] | None:
        earlier = first.setdefault(identity(row), row.row)
        return None if earlier == row.row else {"first": earlier}

    return verdict


def _lost(codes: Collection[str]) -> _Verdict:
    return lambda row: {"code": row.cell} if row.cell and row.cell not in codes else None


def _foreign(root: str) -> _Verdict:
    """Another community at the top; what hangs below it is orphaned then."""
    return lambda cell: {"code": cell.code} if (cell.code == root) is bool(cell.parent) else None


def _orphaned(known: set[str], cells: list[CellRow]) -> _Verdict:
    codes = known | {cell.code for cell in cells}
    return lambda cell: {"code": cell.parent} if cell.parent and cell.parent not in codes else None


def _circular(cells: list[CellRow]) -> _Verdict:
    """Cells that are their own ancestors; those merely below them are not."""
    parent = {cell.code: cell.parent for cell in cells}
    return lambda cell: {"code": cell.parent} if _returns(cell.code, parent) else None


def _returns(code: str, parent: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    above = parent[code]
    while above in parent and above not in seen and above != code:
        seen.add(above)
        above = parent[above]
    return above == code
