"""Loads the choices on the way to a door, and the page of one's homes with who answers for them."""

from typing import Any

from bot.actions import access
from bot.actions.doors import BUILDING
from bot.actions.homes import OWN, choices_at, descend
from bot.actions.people import door
from bot.drawing import Reader, page
from bot.views import homes as pages
from bot.views.page import Page
from domain.ids import BuildingId, HouseholdId
from storage import duty, families, grid, homes, people, places
from storage.database import Transaction


@page("people.staff")
async def staff(reader: Reader, facts: Any) -> Page:
    if reader.person_id is None:
        return pages.overview([])
    found = [await _home(reader, household_id, facts["now"])
             for household_id in await homes.list_homes(reader.tx, reader.person_id)]
    for elder in await families.list_elders(reader.tx, reader.person_id):
        if elder.household_id is not None:
            home = await _home(reader, elder.household_id, facts["now"])
            found.append(home._replace(elder=elder.name or elder.relation))
    return pages.overview(found)


async def _home(reader: Reader, household_id: HouseholdId, now: int) -> pages.Home:
    place = await places.get_place(reader.tx, household_id)
    assert place is not None
    assert reader.person_id is not None
    residence = await homes.find_residence(reader.tx, household_id, reader.person_id)
    confirmed = residence is not None and residence.confirmed
    for cell in await grid.list_chain(reader.tx, place.cell_id):
        duties = [one for one in await duty.list_duties_at(reader.tx, cell.id, now) if one.role != "anchor"]
        known = {one.person_id: await _colleague(reader.tx, one) for one in duties}
        if any(one.name for one in known.values()):
            named = [one for one in known.values() if one.name]
            return pages.Home(household_id, door(place), cell.name, confirmed, named)
    return pages.Home(household_id, door(place), "", confirmed, [])


async def _colleague(tx: Transaction, one: Any) -> pages.Colleague:
    """The number of a post is public, a volunteer's is not shown."""
    person = await people.get_person(tx, one.person_id)
    stand_in = await people.get_person(tx, one.stand_in_id) if one.away and one.stand_in_id else None
    return pages.Colleague(person.name or "", person.phone, one.away, stand_in.name if stand_in else None)


@page("people.ask_home", "people.pick_building", "people.pick_unit", "people.pick_room")
async def choices(reader: Reader, facts: Any) -> Page:
    person = await people.find_by_telegram(reader.tx, reader.chat_id)
    if person is None:
        return pages.pick("compound", [], 0, OWN, 0)
    stage, chosen, purpose = facts.get("stage", "compound"), facts.get("chosen", 0), facts.get("purpose", OWN)
    first = stage == "compound"
    if "name" in facts:
        found = await places.find_buildings(reader.tx, person.community_id, "", facts["name"])
    elif first:
        stage, chosen, found = await descend(reader.tx, person.community_id, purpose)
    else:
        found = await choices_at(reader.tx, person.community_id, stage, chosen)
    shown = [(one.id, one.name) for one in found]
    within = await _within(reader.tx, stage, chosen) if chosen else ""
    movable = purpose == OWN and (first or not found) and await access.may_move(reader.tx, person)
    return pages.pick(stage, shown, chosen, purpose, facts.get("page", 0), within=within, first=first, movable=movable)


@page("homes.here_already")
async def here_already(reader: Reader, facts: Any) -> Page:
    place = await places.get_place(reader.tx, HouseholdId(facts["household_id"]))
    return pages.here_already(facts["unit_id"], door(place) if place else "")


@page("homes.ask_room")
async def ask_room(reader: Reader, facts: Any) -> Page:
    person = await people.find_by_telegram(reader.tx, reader.chat_id)
    asked_own = person is not None and facts.get("purpose") == OWN
    return pages.ask_room(movable=person is not None and asked_own and await access.may_move(reader.tx, person))


async def _within(tx: Transaction, stage: str, chosen: int) -> str:
    """What is chosen already: a building stands for its compound until it is one itself."""
    if stage == "room":
        return await places.get_unit_name(tx, chosen)
    if stage == "unit":
        return await places.get_building_name(tx, BuildingId(chosen))
    building = await places.find_building(tx, chosen)
    return building.compound if building else ""


@page("people.home_saved")
async def home_saved(reader: Reader, facts: Any) -> Page:
    place = await places.get_place(reader.tx, HouseholdId(facts["household_id"]))
    return pages.about_home("people.home_saved", door(place) if place else "")


@page("people.home_saved_so")
async def home_saved_so(reader: Reader, facts: Any) -> Page:
    place = await places.get_place(reader.tx, HouseholdId(facts["household_id"]))
    return pages.about_home("people.home_saved_so", door(place) if place else "")


@page("homes.own_door")
async def own_door(reader: Reader, facts: Any) -> Page:
    place = await places.get_place(reader.tx, HouseholdId(facts["household_id"]))
    return pages.about_home("homes.own_door", door(place) if place else "")


@page("homes.which_meaning")
async def which_meaning(reader: Reader, facts: Any) -> Page:
    """A door or a building that was typed and nothing else."""
    subject, what = facts["subject"], facts["what"]
    if what == BUILDING:
        return pages.which_meaning(subject, what, await places.get_building_name(reader.tx, BuildingId(subject)),
                                   works=bool(facts["works"]))
    place = await places.get_place(reader.tx, HouseholdId(subject))
    return pages.which_meaning(subject, what, door(place) if place else "", works=bool(facts["works"]))


@page("homes.moved")
async def moved(reader: Reader, facts: Any) -> Page:
    place = await places.get_place(reader.tx, HouseholdId(facts["household_id"]))
    return pages.moved(facts["household_id"], door(place) if place else "")
