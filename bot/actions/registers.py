"""The register as a workbook from the office: previewed in words, and taken when somebody of the office says yes."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.act import ANSWER, Act
from bot.actions import access, route_checks
from bot.actions.importing import Import, count_rows, groups, import_workbook, preview
from bot.actions.importing.routes import RouteSheet, rules_of
from bot.files import Desk, reads, seal_file
from bot.workbook import Problem, Workbook
from bot.workbook import read as read_workbook
from bot.works import on_result
from domain.errors import Conflict, DomainError, NotFound
from domain.ids import CellId, ChatId, CommunityId, PersonId
from storage import grid, headings, people
from storage import history as records
from storage import registers as table
from storage.database import Transaction
from storage.grid import Community
from storage.people import Person

_FOR_ROUTES = {"cells", "people", "units", "routes", "answers", "facts"}
_PROBLEMS_SHOWN = 10
_Codes = Mapping[str, tuple[CellId, CommunityId]]


async def look(data: bytes, desk: Desk) -> dict[str, Any]:
    """What the workbook holds, which headings are to be asked about, what is wrong; nothing is changed."""
    book = await _read(data, desk)
    if isinstance(book, str):
        return {"error": book}
    book.problems += preview.wrong_phones(book, desk.settings)
    counted = await desk.run(partial(_counted, book=book, desk=desk))
    if book.routes and not (book.cells or book.units):
        book.problems += await desk.run(partial(_wrong_routes, book=book, desk=desk))
    unknown = [list(one) for one in dict.fromkeys(book.unknown)]
    return {**counted, "unknown": unknown, **_told(book.problems)}


@reads("register_again")
async def look_again(data: bytes, desk: Desk) -> dict[str, Any]:
    return await look(data, desk)


@reads("register_taken")
async def take(data: bytes, desk: Desk) -> dict[str, Any]:
    """Into the register of the sender's community, a few hundred rows a commit; the same file twice changes nothing."""
    book = await _read(data, desk)
    if isinstance(book, str):
        return {"error": book}
    community = await desk.run(partial(_community_of, facts=desk.facts))
    work = Import(desk.bot_id, desk.now, desk.settings, community.id)
    left_out = await import_workbook(desk.run, book, work, lambda _: None)
    return {"taken": count_rows(book) - len(left_out), **_told(book.problems + left_out)}


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
    fetch(act, person, found, "register_taken")


async def cancel(act: Act, register_id: int) -> None:
    person = await access.office_of(act)
    found = await _own(act, person, register_id, "dropped")
    await table.blank_register(act.tx, found.id)
    act.answer("people.go_on")
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
    person = await people.get_person(act.tx, found.person_id)
    records.add_history(act.tx, person.community_id, person.id, "import", "register", found.id, act.now)
    act.say(ChatId(outcome["chat_id"]), "register.taken", reader_id=found.person_id, **read)
    await act.redraw("register", found.id)
    if _FOR_ROUTES & found.read["sheets"].keys():
        await route_checks.check(act, person.community_id)


async def _read(data: bytes, desk: Desk) -> Workbook | str:
    """The workbook as its sender's community may fill it, or the key of what is wrong with it."""

    async def known(tx: Transaction) -> tuple[str, dict[tuple[str, str], str], _Codes]:
        community = await _community_of(tx, desk.facts)
        codes = await grid.list_codes(tx, community.id)
        return community.code, await headings.list_headings(tx, community.id), codes

    root, mapping, cells = await desk.run(known)
    try:
        book = await asyncio.to_thread(read_workbook, data, mapping, list(cells), root)
    except DomainError as error:
        return error.key
    await desk.run(partial(groups.leave_out, book=book, bot_id=desk.bot_id, known=cells))
    return book


async def _community_of(tx: Transaction, facts: Mapping[str, Any]) -> Community:
    person = await people.get_person(tx, PersonId(facts["person_id"]))
    return await grid.get_community(tx, person.community_id)


async def _counted(tx: Transaction, book: Workbook, desk: Desk) -> dict[str, Any]:
    community = await _community_of(tx, desk.facts)
    return await preview.preview(tx, book, desk.settings, community.id)


async def _wrong_routes(tx: Transaction, book: Workbook, desk: Desk) -> list[Problem]:
    """Rules that will not be taken, where what they name is in the register already."""
    community = await _community_of(tx, desk.facts)
    work = Import(desk.bot_id, desk.now, desk.settings, cells=await grid.list_codes(tx, community.id))
    await rules_of(work, tx, community.id, RouteSheet(tuple(book.routes)))
    return work.problems


def fetch(act: Act, person: Person, found: table.Register, then: str) -> None:
    act.call(ChatId(person.telegram_id or 0), "getFile", {}, then=then, register_id=found.id, person_id=person.id,
             **seal_file(act.tx, person.key, found.file))


def _told(problems: list[Problem]) -> dict[str, Any]:
    first = [[one.sheet, one.row, one.column, one.key, dict(one.values)] for one in problems[:_PROBLEMS_SHOWN]]
    return {"problems": first, "problem_count": len(problems)}


async def _own(act: Act, person: Person, register_id: int, state: str) -> table.Register:
    found = await ready(act, person, register_id)
    if not await table.move_register(act.tx, found.id, "ready", state):
        raise Conflict("import.over")
    return found


async def ready(act: Act, person: Person, register_id: int) -> table.Register:
    found = await table.get_register(act.tx, register_id)
    if found is None or found.person_id != person.id:
        raise NotFound("press.old")
    if found.state != "ready":
        raise Conflict("import.over")
    return found
