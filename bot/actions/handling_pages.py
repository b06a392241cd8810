"""What people are told about a request in hand, drawn from ids; words are read again by whoever may read them."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.actions import access
from bot.actions.names import staff_name
from bot.actions.people import masked
from bot.actions.request_pages import as_heard
from bot.drawing import Reader, page
from bot.views.page import Button, Page, line
from domain.ids import HandlingUnitId, HouseholdId, NoteId, PersonId, RequestId, TaskId
from domain.requests import Request
from storage import notes, places, proposals, requests, tasks, units
from storage.notes import Note

Rows = tuple[tuple[Button, ...], ...]
# Words of a resident are for those who have the request in hand; words of staff for whoever was meant to read them.
_OF_RESIDENTS = frozenset({"answer", "addition", "report"})


def _no_rows(request: Request, facts: Mapping[str, Any]) -> Rows:
    return ()


def _open(request: Request, facts: Mapping[str, Any]) -> Rows:
    return ((Button("button.open_this", "open_page", request.id),),)


def _reply(request: Request, facts: Mapping[str, Any]) -> Rows:
    return ((Button("button.reply", "reply", request.id),),)


def _work(request: Request, facts: Mapping[str, Any]) -> Rows:
    return ((Button("button.work_yes", "work_yes", facts["task_id"]),
             Button("button.work_no", "work_no", facts["task_id"])),)


def _task(request: Request, facts: Mapping[str, Any]) -> Rows:
    return ((Button("button.task_done", "task_done", facts["task_id"]),
             Button("button.work_no", "task_refused", facts["task_id"])),)


def _anyway(request: Request, facts: Mapping[str, Any]) -> Rows:
    return ((Button("button.resolve_anyway", "resolve_anyway", request.id, request.generation),),)


def _decide(request: Request, facts: Mapping[str, Any]) -> Rows:
    return ((Button("button.decline_yes", "decline_yes", facts["proposal_id"]),
             Button("button.decline_no", "decline_no", facts["proposal_id"])),
            (Button("button.open_this", "open_page", request.id),))


_ROWS: dict[str, Callable[[Request, Mapping[str, Any]], Rows]] = {
    "request.question": _reply, "request.paused": _no_rows, "request.resumed": _no_rows,
    "request.handed": _no_rows, "request.to_street": _no_rows, "request.declined": _no_rows,
    "request.merged": _no_rows, "undo.told": _no_rows, "handling.answer": _open, "handling.no_answer": _open,
    "hold.over": _open, "offer.new": _open, "offer.taken": _no_rows, "transfer.away": _no_rows, "delegate.ask": _work,
    "delegate.yes": _no_rows, "delegate.no": _open, "delegate.over": _no_rows, "tasks.ask": _task,
    "tasks.done": _open, "tasks.refused": _open, "tasks.left": _anyway, "decline.ask": _decide,
    "decline.confirmed": _no_rows, "decline.refused": _open, "merge.away": _no_rows, "merge.more": _open,
    "unit.taken": _no_rows, "unit.done": _open, "unit.refused": _open, "unit.said": _open, "unit.told": _no_rows,
    "unit.news": _open,
}


def _maker(key: str) -> Callable[[Reader, Mapping[str, Any]], Awaitable[Page]]:
    async def made(reader: Reader, facts: Mapping[str, Any]) -> Page:
        request = await requests.get_request(reader.tx, RequestId(facts["request_id"]))
        assert request is not None
        if key == "offer.taken" and request.holder_id in {None, reader.person_id}:
            return Page(())  # overtaken while it was held back
        return Page((line(key, **await _values(reader, request, facts)),), _ROWS[key](request, facts))

    return made


async def _values(reader: Reader, request: Request, facts: Mapping[str, Any]) -> dict[str, Any]:
    values = {**facts, "number": request.number, "category": request.category, "state_key": f"state.{request.state}",
              "place": await _place(reader, request)}
    if request.holder_id is not None:
        values["holder"] = await staff_name(reader, request.holder_id)
    if "about_id" in facts:
        values["person"] = await staff_name(reader, PersonId(facts["about_id"]))
    if "into_id" in facts:
        into = await requests.get_request(reader.tx, RequestId(facts["into_id"]))
        values["into"] = into.number if into else ""
    if "unit_id" in facts:
        unit = await units.find_unit(reader.tx, HandlingUnitId(facts["unit_id"]))
        values["unit"] = unit.name if unit else ""
    if "proposal_id" in facts and (proposal := await proposals.get_proposal(reader.tx, facts["proposal_id"])):
        values |= {"person": await staff_name(reader, proposal.proposer_id),
                   "reason_key": f"reason.{proposal.reason}", "note_id": proposal.note_id}
    if "task_id" in facts and (task := await tasks.get_task(reader.tx, TaskId(facts["task_id"]))):
        asker = await staff_name(reader, task.asked_by_id)
        values |= {"asker": asker, "person": await staff_name(reader, task.person_id), "note_id": task.note_id}
    note = await notes.get_note(reader.tx, NoteId(values["note_id"])) if values.get("note_id") else None
    read = note.words if note and note.words and await _may_read(reader, request, note) else "…"
    values["words"] = await as_heard(reader, request, read)
    return values


async def _may_read(reader: Reader, request: Request, note: Note) -> bool:
    return note.kind not in _OF_RESIDENTS or await access.may_see_contact(reader.tx, request, reader.person_id)


async def _place(reader: Reader, request: Request) -> str:
    place = await places.get_place(reader.tx, HouseholdId(request.household_id)) if request.household_id else None
    return masked(place) if place else ""


for _key in _ROWS:
    page(_key)(_maker(_key))
