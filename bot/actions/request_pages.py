"""Loads what a request's readers may see, asking the gate again each time it is drawn."""

from collections.abc import Mapping
from typing import Any

from bot.actions import custody
from bot.actions.names import staff_name
from bot.actions.people import door, masked
from bot.drawing import Reader, page
from bot.views import requests as pages
from bot.views.page import Page, line
from bot.views.requests import Story
from domain.ids import HouseholdId, NoteId, PersonId, RequestId
from domain.masking import mask_said
from domain.requests import Request, State
from storage import grid, notes, people, ratings, requests

_CARD_WORDS = 300


@page("mine.list")
async def listing(reader: Reader, facts: Mapping[str, Any]) -> Page:
    assert reader.person_id is not None
    return pages.listing(await requests.list_filed_by(reader.tx, reader.person_id, 10))


@page("mine.page")
async def one(reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await _request(reader, facts)
    return pages.mine(await story(reader, request, private=False), await custody.lines(reader, request, staff=False))


@page("request.filed", "request.claimed")
async def told(reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await _request(reader, facts)
    cell = await grid.get_cell(reader.tx, facts.get("cell_id", request.cell_id))
    key = "request.claimed" if "cell_id" in facts else pages.filed_key(request)
    return Page((line(key, number=request.number, category=request.category, cell=cell.name),))


@page("request.progress")
async def progress(reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await _request(reader, facts)
    note = await notes.get_note(reader.tx, NoteId(facts["note_id"]))
    words = note.words if note and note.words else "…"
    return Page((line("request.progress", number=request.number, words=words),))


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
    own = reader.person_id == request.filer_id
    mine = private or own
    whole = private and (own or not request.anonymous)
    done = [note.words for note in written if note.kind == "resolution" and note.words]
    return Story(
        request,
        words if mine else mask_said(words)[:_CARD_WORDS],
        await _where(reader, request, whole=whole),
        (await grid.get_cell(reader.tx, request.cell_id)).name,
        await staff_name(reader, request.holder_id) if request.holder_id else None,
        [note.words for note in written if note.kind in {"progress", "addition"} and note.words],
        done[-1] if done else None,
        await ratings.get_grade(reader.tx, request.id) if request.state is State.CLOSED else None,
        await _phone(reader, request) if private else None,
        tuple(note.media for note in written if note.media and note.kind in {"report", "addition"}),
        await staff_name(reader, request.offered_to_id) if request.offered_to_id else None,
    )


async def _phone(reader: Reader, request: Request) -> str | None:
    """Whom to call: the person it is for, else the resident who filed it; nobody who wants to be reached here only."""
    if request.anonymous or request.contact != "phone":
        return None
    subject = await people.get_person(reader.tx, request.subject_id) if request.subject_id else None
    if subject is not None and subject.phone:
        return subject.phone
    return (await people.get_person(reader.tx, request.filer_id)).phone if request.source == "resident" else None


async def _where(reader: Reader, request: Request, *, whole: bool) -> str:
    place = await grid.get_place(reader.tx, HouseholdId(request.household_id)) if request.household_id else None
    if place is not None:
        return door(place) if whole else masked(place)
    return await grid.get_building_name(reader.tx, request.building_id) if request.building_id else ""
