"""Loads the list of the day, from the present state."""

from collections.abc import Mapping
from typing import Any

from bot.actions import today
from bot.actions.request_pages import place_of
from bot.drawing import Reader, made_of, page
from bot.views import pushes
from bot.views import today as pages
from bot.views.page import Page
from domain.requests import Request
from storage import people, promises


@page("today.list")
async def list_of_the_day(reader: Reader, facts: Mapping[str, Any]) -> Page:
    assert reader.person_id is not None
    person = await people.get_person(reader.tx, reader.person_id)
    todo = await today.todo_of(reader.tx, person, reader.now)
    news = [await made_of(reader, key, values) for key, values in facts["items"]]
    entries = {one.id: await _entry(reader, one) for one in pages.first(todo.offered, todo.held, todo.free)}
    listed = pages.listed(todo.offered, todo.held, todo.free, entries)
    return pages.day(listed, todo.unconfirmed, todo.activities, reader.now, pushes.merged(news) if news else None)


async def _entry(reader: Reader, request: Request) -> tuple[str, int | None]:
    """The building, and until when it is promised."""
    running = [one.due_at for one in await promises.list_promises(reader.tx, request.id) if one.state == "running"]
    return await place_of(reader, request), min(running, default=None)
