"""Takes a workbook into the register, a few hundred rows at a time; the same file twice changes nothing."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from bot.actions.importing import people, places, routes, settings, shifts
from bot.actions.importing.work import Import
from bot.keys import RunJob
from bot.texts import Texts
from bot.workbook import (
    AnswerRow,
    BuildingRow,
    CellRow,
    ContactRow,
    EmergencyRow,
    FactRow,
    HouseholdRow,
    PersonRow,
    Problem,
    ProgrammeRow,
    UnitRow,
    Workbook,
)
from storage import grid
from storage.database import Transaction

__all__ = ["Import", "count_rows", "import_workbook", "sentence"]

Report = Callable[[int], Any]
_ROWS_A_COMMIT = 200
_TAKES: dict[type, Callable[[Import, Transaction, Any], Awaitable[None]]] = {
    CellRow: places.take_cell, BuildingRow: places.take_building,
    PersonRow: people.take_person, HouseholdRow: people.take_household, ContactRow: people.take_contact,
    UnitRow: settings.take_unit, ProgrammeRow: settings.take_programme,
    AnswerRow: settings.take_answer, FactRow: settings.take_fact,
    EmergencyRow: settings.take_phone, routes.RouteSheet: routes.take_routes,
    shifts.ShiftSheet: shifts.take_shifts,
}


async def import_workbook(run: RunJob, book: Workbook, work: Import, report: Report) -> list[Problem]:
    """Everything that the workbook holds; returns what could not be placed. `report` is told of rows done."""
    work.cells |= await run(partial(grid.list_codes, community_id=work.community_id))
    for rows in _batches(_in_order(book)):

        async def take(tx: Transaction, batch: Sequence[Any] = rows) -> None:
            for row in batch:
                await _TAKES[type(row)](work, tx, row)

        await run(take)
        report(sum(map(_rows_in, rows)))
    return work.problems


def count_rows(book: Workbook) -> int:
    return sum(_rows_in(row) for row in _in_order(book))


def sentence(texts: Texts, language: str, problem: Problem) -> str:
    """Where it is and what is wrong, for the office."""
    values: Mapping[str, Any] = problem.values
    what = texts.say(language, problem.key, **values)
    return texts.plain(
        language, "workbook.problem", sheet=problem.sheet, row=problem.row, column=problem.column, what=what
    )


def _in_order(book: Workbook) -> Iterator[Any]:
    """Cells from the top down, then whatever refers to them."""
    waiting = {row.code: row for row in book.cells}
    placed: set[str] = set()
    while waiting:
        ready = [row for row in waiting.values() if row.parent not in waiting]
        if not ready:
            break
        for row in ready:
            placed.add(row.code)
            del waiting[row.code]
            yield row
    for rows in (book.buildings, book.people, book.households, book.contacts, book.units, book.programmes,
                 book.answers, book.facts, book.emergency):
        yield from rows
    if book.routes:
        yield routes.RouteSheet(tuple(book.routes))
    if book.shifts:
        yield shifts.ShiftSheet(tuple(book.shifts))


def _rows_in(row: Any) -> int:
    return len(row.rows) if isinstance(row, routes.RouteSheet | shifts.ShiftSheet) else 1


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _ROWS_A_COMMIT)):
        yield batch
