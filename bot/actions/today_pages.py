"""Loads the list of the day, from the present state."""

from collections.abc import Mapping
from typing import Any

from bot.actions import rating_pages, today
from bot.actions.request_pages import place_of
from bot.actions.working import calendar_of
from bot.drawing import Reader, made_of, page
from bot.views import pushes
from bot.views import today as pages
from bot.views.page import Page
from bot.views.today import Entry
from domain.requests import Request
from storage import people, promises


@page("today.list")
async def list_of_the_day(reader: Reader, facts: Mapping[str, Any]) -> Page:
    assert reader.person_id is not None
    person = await people.get_person(reader.tx, reader.person_id)
    todo = await today.todo_of(reader.tx, person, reader.now)
    made = [await made_of(reader, key, values) for key, values in facts["items"]]
    news = [one for one in made if one.lines]
    entries = {one.id: await _entry(reader, one) for one in pages.first(todo.offered, todo.held, todo.free)}
    listed = pages.listed(todo.offered, todo.held, todo.free, entries)
    beside = [await rating_pages.calls(reader), *([pushes.merged(news)] if news else [])]
    return pages.day(listed, todo.unconfirmed, todo.activities, reader.now, beside)


async def _entry(reader: Reader, request: Request) -> Entry:
    """The building, until when it is promised, and whether three quarters of that time will be gone today."""
    calendar = await calendar_of(reader.tx, reader.settings, request.community_id)
    closing = calendar.add_days(reader.now, 0)
    running = [one for one in await promises.list_promises(reader.tx, request.id) if one.state == "running"]
    first = min(running, key=lambda one: one.due_at, default=None)
    place = await place_of(reader, request)
    return Entry(place, first.due_at if first else None, soon=first is not None and first.warn_at <= closing)
