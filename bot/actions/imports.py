"""A workbook of outside tickets from the office: read outside of any act, shown in words, filed a few at a time."""

import asyncio
from dataclasses import replace
from typing import Any

from bot.act import ANSWER, Act
from bot.actions import access, registers, sources
from bot.drawing import Reader, view
from bot.files import Desk, open_file, reads, seal_file
from bot.views import imports as pages
from bot.views.page import Page
from bot.workbook.tickets import read_tickets
from bot.works import on_result, on_timer
from domain.errors import Conflict, Invalid, NotFound
from domain.ids import ChatId, ImportId, PersonId
from domain.imports import Import
from domain.tickets import ticket_of
from storage import imports as table
from storage import people
from storage import sources as entries
from storage.people import Person
from storage.views import View

MOST_BYTES = 5_000_000
_AT_ONCE = 20
_DAY = 86_400_000


@reads("ticket_book")
async def read_book(data: bytes, desk: Desk) -> dict[str, Any]:
    found = await asyncio.to_thread(read_tickets, data)
    return {"register": await registers.look(data, desk)} if "register" in found else found


async def refuse_other(act: Act) -> bool:
    """A table of a kind that we cannot open; of the office it is certainly no part of a report."""
    if not await _is_office(act, await access.person_of(act)):
        return False
    act.reply("import.save_as")
    return True


async def receive(act: Act, file_id: str, size: int) -> bool:
    """False for somebody who is not of the office: then it is part of a report, like any other file."""
    person = await access.person_of(act)
    if not await _is_office(act, person):
        return False
    if size > MOST_BYTES:
        raise Invalid("import.too_big")
    act.call(ChatId(person.telegram_id or 0), "getFile", {}, then="ticket_book", person_id=person.id,
             **seal_file(act.tx, person.key, file_id))
    return True


@on_result("ticket_book")
async def arrived(act: Act, outcome: dict[str, Any]) -> None:
    chat_id = ChatId(outcome["chat_id"])
    read: dict[str, Any] = outcome["result"] if outcome["ok"] else {"error": "import.not_read"}
    person = await people.get_person(act.tx, PersonId(outcome["facts"]["person_id"]))
    if "register" in read:
        await registers.show(act, person, chat_id, await open_file(act.tx, outcome["facts"]), read["register"])
        return
    if "error" in read or not read["rows"]:
        act.say(chat_id, read.get("error", "import.no_tickets"), reader_id=person.id)
        return
    import_id = await table.add_import(act.tx, person.community_id, chat_id, person.id, person.key, read, act.now)
    act.set_timer("import", import_id, act.now)


@on_timer("import")
async def go_on(act: Act, import_id: int) -> None:
    """The next few rows: looked up before the preview, filed after it."""
    found = await table.get_import(act.tx, ImportId(import_id))
    if found is None or found.state not in {"reading", "filing"}:
        return
    person = await people.get_person(act.tx, found.person_id)
    over = await _look_up(act, person, found) if found.state == "reading" else await _file(act, person, found)
    if not over:
        act.set_timer("import", found.id, act.now)


@on_timer("import_over")
async def expire(act: Act, import_id: int) -> None:
    """Nobody has said yes."""
    found = await table.get_import(act.tx, ImportId(import_id))
    if found is not None and found.state == "ready":
        await _drop(act, found)


async def confirm(act: Act, import_id: int) -> None:
    """全部导入."""
    found = await _own(act, import_id)
    await table.save_import(act.tx, found.id, found.reached, found.repeated, "filing")
    act.answer("people.go_on")
    act.set_timer("import", found.id, act.now)


async def cancel(act: Act, import_id: int) -> None:
    found = await _own(act, import_id)
    act.answer("people.go_on")
    await _drop(act, found)


@view("import")
async def preview(reader: Reader, shown: View) -> Page | None:
    found = await table.get_import(reader.tx, ImportId(shown.subject_id))
    if found is None or found.person_id != reader.person_id:
        return None
    return pages.preview(found, await table.count_entries(reader.tx, found.id))


async def _is_office(act: Act, person: Person) -> bool:
    return any(post.role == "office" for post in await people.list_posts(act.tx, person.id))


async def _drop(act: Act, found: Import) -> None:
    await table.drop_entries(act.tx, found.id)
    await table.end_import(act.tx, found.id, "dropped")
    await act.redraw("import", found.id)


async def _look_up(act: Act, person: Person, found: Import) -> bool:
    rows = found.rows[found.reached:found.reached + _AT_ONCE]
    repeated = found.repeated
    for line, fields in rows:
        ticket = ticket_of(fields)
        if not ticket.words:
            continue
        if ticket.number and await sources.is_known(act, person, ticket.number):
            repeated += 1
            continue
        entry = replace(await sources.ticket_entry(act, person, ticket), import_id=found.id, line=line)
        await entries.add_entry(act.tx, entry, person.key, act.now)
    reached = found.reached + len(rows)
    over = reached >= len(found.rows)
    await table.save_import(act.tx, found.id, reached, repeated, "ready" if over else "reading")
    if over:
        act.set_timer("import_over", found.id, act.now + act.settings.retention.raw_updates * _DAY)
        await act.show(found.chat_id, "import", found.id, urgency=ANSWER, reader_id=person.id, anew=True)
    return over


async def _file(act: Act, person: Person, found: Import) -> bool:
    """What has no place becomes an entry of its own, so that nothing is lost."""
    waiting = await entries.list_entries_of(act.tx, found.id, _AT_ONCE)
    for entry in waiting:
        if entry.placed:
            await sources.file(act, person, entry)
        else:
            await entries.let_stand_alone(act.tx, entry.id)
            act.set_timer("entry", entry.id, act.now + act.settings.retention.raw_updates * _DAY)
            await act.show(found.chat_id, "entry", entry.id, urgency=ANSWER, reader_id=person.id, anew=True)
    if waiting:
        return False
    await table.end_import(act.tx, found.id, "done")
    await act.redraw("import", found.id)
    return True


async def _own(act: Act, import_id: int) -> Import:
    person = await access.office_of(act)
    found = await table.get_import(act.tx, ImportId(import_id))
    if found is None or found.person_id != person.id:
        raise NotFound("press.old")
    if found.state != "ready":
        raise Conflict("import.over")
    return found
