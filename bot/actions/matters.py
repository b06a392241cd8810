"""那里有事要反映: a door was named first, and the words that follow say what is wrong there."""

from bot.act import Act
from bot.actions import access, doors, words
from bot.actions.gathering import gather
from bot.actions.homes import place_for
from bot.actions.people import chat_of, door
from domain.addresses import parse_door
from domain.errors import NotFound
from domain.ids import BuildingId
from domain.media import Media
from storage import drafts, homes, notes, places
from storage.drafts import Draft
from storage.people import Person


async def ask(act: Act, subject_id: int, what: int) -> None:
    """`what` is a door or a building, as on the button."""
    person = await access.person_of(act)
    if what == doors.BUILDING:
        await _check_building(act, person, subject_id)
        chat_id = await words.ask(act, person, "matter_at_building", subject_id)
    else:
        await place_for(act, person, subject_id)
        chat_id = await words.ask(act, person, "matter_at_door", subject_id)
    act.answer("people.go_on")
    act.say(chat_id, "homes.ask_matter", reader_id=person.id)


async def _check_building(act: Act, person: Person, building_id: int) -> None:
    building = await places.find_building(act.tx, building_id)
    if building is None or building.community_id != person.community_id:
        raise NotFound("people.no_door")


@words.on_media("matter_at_door")
@words.on_words("matter_at_door")
async def at_door(act: Act, person: Person, household_id: int, said: str, media: Media | None = None) -> bool:
    """A home of theirs is the place itself; of anybody else's door the words are kept, and its building answers."""
    if media is None and parse_door(said) is not None:
        return False
    place = await place_for(act, person, household_id)
    draft = await _begin(act, person, said, media)
    if place.household_id in await homes.list_homes(act.tx, person.id):
        await drafts.save_draft(act.tx, draft._replace(household_id=place.household_id, building_id=None))
        return True
    await notes.add_note(
        act.tx, person.community_id, "draft", draft.id, author_id=person.id, key=person.key, kind="place",
        words=door(place), message_id=None, now=act.now,
    )
    await drafts.save_draft(act.tx, draft._replace(building_id=place.building_id))
    return True


@words.on_media("matter_at_building")
@words.on_words("matter_at_building")
async def at_building(act: Act, person: Person, building_id: int, said: str, media: Media | None = None) -> bool:
    if media is None and parse_door(said) is not None:
        return False
    draft = await _begin(act, person, said, media)
    await drafts.save_draft(act.tx, draft._replace(building_id=BuildingId(building_id)))
    return True


async def _begin(act: Act, person: Person, said: str, media: Media | None) -> Draft:
    """A draft of its own: what was begun before keeps its place."""
    begun = await drafts.find_open_draft(act.tx, act.bot.bot_id, chat_of(act), person.id)
    if begun is not None:
        await drafts.save_draft(act.tx, begun._replace(gathering=False))
        await act.redraw("draft", begun.id)
    return await gather(act, person, said, media=media)
