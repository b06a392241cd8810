"""Loads what a request's readers may see, asking the gate again each time it is drawn."""

from collections.abc import Mapping
from typing import Any

from bot.actions import access
from bot.actions.names import staff_name
from bot.actions.people import door, masked
from bot.drawing import Reader, page
from bot.views.drafts import building_name
from bot.views.page import Page, line
from bot.views.requests import Story, filed_key, matter, request_button
from domain.addresses import parse_door
from domain.ids import HouseholdId, NoteId, PersonId, RequestId
from domain.masking import mask_names, mask_said
from domain.requests import Request, State
from storage import follows, grid, notes, people, places, promises, ratings, requests, routing
from storage.database import Transaction
from storage.notes import Note

_CARD_WORDS = 300


@page("request.filed")
async def filed(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return await receipt(reader, await _request(reader, facts))


async def receipt(reader: Reader, request: Request) -> Page:
    """Its number, who has it, what they promise, and the way to its page."""
    key, promised = filed_key(request), None
    if key == "request.filed":
        promised = await _promise_text(reader, request)
        key = "request.filed_desk" if await routing.is_at_desk(reader.tx, request.id) else key
    cell = await grid.get_cell(reader.tx, request.cell_id)
    said = line(key, number=request.number, category=matter(request), cell=cell.name)
    told = (said, line("request.promised", promise=promised)) if promised else (said,)
    return Page(told, ((request_button(request, "button.its_page"),),))


@page("request.claimed")
async def claimed(reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await _request(reader, facts)
    cell = await grid.get_cell(reader.tx, facts["cell_id"])
    return Page((line("request.claimed", number=request.number, cell=cell.name),))


async def _promise_text(reader: Reader, request: Request) -> str | None:
    texts = await promises.get_text(reader.tx, request.id)
    return texts.get(reader.language) or next(iter(texts.values()), None)


@page("request.addition")
async def addition(reader: Reader, facts: Mapping[str, Any]) -> Page:
    """For the holder; to anybody else it says only that there is something."""
    request = await _request(reader, facts)
    note = await notes.get_note(reader.tx, NoteId(facts["note_id"]))
    allowed = await access.may_see_contact(reader.tx, request, reader.person_id)
    words = note.words if note and note.words and allowed else "…"
    return Page((line("request.addition", number=request.number, words=words),))


@page("request.progress")
async def progress(reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await _request(reader, facts)
    note = await notes.get_note(reader.tx, NoteId(facts["note_id"]))
    words = await as_heard(reader, request, note.words) if note and note.words else "…"
    return Page((line("request.progress", number=request.number, words=words),))


async def as_heard(reader: Reader, request: Request, words: str) -> str:
    """What is said about it, to a neighbour who follows it without doors, numbers and names."""
    follower = reader.person_id in await follows.list_followers(reader.tx, request.id)
    if not follower or await access.may_see(reader.tx, request, reader.person_id):
        return words
    return await discreet(reader.tx, request, words)


async def discreet(tx: Transaction, request: Request, words: str) -> str:
    """Words as others may read them: without doors and numbers, and without the names of those whom it is about."""
    if not words:
        return words
    filer_id = request.filer_id if request.source == "resident" else None  # else a member of staff took it down
    names = await people.list_names_about(tx, filer_id, request.subject_id, request.household_id)
    return mask_names(mask_said(words), names)


@page("request.taken")
async def taken(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return Page((line("request.taken", holder=await staff_name(reader, PersonId(facts["person_id"]))),))


@page("request.offered")
async def offered(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return Page((line("request.offered", holder=await staff_name(reader, PersonId(facts["person_id"]))),))


async def _request(reader: Reader, facts: Mapping[str, Any]) -> Request:
    request = await requests.get_request(reader.tx, RequestId(facts["request_id"]))
    assert request is not None
    return request


async def story(reader: Reader, request: Request, *, private: bool) -> Story:
    """`private` for the holder alone: door and phone. The filer reads their own words whole, a group the start.

    Who wants no name to be known is not known to the holder either, nor is the door.
    """
    written = await notes.list_notes(reader.tx, "request", request.id)
    words = "\n".join(note.words for note in written if note.kind == "report" and note.words)
    own = await access.may_see(reader.tx, request, reader.person_id)
    mine = private or own
    whole = private and (own or not request.anonymous)
    subject = await people.get_person(reader.tx, request.subject_id) if whole and request.subject_id else None
    over = request.state in {State.RESOLVED, State.CLOSED}
    done = [note.words for note in written if note.kind == "resolution" and note.words] if over else []
    return Story(
        request,
        words if mine else (await discreet(reader.tx, request, words))[:_CARD_WORDS],
        await _place(reader, request, written, whole=whole),
        (await grid.get_cell(reader.tx, request.cell_id)).name,
        await staff_name(reader, request.holder_id) if request.holder_id else None,
        (done[-1] if mine else await discreet(reader.tx, request, done[-1])) if done else None,
        await ratings.get_grade(reader.tx, request.id) if request.state is State.CLOSED else None,
        await _phone(reader, request) if private else None,
        tuple(note.media for note in written if note.media and note.kind in {"report", "addition"}),
        await staff_name(reader, request.offered_to_id) if request.offered_to_id else None,
        len(await follows.list_followers(reader.tx, request.id)),
        subject.name if subject else None,
        relative=await _relative(reader, request) if private else None,
    )


async def _place(reader: Reader, request: Request, written: list[Note], *, whole: bool) -> str:
    """What was said of the place, else the building that was named, else the door; `whole` where a door may be read.

    Of a door that was typed a group reads its building.
    """
    said = next((note.words for note in reversed(written) if note.kind == "place" and note.words), None)
    building = await places.find_building(reader.tx, request.building_id) if request.building_id else None
    if said and (whole or building is None or not _names_a_door(said, building)):
        return said if whole else await discreet(reader.tx, request, said)
    if building is not None:
        return building_name(building.compound, building.name)
    place = await places.get_place(reader.tx, HouseholdId(request.household_id)) if request.household_id else None
    return "" if place is None else door(place) if whole else masked(place)


def _names_a_door(said: str, building: places.Building) -> bool:
    """Also one that was chosen, as the register writes it: of a building or an entrance that has no number."""
    if parse_door(said) is not None:
        return True
    named = building_name(building.compound, building.name)
    return said.startswith(named) and any(sign.isdigit() for sign in said.removeprefix(named))


async def place_of(reader: Reader, request: Request) -> str:
    """The place as a group may read it."""
    return await _place(reader, request, await notes.list_notes(reader.tx, "request", request.id), whole=False)


async def _phone(reader: Reader, request: Request) -> str | None:
    """Whom to call: the person it is for, else the resident who filed it; nobody who wants to be reached here only."""
    if request.anonymous or request.contact != "phone":
        return None
    subject = await people.get_person(reader.tx, request.subject_id) if request.subject_id else None
    if subject is not None and subject.phone:
        return subject.phone
    return (await people.get_person(reader.tx, request.filer_id)).phone if request.source == "resident" else None


async def _relative(reader: Reader, request: Request) -> str | None:
    """Whose number that is, where the elder has none and a relative filed it."""
    if request.subject_id is None or request.source != "resident":
        return None
    if (await people.get_person(reader.tx, request.subject_id)).phone:
        return None
    return (await people.get_person(reader.tx, request.filer_id)).name
