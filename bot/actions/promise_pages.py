"""Loads what is said about promises."""

from collections.abc import Mapping
from typing import Any

from bot.actions import custody
from bot.actions.names import staff_name
from bot.actions.panels import NUMBERS
from bot.actions.request_pages import as_heard, place_of
from bot.drawing import Reader, page
from bot.views import promises as pages
from bot.views.page import Page, line
from domain.ids import CellId, NoteId, PromiseId, RequestId
from domain.promises import Promise
from domain.requests import Request
from storage import grid, notes, requests
from storage import promises as table


@page("promise.nudge")
async def nudge(reader: Reader, facts: Mapping[str, Any]) -> Page:
    """Nothing where the promise has been kept since this was written: nobody is reminded of what is done."""
    request = await _request(reader, facts)
    promise = await _promise(reader, facts)
    return pages.nudge(request, await place_of(reader, request), promise) if _runs(promise) else Page(())


@page("promise.oversee")
async def oversee(reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await _request(reader, facts)
    promise = await _promise(reader, facts)
    if not _runs(promise):
        return Page(())
    holder = await staff_name(reader, request.holder_id) if request.holder_id else None
    return pages.oversee(request, await place_of(reader, request), promise, holder, NUMBERS["transfer"])


@page("promise.moved")
async def moved(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return await _with_cell("promise.moved", reader, facts)


@page("promise.moved_on")
async def moved_on(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return await _with_cell("promise.moved_on", reader, facts)


@page("promise.taken_over")
async def taken_over(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return await _with_cell("promise.taken_over", reader, facts)


@page("promise.arrived")
async def arrived(reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await _request(reader, facts)
    return pages.arrived(request, await place_of(reader, request))


@page("custody.page")
async def record(reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await _request(reader, facts)
    title = line("custody.title", number=request.number, category=request.category)
    return Page((title, *await custody.lines(reader, request)))


@page("promise.how_long")
async def how_long(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return pages.how_long(await _request(reader, facts))


@page("promise.extended")
async def extended(reader: Reader, facts: Mapping[str, Any]) -> Page:
    """To the resident: the new date and the reason, in the leader's words."""
    request = await _request(reader, facts)
    note = await notes.get_note(reader.tx, NoteId(facts["note_id"]))
    words = await as_heard(reader, request, note.words) if note and note.words else "…"
    return Page((line("promise.extended", number=request.number, due_at=facts["due_at"], words=words),))


async def _with_cell(key: str, reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await _request(reader, facts)
    cell = await grid.get_cell(reader.tx, CellId(facts["cell_id"]))
    return Page((line(key, number=request.number, category=request.category, cell=cell.name),))


async def _promise(reader: Reader, facts: Mapping[str, Any]) -> Promise:
    promise = await table.get_promise(reader.tx, PromiseId(facts["promise_id"]))
    assert promise is not None
    return promise


def _runs(promise: Promise) -> bool:
    return promise.state == "running"


async def _request(reader: Reader, facts: Mapping[str, Any]) -> Request:
    request = await requests.get_request(reader.tx, RequestId(facts["request_id"]))
    assert request is not None
    return request
