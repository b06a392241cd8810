"""Loads what those who are alarmed see, what the work group may see, and what whoever wrote of the danger is told."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from bot.actions.people import door, masked
from bot.drawing import Reader, page, view
from bot.views import alarms as pages
from bot.views.page import Page
from domain.alarms import Alarm, Reporter
from domain.ids import AlarmId, CommunityId, PersonId
from storage import alarms, danger, families, grid, people, places
from storage.views import View

_MOST_PHONES = 3


@view("alarm")
async def alarm(reader: Reader, shown: View) -> Page | None:
    found = await alarms.get_alarm(reader.tx, AlarmId(shown.subject_id))
    if found is None:
        return None
    alarmed = await alarms.list_alarmed(reader.tx, found.id)
    if reader.person_id not in {one.person_id for one in alarmed}:
        return None
    who = await people.get_person(reader.tx, found.person_id) if found.person_id else None
    answers = [((await people.get_person(reader.tx, one.person_id)).name or "", one.answer, one.answered_at)
               for one in alarmed if one.answer and one.answered_at]
    said = [one.words for one in await alarms.list_words(reader.tx, found.id) if one.words]
    return pages.alarm(
        found, _kind(reader, found.danger), await _place(reader, found, whole=True),
        name=who.name if who else None, phone=who.phone if who else None, said=said, answers=answers,
        others=[await _other(reader, found, one) for one in await alarms.list_reporters(reader.tx, found.id)],
    )


async def _other(reader: Reader, found: Alarm, one: Reporter) -> pages.Other:
    """A neighbour who has joined: like the first, for those who are alarmed."""
    who = await people.get_person(reader.tx, one.person_id) if one.person_id else None
    where = replace(found, household_id=one.household_id, building_id=one.building_id)
    return pages.Other(who.name or "" if who else "", who.phone or "" if who else "",
                       await _place(reader, where, whole=True) or "")


@view("alarm_line")
async def alarm_line(reader: Reader, shown: View) -> Page | None:
    """Never a door, a name of a resident, or what kind of danger it is."""
    found = await alarms.get_alarm(reader.tx, AlarmId(shown.subject_id))
    if found is None:
        return None
    first = next((one for one in await alarms.list_alarmed(reader.tx, found.id) if one.answer), None)
    who = (await people.get_person(reader.tx, first.person_id)).name if first else None
    others = len(await alarms.list_reporters(reader.tx, found.id))
    return pages.alarm_line(found, await _place(reader, found, whole=False), who, others)


@page("danger.answer")
async def answer(reader: Reader, facts: Mapping[str, Any]) -> Page:
    found = await _get(reader, facts)
    if found.telegram_id != reader.chat_id:
        return await _joined(reader, found, told=bool(facts["told"]))
    own = found.person_id is not None and await people.get_home(reader.tx, found.person_id) is not None
    far = not own and found.person_id is not None and bool(await families.list_elders(reader.tx, found.person_id))
    return pages.answer(
        found, reader.settings.danger.kind(found.danger).numbers, await _more(reader, found),
        area=None if own else await _area(reader, found.community_id), place=await _place(reader, found, whole=True),
        told=bool(facts["told"]), late=found.raised_at - found.sent_at, far=far,
    )


async def _joined(reader: Reader, found: Alarm, *, told: bool) -> Page:
    """To a neighbour who reports the same: the numbers, and that it is known; nobody else's door."""
    return pages.joined(found, reader.settings.danger.kind(found.danger).numbers, await _more(reader, found),
                        await _place(reader, found, whole=False) or "", told=told)


async def _numbers(key: str, reader: Reader, facts: Mapping[str, Any]) -> Page:
    return pages.numbers(key, reader.settings.danger.kind(facts["danger"]).numbers)


@page("danger.ask_place")
async def ask_place(reader: Reader, facts: Mapping[str, Any]) -> Page:
    """Compounds first; where there is one, its buildings at once."""
    found = await _get(reader, facts)
    compounds = await places.list_compounds(reader.tx, found.community_id)
    chosen = facts.get("building_id") or (compounds[0].id if len(compounds) == 1 else 0)
    if not chosen:
        return pages.choose(found.id, "alarm_compound", [(one.id, one.name) for one in compounds])
    buildings = await places.list_buildings(reader.tx, chosen)
    return pages.choose(found.id, "alarm_building", [(one.id, one.name) for one in buildings])


@page("danger.placed")
async def placed(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return pages.placed(await _place(reader, await _get(reader, facts), whole=True))


async def _answered(key: str, reader: Reader, facts: Mapping[str, Any]) -> Page:
    found = await _get(reader, facts)
    person = await people.get_person(reader.tx, PersonId(facts["person_id"]))
    return pages.answered(key, person.name, reader.settings.danger.kind(found.danger).numbers)


@page("alarm.called_off")
async def called_off(reader: Reader, facts: Mapping[str, Any]) -> Page:
    found = await _get(reader, facts)
    return pages.called_off(_kind(reader, found.danger), await _place(reader, found, whole=False),
                            there=bool(facts.get("there")))


async def _get(reader: Reader, facts: Mapping[str, Any]) -> Alarm:
    found = await alarms.get_alarm(reader.tx, AlarmId(facts["alarm_id"]))
    assert found is not None
    return found


def _kind(reader: Reader, danger: str) -> str:
    names = reader.settings.danger.kind(danger).names
    return names.get(reader.language) or next(iter(names.values()))


async def _place(reader: Reader, found: Alarm, *, whole: bool) -> str | None:
    if found.household_id is not None:
        place = await places.get_place(reader.tx, found.household_id)
        return (door(place) if whole else masked(place)) if place else None
    building = await places.find_building(reader.tx, found.building_id) if found.building_id else None
    if building is None:
        return None
    return building.compound + (f"{building.name}号楼" if building.name[:1].isdigit() else building.name)


async def _more(reader: Reader, found: Alarm) -> list[tuple[str, str]]:
    """Further numbers, each with its name: the office's own (应急电话), what the configuration knows, and the work
    phones of who was alarmed.
    """
    own = [(one.name, one.number) for one in await danger.list_phones(reader.tx, found.community_id)
           if not one.kinds or found.danger in one.kinds]
    code = (await grid.get_community(reader.tx, found.community_id)).code
    listed = own + [
        (phone.names.get(reader.language) or next(iter(phone.names.values())), phone.number)
        for phone in reader.settings.danger.phones
        if phone.community in {code, "*"} and (not phone.kinds or found.danger in phone.kinds)
    ]
    for one in (await alarms.list_alarmed(reader.tx, found.id))[:_MOST_PHONES]:
        person = await people.get_person(reader.tx, one.person_id)
        if person.phone:
            listed.append((person.name or "", person.phone))
    return listed


async def _area(reader: Reader, community_id: CommunityId) -> str | None:
    codes = reader.settings.danger.area_codes
    return codes.get((await grid.get_community(reader.tx, community_id)).code, codes.get("*")) or None


for _key in ("danger.numbers", "danger.in_group", "danger.climbed", "danger.added"):
    page(_key)(partial(_numbers, _key))
for _key in ("danger.coming", "danger.there", "danger.false"):
    page(_key)(partial(_answered, _key))
