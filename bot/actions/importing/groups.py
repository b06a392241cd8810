"""工作群ID in a workbook from the chat: whether residents are in a group is asked in the group, so no file binds it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.workbook import CellRow, Problem, Workbook
from bot.workbook.headings import name
from domain.ids import BotId, CellId, CommunityId
from storage import bindings
from storage.database import Transaction


async def leave_out(
    tx: Transaction, book: Workbook, bot_id: BotId, known: Mapping[str, tuple[CellId, CommunityId]]
) -> None:
    """The cell is taken without its group, and the office reads what to do; a group that is bound already stays so."""
    for row in [one for one in book.cells if one.group_id is not None]:
        cell_id = known[row.code][0] if row.code in known else None
        if not await _is_bound(tx, bot_id, cell_id, row):
            book.problems.append(Problem(row.sheet, row.row, name("cells", "group_id"), "workbook.group_by_bind",
                                         {"code": row.code}))
        book.cells[book.cells.index(row)] = replace(row, group_id=None)


async def to_bind(
    tx: Transaction, book: Workbook, bot_id: BotId, known: Mapping[str, tuple[CellId, CommunityId]]
) -> list[str]:
    """From the command line a file does bind: the names of the cells that would have a group or another one."""
    return [row.name for row in book.cells if row.group_id is not None
            and not await _is_bound(tx, bot_id, known[row.code][0] if row.code in known else None, row)]


async def _is_bound(tx: Transaction, bot_id: BotId, cell_id: CellId | None, row: CellRow) -> bool:
    binding = await bindings.find_binding(tx, bot_id, cell_id) if cell_id is not None else None
    return binding is not None and binding.chat_id == row.group_id
