"""Loads what a handling unit sees, and what an owner passes on to one that is reached by telephone."""

from collections.abc import Mapping
from typing import Any

from bot.actions import access
from bot.actions.request_pages import discreet, story
from bot.actions.unit_answers import in_hand
from bot.drawing import Reader, page, view
from bot.views import units as pages
from bot.views.page import Page, line
from bot.views.requests import Story
from domain.ids import RequestId
from domain.requests import Request
from storage import notes, requests, units
from storage.views import View


@view("handover")
async def handover(reader: Reader, shown: View) -> Page | None:
    request = await requests.get_request(reader.tx, RequestId(shown.subject_id))
    given = await units.find_handover(reader.tx, RequestId(shown.subject_id))
    if request is None or given is None:
        return None
    unit = await units.find_unit(reader.tx, given.unit_id)
    if unit is None or not in_hand(request, given) or not await _theirs(reader, request, given):
        return pages.over(request.number, given.state if given.state in {"done", "refused"} else "ended")
    told = [line("unit.told_words", words=await discreet(reader.tx, request, note.words))
            for note in await notes.list_notes(reader.tx, "request", request.id)
            if note.kind == "to_unit" and note.words]
    return pages.handover(await story(reader, request, private=False), unit.name, given.state, told,
                          shared=reader.chat_id < 0)


async def _theirs(reader: Reader, request: Request, given: units.Handover) -> bool:
    """A shared chat was bound by a leader and reads what a group may; in private, only the unit's own people."""
    if reader.chat_id < 0:
        return not request.sensitive
    return reader.person_id in await units.list_unit_people(reader.tx, given.unit_id)


@page("unit.contact")
async def contact(reader: Reader, facts: Mapping[str, Any]) -> Page:
    """For as long as the unit has it, and never in a group."""
    request, given = await _given(reader, facts)
    if given is None or not in_hand(request, given) or reader.chat_id < 0:
        return pages.over(request.number, "ended")
    return pages.contact(await story(reader, request, private=True))


@page("unit.pass_on")
async def pass_on(reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await _request(reader, facts["request_id"])
    allowed = await access.may_see_contact(reader.tx, request, reader.person_id)
    unit = await units.find_unit(reader.tx, facts["unit_id"])
    assert unit is not None
    to = line("unit.pass_on", unit=unit.name, contact=unit.contact or "—", phone=unit.phone or "—",
              hours=unit.hours or "—")
    return pages.pass_on(await story(reader, request, private=allowed), to)


@page("unit.which")
async def which(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return pages.which([told for told, _ in await _in_hand(reader)])


async def listing(reader: Reader) -> Page:
    """What the reader's units have to do; empty for whoever answers for none, or where there is nothing."""
    return pages.listing(await _in_hand(reader))


async def _in_hand(reader: Reader) -> list[tuple[Story, str]]:
    if reader.person_id is None:
        return []
    given = [one for unit_id in await units.list_units_of(reader.tx, reader.person_id)
             for one in await units.list_handovers_for(reader.tx, unit_id)]
    return [(await story(reader, await _request(reader, one.request_id), private=False), one.state) for one in given]


async def _given(reader: Reader, facts: Mapping[str, Any]) -> tuple[Request, units.Handover | None]:
    request = await _request(reader, facts["request_id"])
    return request, await units.find_handover(reader.tx, request.id)


async def _request(reader: Reader, request_id: int) -> Request:
    request = await requests.get_request(reader.tx, RequestId(request_id))
    assert request is not None
    return request
