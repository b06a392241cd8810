"""值班: the sheet says anew who has the days and cells that stand in it; other days stay as they are."""

from typing import NamedTuple

from bot.actions.importing.work import Import
from bot.workbook import Problem, ShiftRow
from domain.ids import CellId, CommunityId, PersonId
from storage import grid, mentions, people, shifts
from storage.database import Transaction


class ShiftSheet(NamedTuple):
    """Its rows together, because several may be about one day."""

    rows: tuple[ShiftRow, ...]


async def take_shifts(work: Import, tx: Transaction, sheet: ShiftSheet) -> None:
    fresh: set[tuple[CellId, str]] = set()
    for row in sheet.rows:
        cell_id, community_id = work.cells[row.cell]
        found = [await _staff_named(tx, community_id, cell_id, name) for name in row.names]
        if None in found:
            work.problems.append(Problem(row.sheet, row.row, "值班人", "workbook.shift_unknown", {"code": row.cell}))
            continue
        if (cell_id, row.date) not in fresh:
            fresh.add((cell_id, row.date))
            await shifts.drop_shifts(tx, cell_id, row.date)
        for person_id in found:
            if person_id is not None:
                await shifts.add_shift(tx, cell_id, row.date, person_id)


async def _staff_named(
    tx: Transaction, community_id: CommunityId, cell_id: CellId, name: str
) -> PersonId | None:
    """The one member of staff with this name who may handle what is in the cell."""
    line = {cell.id for cell in await grid.list_chain(tx, cell_id)} | set(await grid.list_below(tx, cell_id))
    named = [one.person_id for one in await mentions.list_staff(tx, community_id) if one.name == name]
    fit = [one for one in named if any(post.cell_id in line for post in await people.list_posts(tx, one))]
    return fit[0] if len(fit) == 1 else None
