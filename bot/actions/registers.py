"""The register as a workbook from the office: previewed in words, and taken when somebody of the office says yes."""

import asyncio
from typing import Any

from bot.act import ANSWER, Act
from bot.actions import access
from bot.actions.grid import Import, count_rows, import_workbook
from bot.drawing import Reader, view
from bot.files import Desk, reads
from bot.views import registers as pages
from bot.views.page import Page
from bot.workbook import Problem, Workbook
from bot.workbook import read as read_workbook
from bot.works import on_result
from domain.errors import Conflict, DomainError, NotFound
from domain.ids import ChatId
from storage import grid
from storage import history as records
from storage import registers as table
from storage.people import Person
from storage.views import View

_SHEETS = (
    "cells", "buildings", "people", "households", "contacts", "units", "programmes", "routes", "answers", "facts",
)
_PROBLEMS_SHOWN = 10


async def look(data: bytes, desk: Desk) -> dict[str, Any]:
    """What the workbook holds and what is wrong with it; nothing is changed."""
    book = await _read(data, desk)
    if isinstance(book, str):
        return {"error": book}
    sheets = {name: len(getattr(book, name)) for name in _SHEETS if getattr(book, name)}
    return {"sheets": sheets, **_told(book.problems)}


@reads("register_taken")
async def take(data: bytes, desk: Desk) -> dict[str, Any]:
    """Into the register, a few hundred rows a commit; the same file twice changes nothing."""
    book = await _read(data, desk)
    if isinstance(book, str):
        return {"error": book}
    work = Import(desk.bot_id, desk.now, desk.settings)
    problems = book.problems + await import_workbook(desk.run, book, work, lambda _: None)
    return {"taken": count_rows(book), **_told(problems)}


async def show(act: Act, person: Person, chat_id: ChatId, file: str, read: dict[str, Any]) -> None:
    if "error" in read:
        act.say(chat_id, read["error"], reader_id=person.id)
        return
    register_id = await table.add_register(act.tx, person.community_id, person.id, person.key, file, read, act.now)
    await act.show(chat_id, "register", register_id, urgency=ANSWER, reader_id=person.id, anew=True)


async def confirm(act: Act, register_id: int) -> None:
    person = await access.office_of(act)
    found = await _own(act, person, register_id, "taking")
    act.answer("people.go_on")
    await act.redraw("register", found.id)
    act.call(ChatId(person.telegram_id or 0), "getFile", {"file_id": found.file}, then="register_taken",
             register_id=found.id)


async def cancel(act: Act, register_id: int) -> None:
    person = await access.office_of(act)
    found = await _own(act, person, register_id, "dropped")
    await table.blank_register(act.tx, found.id)
    act.answer("import.dropped")
    await act.redraw("register", found.id)


@on_result("register_taken")
async def taken(act: Act, outcome: dict[str, Any]) -> None:
    register_id, read = outcome["facts"]["register_id"], outcome["result"] if outcome["ok"] else None
    found = await table.get_register(act.tx, register_id)
    assert found is not None
    if read is None or "error" in read:
        await table.move_register(act.tx, found.id, "taking", "ready")
        act.say(ChatId(outcome["chat_id"]), "import.not_read", reader_id=found.person_id)
        await act.redraw("register", found.id)
        return
    await table.move_register(act.tx, found.id, "taking", "done")
    await table.blank_register(act.tx, found.id)
    cells = await grid.list_codes(act.tx)
    community_id = next(iter(cells.values()))[1]
    records.add_history(act.tx, community_id, found.person_id, "import", "register", found.id, act.now)
    act.say(ChatId(outcome["chat_id"]), "workbook.done", reader_id=found.person_id, taken=read["taken"],
            problems=read["problem_count"])
    await act.redraw("register", found.id)


@view("register")
async def preview(reader: Reader, shown: View) -> Page | None:
    found = await table.get_register(reader.tx, shown.subject_id)
    if found is None or found.person_id != reader.person_id:
        return None
    return pages.preview(found.id, found.state, found.read)


async def _read(data: bytes, desk: Desk) -> Workbook | str:
    """The workbook, or the key of what is wrong with it."""
    known = await desk.run(grid.list_codes)
    try:
        return await asyncio.to_thread(read_workbook, data, None, known or None)
    except DomainError as error:
        return error.key


def _told(problems: list[Problem]) -> dict[str, Any]:
    first = [[one.sheet, one.row, one.column, one.key, dict(one.values)] for one in problems[:_PROBLEMS_SHOWN]]
    return {"problems": first, "problem_count": len(problems)}


async def _own(act: Act, person: Person, register_id: int, state: str) -> table.Register:
    found = await table.get_register(act.tx, register_id)
    if found is None or found.person_id != person.id:
        raise NotFound("press.old")
    if not await table.move_register(act.tx, found.id, "ready", state):
        raise Conflict("import.over")
    return found
