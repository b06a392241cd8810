"""Danger comes before consent, joining and forms: it is looked for in everything that is written.

In an emergency nobody is asked for consent first (PIPL, article 13). Whoever wrote it has the numbers to call at once.
"""

import re
from typing import NamedTuple

from bot.act import DANGER, Act
from bot.actions import access, alarms, neighbours
from bot.actions.talk import buttons
from bot.actions.words import ASKED_FOR
from bot.drawing import MENU
from bot.works import first
from domain.addresses import parse_door
from domain.alarms import RUNNING, Alarm, Reporter, Spot
from domain.communities import spoken_of
from domain.ids import AlarmId, BuildingId, CellId, ChatId, CommunityId, HouseholdId
from domain.talk import meaning
from storage import alarms as table
from storage import chats, expectations, families, grid, keys, people, places
from storage.expectations import Expectation
from storage.keys import Key
from storage.people import Person

_PLACES = re.compile(
    r"[\w]{0,12}?[0-9A-Za-z一二三四五六七八九十]{1,4}(?:号楼|栋|幢|座)(?:\s*[0-9一二三四五六七八九十]{1,2}\s*单元)?(?:\s*[0-9]{3,4})?"
    r"|[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}|(?i:building)\s+[0-9]{1,3}"
)


class Where(NamedTuple):
    """As much as is known of the place; without a building the community's own cell answers."""

    community_id: CommunityId
    cell_id: CellId
    household_id: HouseholdId | None = None
    building_id: BuildingId | None = None


@first
async def look(act: Act) -> bool:
    """Raise the alarm, or add the words to the one that runs already."""
    origin = act.origin
    if origin.words is None or origin.sender_id is None:
        return False
    since = act.now - act.settings.danger.joins_within * 1000
    running = await table.find_running(act.tx, act.bot.bot_id, origin.sender_id, since)
    if running is not None:
        await _join(act, running)
        return True
    if origin.danger is not None and not await _asked_for(act):
        await _raise(act, origin.danger)
        return True
    return False


async def _asked_for(act: Act) -> bool:
    """Whoever is there writes down what they have done: that is no new danger. After it is over it may be one."""
    asked = await _asked(act, await access.known_person(act))
    if asked is None or asked.act != "alarm_note":
        return False
    alarm = await table.get_alarm(act.tx, AlarmId(asked.subject_id))
    return alarm is not None and alarm.state in RUNNING


async def _asked(act: Act, person: Person | None) -> Expectation | None:
    """What the next words in this chat are for."""
    if person is None or act.origin.chat_id is None:
        return None
    asked = await expectations.find_expectation(act.tx, act.bot.bot_id, act.origin.chat_id, person.id)
    return asked if asked is not None and act.now - asked.asked_at <= ASKED_FOR else None


async def _raise(act: Act, danger: str) -> None:
    person = await access.known_person(act)
    where = await _where(act, person)
    private = await _private_chat(act)
    if where is None:
        act.say(private, "danger.numbers", urgency=DANGER, danger=danger)
        return
    key = person.key if person else await keys.add_key(act.tx, "person", act.now)
    if not act.origin.private and act.origin.chat_id is not None:
        act.say(act.origin.chat_id, "danger.in_group", urgency=DANGER, danger=danger)
    place = await places.get_place(act.tx, where.household_id) if where.household_id else None
    here = Spot(place.building_id if place else where.building_id, place.unit_id if place else None)
    first = await neighbours.same(act, danger, where.community_id, here)
    if first is not None:
        await _add_words(act, first.id, person, key)
        await neighbours.join(act, first, Reporter(
            act.origin.sender_id or 0, person.id if person else None, key.id, where.household_id, where.building_id))
        return
    alarm_id = await table.add_alarm(
        act.tx, where.community_id, act.bot.bot_id, danger, telegram_id=act.origin.sender_id or 0,
        person_id=person.id if person else None, key=key, household_id=where.household_id,
        building_id=where.building_id, cell_id=where.cell_id, sent_at=act.origin.sent_at or act.now, now=act.now,
    )
    await _add_words(act, alarm_id, person, key)
    await alarms.begin(act, alarm_id)


