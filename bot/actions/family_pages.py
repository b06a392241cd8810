"""Loads what a relative reads of their elders, and what somebody of the grid needs to ask an elder."""

from typing import Any

from bot.actions import access
from bot.actions.people import door
from bot.drawing import Reader, page
from bot.views import families as pages
from bot.views.page import Page
from storage import families, homes, people, places
from storage.families import Family


@page("family.linked")
async def linked(reader: Reader, facts: Any) -> Page:
    found = await families.list_elders(reader.tx, reader.person_id) if reader.person_id else []
    return pages.linked([one.name or "—" for one in found])


@page("family.ask_phone")
async def ask_phone(reader: Reader, facts: Any) -> Page:
    return pages.ask_phone()


@page("family.task")
async def task(reader: Reader, facts: Any) -> Page:
    """The gate is asked again: door, words and number are for whoever answers for the door."""
    family = await families.get_family(reader.tx, facts["family_id"])
    if family is None or not await _may_see(reader, family):
        return pages.over()
    relative = await people.get_person(reader.tx, family.person_id)
    place = await places.get_place(reader.tx, family.household_id)
    return pages.task(family.id, door(place) if place else "", family.words or "", relative.phone)


@page("family.which")
async def which(reader: Reader, facts: Any) -> Page:
    family = await families.get_family(reader.tx, facts["family_id"])
    if family is None or not await _may_see(reader, family):
        return pages.over()
    known = [await people.get_person(reader.tx, one)
             for one in await homes.list_residents(reader.tx, family.household_id) if one != family.person_id]
    return pages.which(family.id, [(one.id, one.name) for one in known if one.name])


@page("family.agreed")
async def agreed(reader: Reader, facts: Any) -> Page:
    return pages.agreed()


async def _may_see(reader: Reader, family: Family) -> bool:
    place = await places.get_place(reader.tx, family.household_id)
    if place is None or reader.person_id is None or family.state != "asked":
        return False
    return await access.handles(reader.tx, reader.person_id, place.cell_id)
