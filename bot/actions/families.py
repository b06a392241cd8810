"""我是家属，替老人办: the register knows a relative, or somebody of the grid has heard the elder's yes."""

import re

from bot.act import Act
from bot.actions import access, confirmations, gathering, homes, pushes, words
from bot.actions.people import chat_of
from bot.actions.talk import small_talk
from bot.works import on_timer
from domain.addresses import parse_door
from domain.errors import Conflict, Invalid, NotAllowed
from domain.families import is_name
from domain.ids import ChatId, PersonId
from storage import families, keys, people, places
from storage import history as records
from storage import homes as residences
from storage.families import Family
from storage.people import Person

_TRIES = 5
_RANK = 9


async def begin(act: Act) -> None:
    """Whoever the register knows sees for whom; anybody else shares their number, or names the elder's door."""
    person = await access.person_of(act)
    act.answer("people.go_on")
    elders = await families.list_elders(act.tx, person.id)
    if elders:
        act.say(chat_of(act), "family.linked", reader_id=person.id)
    await words.ask(act, person, "elder_door", 0)
    if person.phone is None:
        act.say(chat_of(act), "family.ask_phone")
    else:
        await homes.ask(act, homes.ELDER)


@words.on_words("elder_door")
async def door_by_words(act: Act, person: Person, _: int, said: str) -> None:
    """`3-2-501`, as far as it leads; a door that is unknown is chosen with buttons, other words are a report."""
    named = parse_door(said)
    if named is None and await small_talk(act, person, said):
        await words.ask(act, person, "elder_door", 0)
    elif named is None:
        await gathering.gather(act, person, said)
    elif not await homes.by_words(act, person, named, homes.ELDER):
        await homes.ask(act, homes.ELDER)


@homes.on_found("elder")
async def door_chosen(act: Act, person: Person, household_id: int) -> None:
    """Nobody is told who lives there: the relative has to say."""
    place = await homes.place_for(act, person, household_id)
    family_id = await families.add_family(
        act.tx, person.community_id, person.id, place.household_id, person.key, act.now
    )
    await words.ask(act, person, "elder_name", family_id)
    act.answer("people.go_on")
    act.say(chat_of(act), "family.ask_name")


@words.on_words("elder_name")
async def named(act: Act, person: Person, family_id: int, said: str) -> None:
    """张奶奶，女儿: then the grid asks the elder. What is no name is what it says, and the question waits or ends."""
    if await small_talk(act, person, said):
        await words.ask(act, person, "elder_name", family_id)
        act.say(chat_of(act), "family.still_name")
        return
    if not is_name(said, act.settings.categories, act.settings.kinds):
        act.say(chat_of(act), "family.later")
        await gathering.gather(act, person, said)
        return
    family = await families.get_family(act.tx, family_id)
    if not said.strip() or family is None or family.person_id != person.id:
        raise Invalid("request.words_needed")
    if not await families.name_elder(act.tx, family_id, person.key, said.strip()[:100]):
        raise Conflict("family.settled")
    records.add_history(act.tx, person.community_id, person.id, "ask_family", "household", family.household_id, act.now)
    act.say(chat_of(act), "family.asked", reader_id=person.id)
    act.set_timer("family", family_id, act.now)


@on_timer("family")
async def ask_elder(act: Act, family_id: int) -> None:
    """A task for whoever answers for the door, again each working morning until it is settled."""
    family = await families.get_family(act.tx, family_id)
    if family is None or family.state != "asked":
        return
    if family.tries >= _TRIES:
        await families.settle_family(act.tx, family.id, "given_up", None, None)
        await _tell(act, family, "family.given_up")
        return
    place = await places.get_place(act.tx, family.household_id)
    helper = await confirmations.answering(act.tx, place.cell_id, act.now, but=family.person_id) if place else None
    if helper is not None:
        _note(act, helper, family, "see_contact")
        await pushes.push(act, helper.id, "family.task", family_id=family.id)
    await families.count_try(act.tx, family.id)
    act.set_timer("family", family.id, await confirmations.next_morning(act, family.community_id))


async def agrees(act: Act, family_id: int) -> None:
    """老人同意, by phone or at the door. Who the elder is in the register: by the name, else somebody says."""
    person, family = await _task(act, family_id)
    found = [await people.get_person(act.tx, one) for one in await residences.list_residents(
        act.tx, family.household_id) if one != family.person_id]
    meant = [one for one in found if one.name and one.name in (family.words or "")]
    if len(meant) == 1 or not found:
        await _link(act, person, family, meant[0].id if meant else await _add_elder(act, family))
        return
    act.answer("people.go_on")
    act.say(chat_of(act), "family.which", reader_id=person.id, family_id=family.id)


async def is_elder(act: Act, family_id: int, elder_id: int) -> None:
    """0 is somebody who is not on the list."""
    person, family = await _task(act, family_id)
    known = await residences.list_residents(act.tx, family.household_id)
    if elder_id and elder_id not in known:
        raise NotAllowed("family.settled")
    await _link(act, person, family, PersonId(elder_id) if elder_id else await _add_elder(act, family))


async def refuses(act: Act, family_id: int) -> None:
    person, family = await _task(act, family_id)
    await families.settle_family(act.tx, family.id, "refused", None, person.id)
    act.end_timer("family", family.id)
    _note(act, person, family, "refuse_family")
    act.answer("family.refused_short")
    await _tell(act, family, "family.refused")


async def away(act: Act, family_id: int) -> None:
    """联系不上: it comes again next working morning."""
    person, family = await _task(act, family_id)
    _note(act, person, family, "not_reached")
    act.answer("family.away_short")


async def _task(act: Act, family_id: int) -> tuple[Person, Family]:
    person = await access.person_of(act)
    family = await families.get_family(act.tx, family_id)
    place = await places.get_place(act.tx, family.household_id) if family else None
    if family is None or place is None or not await access.handles(act.tx, person.id, place.cell_id):
        raise NotAllowed("request.not_your_grid")
    if family.person_id == person.id:
        raise NotAllowed("family.not_yourself")
    if family.state != "asked":
        raise Conflict("family.settled")
    return person, family


async def _link(act: Act, person: Person, family: Family, elder_id: PersonId) -> None:
    await families.settle_family(act.tx, family.id, "agreed", elder_id, person.id)
    act.end_timer("family", family.id)
    await families.add_contact(act.tx, elder_id, family.person_id, _relation(family), _RANK)
    _note(act, person, family, "agree_family")
    act.answer("family.agreed_short")
    await _tell(act, family, "family.agreed")


async def _add_elder(act: Act, family: Family) -> PersonId:
    """The register does not know them yet; who has spoken with them confirms that they live there."""
    key = await keys.add_key(act.tx, "person", act.now)
    name = _parts(family)[0]
    elder_id = await people.add_person(act.tx, family.community_id, key, name=name)
    await residences.add_home(act.tx, family.household_id, elder_id, act.now, act.now)
    return elder_id


def _parts(family: Family) -> list[str]:
    return [part for part in re.split(r"[，,、;；\s]+", family.words or "") if part] or ["老人"]


def _relation(family: Family) -> str:
    return "".join(_parts(family)[1:2])[:10] or "家属"


def _note(act: Act, person: Person, family: Family, what: str) -> None:
    records.add_history(act.tx, person.community_id, person.id, what, "household", family.household_id, act.now,
                        family=family.id)


async def _tell(act: Act, family: Family, key: str) -> None:
    relative = await people.get_person(act.tx, family.person_id)
    if relative.telegram_id is not None:
        act.say(ChatId(relative.telegram_id), key, reader_id=relative.id, family_id=family.id)
