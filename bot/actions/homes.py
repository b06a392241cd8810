"""Where somebody lives: the door by buttons or by words, several homes, moving out, and who answers for each."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.act import Act
from bot.actions import access, confirmations
from bot.actions.people import chat_of, door
from bot.drawing import Reader, page
from bot.views import homes as pages
from bot.views.page import Page
from domain.addresses import Door, parse_door, rank
from domain.errors import Invalid, NotFound
from domain.ids import CommunityId, HouseholdId
from storage import duty, grid, homes, people
from storage import history as records
from storage.database import Transaction
from storage.people import Person

Found = Callable[[Act, Person, int], Awaitable[None]]
_FOUND: dict[tuple[str, str], Found] = {}
OWN, ELDER, STAIRWELL, HOUSEHOLD = range(4)


def on_found(purpose: str, stage: str = "room") -> Callable[[Found], Found]:
    """The act that takes what was chosen at this last stage: a unit or a household."""

    def register(function: Found) -> Found:
        _FOUND[purpose, stage] = function
        return function

    return register


async def ask(act: Act, purpose: int, stage: str = "compound", chosen: int = 0, page: int = 0) -> None:
    key = "people.ask_home" if stage == "compound" else f"people.pick_{stage}"
    act.say(chat_of(act), key, stage=stage, chosen=chosen, purpose=purpose, page=page)


async def pick(act: Act, stage: str, chosen: int, purpose: int) -> None:
    """One step nearer to the door: compound, building, unit, room. A step with one choice is not asked."""
    person = await access.person_of(act)
    if purpose >= len(pages.PURPOSES):
        raise Invalid("press.old")
    found = _FOUND.get((pages.PURPOSES[purpose], stage))
    if found is not None:
        await found(act, person, chosen)
        return
    following = pages.STAGES[pages.STAGES.index(stage) + 1]
    choices = await _choices(act.tx, person.community_id, following, chosen)
    if len(choices) == 1 and (following != "room" or not choices[0].name):
        await pick(act, following, choices[0].id, purpose)
        return
    if not choices:
        raise NotFound("people.no_door")
    act.answer("people.go_on")
    await ask(act, purpose, following, chosen)


async def turn(act: Act, chosen: int, packed: int) -> None:
    """Another page of buttons."""
    await access.person_of(act)
    stage, purpose, page_number = pages.unpack_page(packed)
    act.answer("people.go_on")
    await ask(act, purpose, stage, chosen, page_number)


async def settle_by_words(act: Act, person: Person, text: str) -> bool:
    """`3号楼2单元501` typed instead of pressed by somebody without a home, or `5号楼` to narrow the choice; false
    where it is no building of ours.
    """
    named = parse_door(text)
    if named is None or await people.get_home(act.tx, person.id) is not None:
        return False
    return await by_words(act, person, named, OWN)


async def by_words(act: Act, person: Person, named: Door, purpose: int) -> bool:
    """As far as the words lead; the rest is chosen with buttons."""
    where = person.community_id, named.compound or "", named.building
    if named.room:
        household_id = await grid.find_door(act.tx, *where, named.unit or "", named.room)
        if household_id is not None:
            await pick(act, "room", household_id, purpose)
            return True
    buildings = await grid.find_buildings(act.tx, *where)
    if len(buildings) > 1:
        act.say(chat_of(act), "people.pick_building", stage="building", name=named.building, purpose=purpose)
    elif buildings:
        await _into(act, buildings[0].id, named.unit, purpose)
    return bool(buildings)


async def _into(act: Act, building_id: int, unit: str | None, purpose: int) -> None:
    units = await grid.list_units(act.tx, building_id)
    chosen = next((one.id for one in units if unit and one.name == unit), None)
    if chosen is None:
        await pick(act, "building", building_id, purpose)
    else:
        await pick(act, "unit", chosen, purpose)


@on_found("own")
async def settle(act: Act, person: Person, household_id: int) -> None:
    """The person lives there, beside whatever homes they have; somebody of the grid confirms it later."""
    place = await place_for(act, person, household_id)
    await homes.add_home(act.tx, place.household_id, person.id, None, act.now)
    records.add_history(act.tx, person.community_id, person.id, "settle", "household", household_id, act.now)
    await confirmations.plan(act, person.community_id)
    act.answer("people.home_saved_short")
    act.say(chat_of(act), "people.home_saved", household_id=household_id)


async def place_for(act: Act, person: Person, household_id: int) -> grid.Place:
    """Raises NotFound for a door that is unknown or another community's."""
    place = await grid.get_place(act.tx, HouseholdId(household_id))
    if place is None or place.community_id != person.community_id:
        raise NotFound("people.no_door")
    return place


async def move_out(act: Act, household_id: int) -> None:
    """我搬走了: the home ends, what was filed from there goes on."""
    person = await access.person_of(act)
    if not await homes.end_home(act.tx, HouseholdId(household_id), person.id, act.now):
        raise NotFound("homes.not_yours")
    records.add_history(act.tx, person.community_id, person.id, "move_out", "household", household_id, act.now)
    act.answer("homes.moved_short")
    act.say(chat_of(act), "homes.moved", household_id=household_id)
    if await people.get_home(act.tx, person.id) is None and not await people.list_posts(act.tx, person.id):
        await ask(act, OWN)


async def add_home(act: Act) -> None:
    await access.person_of(act)
    act.answer("people.go_on")
    await ask(act, OWN)


async def show_staff(act: Act) -> None:
    """我的网格员: who answers for each of one's doors, and is on duty now."""
    person = await access.person_of(act)
    act.say(chat_of(act), "people.staff", reader_id=person.id, now=act.now)


@page("people.staff")
async def staff(reader: Reader, facts: Any) -> Page:
    found = await homes.list_homes(reader.tx, reader.person_id) if reader.person_id else []
    return pages.overview([await _home(reader, household_id, facts["now"]) for household_id in found])


async def _home(reader: Reader, household_id: HouseholdId, now: int) -> pages.Home:
    place = await grid.get_place(reader.tx, household_id)
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
    stage, chosen = facts.get("stage", "compound"), facts.get("chosen", 0)
    if "name" in facts:
        found = await grid.find_buildings(reader.tx, person.community_id, "", facts["name"])
    else:
        found = await _choices(reader.tx, person.community_id, stage, chosen)
    shown = [(one.id, one.name) for one in found]
    return pages.pick(stage, shown, chosen, facts.get("purpose", OWN), facts.get("page", 0))


@page("people.home_saved")
async def home_saved(reader: Reader, facts: Any) -> Page:
    place = await grid.get_place(reader.tx, HouseholdId(facts["household_id"]))
    return pages.about_home("people.home_saved", door(place) if place else "")


@page("homes.moved")
async def moved(reader: Reader, facts: Any) -> Page:
    place = await grid.get_place(reader.tx, HouseholdId(facts["household_id"]))
    return pages.about_home("homes.moved", door(place) if place else "")


async def _choices(tx: Transaction, community_id: CommunityId, stage: str, chosen: int) -> list[grid.Choice]:
    """In the order in which one would walk past them."""
    if stage == "compound":
        return await grid.list_compounds(tx, community_id)
    found = await {"building": grid.list_buildings, "unit": grid.list_units, "room": grid.list_rooms}[stage](tx, chosen)
    return sorted(found, key=lambda one: rank(one.name or None))
