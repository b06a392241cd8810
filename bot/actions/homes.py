"""Where somebody lives: the door by buttons or by words, several homes, moving out, and who answers for each."""

import re
from collections.abc import Awaitable, Callable

from bot.act import Act
from bot.actions import access, confirmations, words
from bot.actions.people import chat_of
from bot.views import homes as pages
from domain.addresses import Door, normalise, parse_door, rank
from domain.errors import Invalid, NotFound
from domain.ids import CommunityId, HouseholdId
from storage import drafts, grid, homes, keys, people, places
from storage import history as records
from storage.database import Transaction
from storage.people import Person

Found = Callable[[Act, Person, int], Awaitable[None]]
_FOUND: dict[tuple[str, str], Found] = {}
OWN, ELDER, STAIRWELL, HOUSEHOLD = range(4)
_LAST_PAGE = 1_000
_ROOM = re.compile(r"[0-9]{1,5}[A-Z]?|[A-Z][0-9]{1,5}")


def on_found(purpose: str, stage: str = "room") -> Callable[[Found], Found]:
    """The act that takes what was chosen at this last stage: a unit or a household."""

    def register(function: Found) -> Found:
        _FOUND[purpose, stage] = function
        return function

    return register


async def ask(act: Act, purpose: int, stage: str = "compound", chosen: int = 0, page: int = 0) -> None:
    key = "people.ask_home" if stage == "compound" else f"people.pick_{stage}"
    act.say(chat_of(act), key, stage=stage, chosen=chosen, purpose=purpose, page=page)


async def descend(tx: Transaction, community_id: CommunityId, purpose: int) -> tuple[str, int, list[places.Choice]]:
    """The first step on which there is something to choose: what there is only one of is taken for granted."""
    stage, chosen = pages.STAGES[0], 0
    choices = await choices_at(tx, community_id, stage, chosen)
    while len(choices) == 1 and stage != "room" and (pages.PURPOSES[purpose], stage) not in _FOUND:
        chosen, stage = choices[0].id, pages.STAGES[pages.STAGES.index(stage) + 1]
        choices = await choices_at(tx, community_id, stage, chosen)
    return stage, chosen, choices


async def pick(act: Act, stage: str, chosen: int, purpose: int) -> None:
    """One step nearer to the door: compound, building, unit, room. A step with one choice is not asked."""
    person = await access.person_of(act)
    if purpose >= len(pages.PURPOSES):
        raise Invalid("press.old")
    found = _FOUND.get((pages.PURPOSES[purpose], stage))
    if found is not None:
        await found(act, person, chosen)
        return
    await _check_ours(act, person, stage, chosen)
    following = pages.STAGES[pages.STAGES.index(stage) + 1]
    choices = await choices_at(act.tx, person.community_id, following, chosen)
    if len(choices) == 1 and (following != "room" or not choices[0].name):
        await pick(act, following, choices[0].id, purpose)
        return
    if not choices and not pages.may_add(following, purpose):
        raise NotFound("people.no_door")
    act.answer("people.go_on")
    await ask(act, purpose, following, chosen)


async def turn(act: Act, chosen: int, packed: int) -> None:
    """Another page of buttons."""
    person = await access.person_of(act)
    stage, purpose, page_number = pages.unpack_page(packed)
    if page_number > _LAST_PAGE:
        raise Invalid("press.old")
    if stage != pages.STAGES[0]:
        await _check_ours(act, person, pages.STAGES[pages.STAGES.index(stage) - 1], chosen)
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
        household_id = await places.find_door(act.tx, *where, named.unit or "", named.room)
        if household_id is not None:
            await pick(act, "room", household_id, purpose)
            return True
    buildings = await places.find_buildings(act.tx, *where)
    if len(buildings) > 1:
        act.say(chat_of(act), "people.pick_building", stage="building", name=named.building, purpose=purpose)
    elif buildings:
        await _into(act, buildings[0].id, named.unit, purpose)
    return bool(buildings)


