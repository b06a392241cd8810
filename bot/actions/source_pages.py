"""Loads what somebody sees of an entry of their own."""

from bot.actions.people import door
from bot.drawing import Reader, view
from bot.views import sources as pages
from bot.views.page import Page
from bot.views.sources import Entered
from domain.ids import EntryId
from domain.sources import Entry
from storage import grid, people, places, requests, sources
from storage.views import View


@view("entry")
async def entry(reader: Reader, shown: View) -> Page | None:
    found = await sources.get_entry(reader.tx, EntryId(shown.subject_id))
    if found is None or found.person_id != reader.person_id:
        return None
    subject = await people.get_person(reader.tx, found.subject_id) if found.subject_id else None
    request = await requests.get_request(reader.tx, found.request_id) if found.request_id else None
    cell = await grid.get_cell(reader.tx, request.cell_id) if request else None
    entered = Entered(
        found, await _place(reader, found), subject.name if subject else None, request.number if request else None,
        cell.name if cell else None,
    )
    return pages.entry(entered) if found.state == "open" else pages.ended(entered)


async def _place(reader: Reader, found: Entry) -> str | None:
    if found.household_id is not None:
        place = await places.get_place(reader.tx, found.household_id)
        return door(place) if place else None
    return await places.get_building_name(reader.tx, found.building_id) if found.building_id else None