async def _join(act: Act, alarm: Alarm) -> None:
    """A further word within a few minutes is no second alarm; it may say where."""
    if meaning(act.origin.words or "", act.settings.talk, buttons(act)) in MENU:
        return
    person = await access.known_person(act)
    key = person.key if person else await keys.get_key_by_id(act.tx, await neighbours.key_of(act, alarm))
    if key is None or not await _add_words(act, alarm.id, person, key):
        return
    await act.redraw("alarm", alarm.id)
    if not alarm.placed and alarm.telegram_id == act.origin.sender_id:
        where = await _said_where(act, alarm.community_id)
        if where is not None:
            await alarms.place(act, alarm, where.cell_id, where.household_id, where.building_id)
    if act.origin.danger is not None:
        act.say(ChatId(act.origin.sender_id or 0), "danger.added", urgency=DANGER, danger=alarm.danger)


async def _add_words(act: Act, alarm_id: AlarmId, person: Person | None, key: Key) -> bool:
    origin = act.origin
    assert origin.chat_id is not None
    assert origin.words is not None
    return await table.save_words(
        act.tx, alarm_id, origin.chat_id, origin.message_id or 0, person.id if person else None, key,
        origin.words, act.now,
    )


async def _private_chat(act: Act) -> ChatId:
    """Somebody who has never pressed /start reads the language of their telephone."""
    chat_id = ChatId(act.origin.sender_id or 0)
    await chats.add_chat(act.tx, act.bot.bot_id, chat_id, "private", act.texts.choose(act.origin.language))
    return chat_id


async def _where(act: Act, person: Person | None) -> Where | None:
    """What the words say, else what was named just before, else the home, else the home of whom they are the family;
    None without a community.
    """
    community_id = person.community_id if person else await _community(act)
    if community_id is None:
        return None
    found = await _said_where(act, community_id) or await _asked_where(act, person) or (
        await _home(act, person) if person else None)
    root = await grid.find_root(act.tx, community_id)
    return found or (Where(community_id, root) if root else None)


async def _community(act: Act) -> CommunityId | None:
    """Of somebody whom nobody knows: the one that the words name, else the first."""
    known = await grid.list_communities(act.tx)
    named = [one for one in known if spoken_of(one.name, act.origin.words or "")]
    return next((one.id for one in (*named, *known)), None)


async def _said_where(act: Act, community_id: CommunityId) -> Where | None:
    for written in _PLACES.findall(act.origin.words or ""):
        door = parse_door(re.sub(r"(?i)building\s+", "", written) + ("号楼" if written.isascii() and "-" not in written
                                                                     else ""))
        if door is None:
            continue
        if door.room:
            household_id = await places.find_door(act.tx, community_id, door.compound or "", door.building,
                                                door.unit or "", door.room)
            if household_id is not None:
                return await _at_home(act, household_id)
        building = await places.find_building_named(act.tx, community_id, door.compound or "", door.building)
        if building is not None:
            return Where(community_id, building.cell_id, None, building.id)
    return None


async def _asked_where(act: Act, person: Person | None) -> Where | None:
    """The door or the building of which they have been asked, a few minutes ago, what is wrong there."""
    asked = await _asked(act, person)
    if asked is None or act.now - asked.asked_at > act.settings.danger.joins_within * 1000:
        return None
    if asked.act == "matter_at_door":
        return await _at_home(act, HouseholdId(asked.subject_id))
    if asked.act != "matter_at_building":
        return None
    building = await places.find_building(act.tx, asked.subject_id)
    return Where(building.community_id, building.cell_id, None, building.id) if building else None


async def _home(act: Act, person: Person) -> Where | None:
    """One's own home, else that of the first elder whose family contact one is."""
    for one in (person.id, *await families.list_elders_of(act.tx, person.id)):
        home = await people.get_home(act.tx, one)
        if home is not None:
            return await _at_home(act, home)
    return None


async def _at_home(act: Act, household_id: HouseholdId) -> Where | None:
    place = await places.get_place(act.tx, household_id)
    return Where(place.community_id, place.cell_id, household_id) if place else None
