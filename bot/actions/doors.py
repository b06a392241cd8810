"""A door and nothing else, from somebody who has a home or works here: what is meant is asked, never guessed."""

from dataclasses import replace

from bot.act import Act
from bot.actions import corrections, words
from bot.actions.people import chat_of
from bot.actions.sources import locate
from bot.actions.summaries import dictated_as
from domain.addresses import Door, parse_door
from domain.ids import BuildingId, HouseholdId
from storage import drafts, homes, people
from storage.people import Person

HOUSEHOLD, BUILDING = range(2)


async def ask_meaning(act: Act, person: Person, text: str) -> bool:
    """False where it says where something is that was begun, or where somebody lives who has no home yet."""
    named = parse_door(text)
    if named is None or await drafts.find_open_draft(act.tx, act.bot.bot_id, chat_of(act), person.id):
        return False
    if await _place_entry(act, person, text):
        return True
    lived_in = await homes.list_homes(act.tx, person.id)
    works = bool(await people.list_posts(act.tx, person.id))
    if not lived_in and not works:
        return False
    household, building = await _nearest(act, person, named)
    if household is not None and household in lived_in:
        if household != await people.get_home(act.tx, person.id):
            await words.ask(act, person, "matter_at_door", household)
        act.say(chat_of(act), "homes.own_door", household_id=household)
    elif household or building:
        act.say(chat_of(act), "homes.which_meaning", subject=household or building,
                what=HOUSEHOLD if household else BUILDING, works=int(works))
    else:
        act.reply("homes.unknown_door")
    return True


async def _place_entry(act: Act, person: Person, text: str) -> bool:
    """The address that a call or a ticket lacks still, also where something else has been said meanwhile."""
    for draft in reversed(await drafts.list_open_of(act.tx, person.id)):
        placed = draft.household_id or draft.building_id
        if not placed and await dictated_as(act.tx, draft) is not None:
            await corrections.place_by_words(act, person, draft.id, text)
            return True
    return False


async def _nearest(act: Act, person: Person, named: Door) -> tuple[HouseholdId | None, BuildingId | None]:
    """The door, or its building where the register does not know the door."""
    found = await locate(act, person.community_id, named)
    return found if any(found) else await locate(act, person.community_id, replace(named, unit=None, room=None))
