"""Loads who had a request, since when and why: 办理进度 for the resident's page, 流转记录 for the staff's."""

from bot.actions.names import staff_name
from bot.drawing import Reader
from bot.views import custody as pages
from bot.views.custody import Done, Mark, Move, Promised
from bot.views.mine import Progress
from bot.views.page import Line
from domain.ids import CellId, PersonId
from domain.requests import Request
from storage import grid, notes, requests
from storage import history as records
from storage import promises as table
from storage.history import Record

_DONE = frozenset({"progress", "addition", "resolution"})


async def lines(reader: Reader, request: Request) -> list[Line]:
    moves = await _moves(reader, request)
    return pages.record(moves, await _marks(reader, request), await _promised(reader, request))


async def progress(reader: Reader, request: Request) -> Progress:
    """Of every round what has happened; of the present one alone what is promised."""
    moves = await _moves(reader, request)
    told = pages.progress(moves, await _done(reader, request))
    promised = pages.promise(await _promised(reader, request))
    return Progress(pages.since(moves) if moves else request.held_since_at, told, promised)


async def promise(reader: Reader, request: Request) -> list[Line]:
    return pages.promise(await _promised(reader, request))


async def _done(reader: Reader, request: Request) -> list[Done]:
    done = [Done(note.kind, note.at, note.words) for note in await notes.list_notes(reader.tx, "request", request.id)
            if note.kind in _DONE and note.words]
    return done + [Done(one.act, one.at) for one in await records.list_history(reader.tx, "request", request.id)
                   if one.act == "contacted"]


async def _moves(reader: Reader, request: Request) -> list[Move]:
    rows = await requests.list_custody(reader.tx, request.id)
    ends = [since_at for *_, since_at in rows[1:]] + [request.ended_at or reader.now]
    return [
        Move((await grid.get_cell(reader.tx, CellId(cell_id))).name,
             await staff_name(reader, PersonId(person_id)) if person_id else None, why, since_at, until_at)
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
