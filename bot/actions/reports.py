"""复制上报文本: nobody types twice what is known here already."""

from collections.abc import Mapping
from typing import Any

from bot.act import Act
from bot.actions import access
from bot.actions.request_pages import story
from bot.drawing import Reader, page
from bot.views import reports as pages
from bot.views.page import Page, line
from bot.views.reports import Report
from domain.errors import NotAllowed, NotFound
from domain.ids import ChatId, PersonId, RequestId
from domain.requests import Request
from storage import grid, notes, people, requests
from storage import history as records
from storage.database import Transaction

_STEPS = frozenset({"progress", "resolution", "unit", "pause"})


async def copy(act: Act, request_id: int) -> None:
    """The whole report, in private; reading it is noted like any reading of a door."""
    person = await access.person_of(act)
    request = await requests.get_request(act.tx, RequestId(request_id))
    if request is None or request.community_id != person.community_id:
        raise NotFound("request.unknown")
    if not await _may_report(act.tx, request, person.id):
        raise NotAllowed("request.not_yours")
    records.add_history(act.tx, person.community_id, person.id, "see_contact", "request", request.id, act.now)
    act.answer("people.go_on")
    act.say(ChatId(person.telegram_id or 0), "report.text", reader_id=person.id, request_id=request.id)


@page("report.text")
async def text(reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await requests.get_request(reader.tx, RequestId(facts["request_id"]))
    if request is None or reader.person_id is None or not await _may_report(reader.tx, request, reader.person_id):
        return Page((line("request.unknown"),))
    community = await grid.get_community(reader.tx, request.community_id)
    written = await notes.list_notes(reader.tx, "request", request.id)
    steps = [(note.at, note.words) for note in written if note.kind in _STEPS and note.words]
    told = Report(community.name, reader.settings.reports.heading, steps, reader.now)
    return pages.report(await story(reader, request, private=True), told, facts.get("lead", "report.copy"))


async def _may_report(tx: Transaction, request: Request, person_id: PersonId) -> bool:
    """Whoever holds it, and whoever entered it for an outside platform; nobody who has left their post."""
    if not await people.list_posts(tx, person_id):
        return False
    entered = request.source != "resident" and request.filer_id == person_id
    return entered or await access.may_see_contact(tx, request, person_id)