async def _into(act: Act, building_id: int, unit: str | None, purpose: int) -> None:
    units = await places.list_units(act.tx, building_id)
    chosen = next((one.id for one in units if unit and one.name == unit), None)
    if chosen is None:
        await pick(act, "building", building_id, purpose)
    else:
        await pick(act, "unit", chosen, purpose)


async def ask_room(act: Act, unit_id: int, purpose: int) -> None:
    """The door is not in the register: it is typed, and whoever confirms the resident confirms the door."""
    person = await access.person_of(act)
    if purpose not in (OWN, ELDER):
        raise NotFound("people.no_door")
    await _check_ours(act, person, "unit", unit_id)
    await words.ask(act, person, "room" if purpose == OWN else "elder_room", unit_id)
    act.answer("people.go_on")
    act.say(chat_of(act), "homes.ask_room", purpose=purpose)


async def _check_ours(act: Act, person: Person, stage: str, chosen: int) -> None:
    """Raises NotFound for a building or a unit that is unknown or another community's: nobody reads its doors."""
    if stage == "unit":
        cell_id = await places.get_unit_cell(act.tx, chosen)
        community_id = await grid.get_community_of(act.tx, cell_id) if cell_id else None
    else:
        building = await places.find_building(act.tx, chosen)
        community_id = building.community_id if building else None
    if community_id != person.community_id:
        raise NotFound("people.no_door")


@words.on_words("room")
async def own_room(act: Act, person: Person, unit_id: int, said: str) -> None:
    await pick(act, "room", await _room(act, person, unit_id, said), OWN)


@words.on_words("elder_room")
async def elder_room(act: Act, person: Person, unit_id: int, said: str) -> None:
    await pick(act, "room", await _room(act, person, unit_id, said), ELDER)


async def _room(act: Act, person: Person, unit_id: int, said: str) -> HouseholdId:
    """As the register would write it. Raises Invalid for what is no number of a door."""
    room = normalise(said)
    if not _ROOM.fullmatch(room):
        raise Invalid("homes.no_room")
    found = await places.find_household(act.tx, unit_id, room)
    if found is not None:
        return found
    cell_id = await places.get_unit_cell(act.tx, unit_id)
    assert cell_id is not None
    key = await keys.add_key(act.tx, "household", act.now)
    added = await places.add_household(act.tx, person.community_id, unit_id, cell_id, room, key)
    records.add_history(act.tx, person.community_id, person.id, "add_household", "household", added, act.now)
    return added


@on_found("own")
async def settle(act: Act, person: Person, household_id: int) -> None:
    """The person lives there, beside whatever homes they have; somebody of the grid confirms it later."""
    place = await place_for(act, person, household_id)
    await homes.add_home(act.tx, place.household_id, person.id, None, act.now)
    records.add_history(act.tx, person.community_id, person.id, "settle", "household", household_id, act.now)
    await confirmations.plan(act, person.community_id)
    act.answer("people.home_saved_short")
    begun = await drafts.find_open_draft(act.tx, act.bot.bot_id, chat_of(act), person.id)
    act.say(chat_of(act), "people.home_saved_so" if begun else "people.home_saved", household_id=household_id)
    if begun is not None:
        act.set_timer("draft", begun.id, act.now)


async def place_for(act: Act, person: Person, household_id: int) -> places.Place:
    """Raises NotFound for a door that is unknown or another community's."""
    place = await places.get_place(act.tx, HouseholdId(household_id))
    if place is None or place.community_id != person.community_id:
        raise NotFound("people.no_door")
    return place


async def move_out(act: Act, household_id: int) -> None:
    """搬走了或不是我家: the home ends, what was filed from there goes on."""
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


async def choices_at(tx: Transaction, community_id: CommunityId, stage: str, chosen: int) -> list[places.Choice]:
    """In the order in which one would walk past them."""
    if stage == "compound":
        return await places.list_compounds(tx, community_id)
    lists = {"building": places.list_buildings, "unit": places.list_units, "room": places.list_rooms}
    found = await lists[stage](tx, chosen)
    return sorted(found, key=lambda one: rank(one.name or None))
