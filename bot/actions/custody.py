"""Loads who had a request, since when and why: the lines for the resident's page and for the staff's."""

from bot.actions.names import staff_name
from bot.drawing import Reader
from bot.views import custody as pages
from bot.views.custody import Mark, Move, Promised
from bot.views.page import Line
from domain.ids import CellId, PersonId
from domain.requests import Request
from storage import grid, requests
from storage import history as records
from storage import promises as table
from storage.history import Record


async def lines(reader: Reader, request: Request, *, staff: bool) -> list[Line]:
    """流转记录 for staff, 办理进度 for the resident."""
    moves = await _moves(reader, request, named=staff)
    promised = await _promised(reader, request)
    if not staff:
        return pages.progress(request, moves, promised)
    return pages.record(moves, await _marks(reader, request), promised)


async def _moves(reader: Reader, request: Request, *, named: bool) -> list[Move]:
    rows = await requests.list_custody(reader.tx, request.id)
    ends = [since_at for *_, since_at in rows[1:]] + [request.ended_at or reader.now]
    return [
        Move((await grid.get_cell(reader.tx, CellId(cell_id))).name,
             await staff_name(reader, PersonId(person_id)) if person_id and named else None, why, since_at, until_at)
        for (cell_id, person_id, why, since_at), until_at in zip(rows, ends, strict=True)
    ]


async def _marks(reader: Reader, request: Request) -> list[Mark]:
    found = await records.list_history(reader.tx, "request", request.id)
    return [Mark(one.act, await _whom(reader, one), one.at) for one in found if one.act in pages.MARKS]


async def _whom(reader: Reader, record: Record) -> str:
    """The person or the cell that it was about."""
    person, cell = record.facts.get("person"), record.facts.get("cell")
    if person is not None:
        return await staff_name(reader, PersonId(int(person)))
    return (await grid.get_cell(reader.tx, CellId(int(cell)))).name if cell is not None else ""


async def _promised(reader: Reader, request: Request) -> Promised | None:
    """The latest round's promise to solve it, else to get in touch."""
    found = [one for one in await table.list_promises(reader.tx, request.id) if one.round == request.round]
    if not found:
        return None
    texts = await table.get_text(reader.tx, request.id)
    last = found[-1]
    running = last.state in {"running", "paused"}
    text = texts.get(reader.language) or next(iter(texts.values()), "")
    return Promised(text, last.promised_at, last.due_at if running else None)
