"""Loads why a request went where it went, kind words, and the agenda."""

from collections.abc import Mapping
from typing import Any

from bot.actions import access, agenda
from bot.actions.names import staff_name
from bot.actions.request_pages import discreet
from bot.drawing import Reader, page
from bot.views import routing as pages
from bot.views.page import Page, line
from domain.ids import PersonId, RequestId
from domain.requests import Request
from storage import grid, notes, people, requests
from storage import routing as table

_WORDS = 160


@page("route.why")
async def why(reader: Reader, facts: Mapping[str, Any]) -> Page:
    """派单依据: asked again whether the reader may know of the request."""
    request = await requests.get_request(reader.tx, RequestId(facts["request_id"]))
    assert request is not None
    if reader.person_id is None or not await access.may_look(reader.tx, request, reader.person_id, reader.now):
        return Page((line("request.unknown"),))
    told = []
    for one in await table.list_decisions(reader.tx, request.id):
        cell = await grid.get_cell(reader.tx, one.cell_id)
        looked = [(await grid.get_cell(reader.tx, cell_id)).name for cell_id in one.looked]
        unit = await table.find_unit_name(reader.tx, one.handling_unit_id) if one.handling_unit_id else None
        told.append(pages.Told(one, cell.name, looked, unit))
    return pages.why(request, told)


@page("praise.received")
async def praised(reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await requests.get_request(reader.tx, RequestId(facts["request_id"]))
    assert request is not None
    return Page((line("praise.received", words=await _said(reader, request)),))


@page("praise.counted")
async def counted(reader: Reader, facts: Mapping[str, Any]) -> Page:
    name = await staff_name(reader, PersonId(facts["praised_id"]))
    return Page((line("praise.counted", holder=name, count=facts["count"], days=facts["days"]),))


@page("agenda.list")
async def listing(reader: Reader, facts: Mapping[str, Any]) -> Page:
    assert reader.person_id is not None
    person = await people.get_person(reader.tx, reader.person_id)
    found: list[tuple[Request, str, str]] = []
    for request, reason in await agenda.waiting(reader.tx, person, reader.now):
        found.append((request, reason, await _said(reader, request)))
    return pages.agenda(found)


async def _said(reader: Reader, request: Request) -> str:
    """The words without numbers, doors and names."""
    written = await notes.list_notes(reader.tx, "request", request.id)
    words = "\n".join(note.words for note in written if note.kind == "report" and note.words)
    return (await discreet(reader.tx, request, words))[:_WORDS]
