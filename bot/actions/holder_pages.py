"""Loads a request's private page for whoever reads it: the gate is asked each time it is drawn."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.actions import access, custody, merges, panel_choices, rating_pages, rating_sums, unit_pages
from bot.actions.names import staff_name
from bot.actions.panels import NUMBERS
from bot.actions.request_pages import story
from bot.actions.voices import voice_of
from bot.drawing import Reader, page, view
from bot.views import holding as pages
from bot.views.holding import Hand
from bot.views.page import Line, Page, line
from domain import handling as rules
from domain.ids import RequestId
from domain.requests import HELD, Request, State
from storage import notes, panels, people, proposals, requests, tasks, undos, units
from storage.views import View

_PROMISE = "custody.promise"
_OF_EACH = 60
_TOLD = {"progress": "mine.progress", "addition": "held.addition", "resolution": "mine.resolution",
         "question": "held.question", "answer": "held.answer", "pause": "held.pause", "reason": "held.reason",
         "chosen": "held.chosen",
         "caller": "held.caller", "unit": "held.unit_said", "to_unit": "held.unit_told"}
_STEERING = frozenset({"transfer", "transfer_why"})


@view("holder")
async def holder(reader: Reader, shown: View) -> Page | None:
    request = await requests.get_request(reader.tx, RequestId(shown.subject_id))
    if request is None or reader.person_id is None:
        return None
    mine = await access.may_see_contact(reader.tx, request, reader.person_id) and request.state in HELD
    undo = await undos.find_undo(reader.tx, request)
    may_undo = (undo is not None and undo.person_id == reader.person_id
                and reader.now - undo.done_at <= rules.UNDO)
    panel = await panels.find_panel(reader.tx, request.id, reader.person_id)
    name = panel.name if panel and panel.generation == request.generation else "main"
    if not mine and (name == "left" or not await _may_read(reader, request, name)):
        had = reader.person_id in {request.holder_id, request.worker_id}
        return pages.over(request, undo=may_undo, had=had, report=request.holder_id == reader.person_id)
    hand = await _hand(reader, request, mine=mine, may_undo=may_undo, name=name)
    if name not in {"main", "more"}:
        return pages.panel(hand, name)
    if not mine:
        leads = await access.leads(reader.tx, reader.person_id, request.cell_id)
        offered = request.offered_to_id == reader.person_id
        return pages.offered(hand) if offered else pages.waiting(hand, leads=leads, may_take=await _may_take(
            reader, request))
    return pages.more(hand) if name == "more" else pages.held(hand)


async def _may_take(reader: Reader, request: Request) -> bool:
    """What is offered to somebody is theirs, or of whoever stands over them."""
    return request.offered_to_id is None or (reader.person_id is not None and await access.stands_over(
        reader.tx, reader.person_id, request.cell_id))


async def _may_read(reader: Reader, request: Request, name: str) -> bool:
    """What is open, those of its line; what somebody else has in hand, a leader who is giving it to another."""
    if not await access.may_look(reader.tx, request, reader.person_id, reader.now):
        return False
    if request.state is State.OPEN:
        return True
    return name in _STEERING and request.state in HELD and reader.person_id is not None and await access.leads(
        reader.tx, reader.person_id, request.cell_id)


async def _hand(reader: Reader, request: Request, *, mine: bool, may_undo: bool, name: str) -> Hand:
    told = await story(reader, request, private=mine)
    unit = await units.find_unit(reader.tx, request.handling_unit_id) if request.handling_unit_id else None
    proposal = await proposals.find_open_proposal(reader.tx, request.id, request.version)
    return Hand(
        told, NUMBERS,
        notes=await _notes(reader, request) if mine else (),
        who=await _who(reader, request) if mine else None,
        worker=await staff_name(reader, request.worker_id) if request.worker_id else None,
        unit=unit.name if unit else None,
        unit_listens=unit is not None and await units.listens(reader.tx, unit.id),
        tasks=await _tasks(reader, request) if mine else (),
        more=tuple(one for one in await custody.lines(reader, request) if one.key.startswith(_PROMISE)),
        climbed=await _climbed(reader, request),
        listed=await _alike(reader, request) if name == "merge" else (),
        choices=await panel_choices.of_panel(reader, request, name),
        may_undo=may_undo, accountable=request.holder_id == reader.person_id, proposed=proposal is not None,
        listens=await _listens(reader, request),
    )


async def _climbed(reader: Reader, request: Request) -> bool:
    moves = await requests.list_custody(reader.tx, request.id)
    return bool(moves) and moves[-1][2] in {"escalate", "unsolved"}


async def _listens(reader: Reader, request: Request) -> bool:
    """Whether somebody reads what is written to the resident."""
    voice = await voice_of(reader.tx, request)
    return voice is not None and voice.telegram_id is not None


async def _notes(reader: Reader, request: Request) -> tuple[Line, ...]:
    written = await notes.list_notes(reader.tx, "request", request.id)
    return tuple(_told(note.kind, note.words) for note in written if note.kind in _TOLD and note.words)


def _told(kind: str, words: str) -> Line:
    """What was chosen by a button is kept by its key."""
    if kind == "chosen":
        return line(_TOLD[kind], reason_key=f"reason.{words}")
    return line(_TOLD[kind], words=words)


async def _who(reader: Reader, request: Request) -> str | None:
    if request.anonymous:
        return None
    who = request.subject_id or (request.filer_id if request.source == "resident" else None)
    return (await people.get_person(reader.tx, who)).name if who else None


async def _tasks(reader: Reader, request: Request) -> tuple[Line, ...]:
    asked = await tasks.list_tasks_of(reader.tx, request.id)
    return tuple([line(f"tasks.line_{one.kind}", person=await staff_name(reader, one.person_id)) for one in asked
                  if not (one.kind == "work" and one.state == "taken")])


async def _alike(reader: Reader, request: Request) -> tuple[Line, ...]:
    """What each of them is about: a number alone tells nobody which one is meant."""
    told = [await story(reader, one, private=False) for one in await merges.candidates(reader.tx, request)]
    return tuple(line("panel.candidate", number=one.request.number, place=one.place, words=one.words[:_OF_EACH])
                 for one in told)


@page("staff.mine")
async def held_list(reader: Reader, facts: Mapping[str, Any]) -> Page:
    assert reader.person_id is not None
    lists = [await requests.list_held_by(reader.tx, reader.person_id),
             await requests.list_offered_to(reader.tx, reader.person_id),
             await requests.list_worked_by(reader.tx, reader.person_id)]
    held, offered, worked = [[await story(reader, one, private=False) for one in found] for found in lists]
    asked = [line("staff.task", number=(await _request(reader, one.request_id)).number)
             for one in await tasks.list_tasks_for(reader.tx, reader.person_id) if one.state == "asked"]
    given = await unit_pages.listing(reader)
    made = pages.listing(held, offered, worked, tasks=tuple(asked), beside=bool(given.lines))
    calls = await rating_pages.calls(reader)
    return replace(made, lines=(*made.lines, *given.lines, *calls.lines, *await rating_sums.lines(reader)),
                   rows=(*made.rows, *given.rows, *calls.rows))


async def _request(reader: Reader, request_id: RequestId) -> Request:
    request = await requests.get_request(reader.tx, request_id)
    assert request is not None
    return request
