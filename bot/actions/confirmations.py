"""Whoever chose a door without standing in the register is confirmed by the grid, once a day in one list."""

from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.act import Act
from bot.actions import access, posts, pushes
from bot.actions.people import chat_of, door
from bot.actions.working import calendar_of
from bot.drawing import Reader, page
from bot.views import confirmations as pages
from bot.views.page import Page
from bot.works import on_timer
from domain.calendar import local_date
from domain.errors import Conflict, NotFound
from domain.ids import CellId, ChatId, CommunityId, HouseholdId, PersonId
from domain.recurrence import at as instant
from storage import grid, homes, people, places
from storage import history as records
from storage.database import Transaction
from storage.homes import Residence
from storage.people import Person


async def next_morning(act: Act, community_id: CommunityId) -> int:
    """The next working day's hour for such lists."""
    community = await grid.get_community(act.tx, community_id)
    calendar = await calendar_of(act.tx, act.settings, community_id)
    hour, zone = time.fromisoformat(act.settings.joining.confirm_at), ZoneInfo(community.timezone)
    day = local_date(act.now, community.timezone)
    while not calendar.works_on(day) or instant(day, hour, zone) <= act.now:
        day += timedelta(days=1)
    return instant(day, hour, zone)


async def plan(act: Act, community_id: CommunityId) -> None:
    act.set_timer("unconfirmed", community_id, await next_morning(act, community_id))


@on_timer("unconfirmed")
async def list_daily(act: Act, community_id: int) -> None:
    """One list to each person who answers for some of these doors, when it has somebody new; 今日待办 has the rest."""
    waiting = await homes.list_unconfirmed(act.tx, CommunityId(community_id), act.now)
    if not waiting:
        return
    shares: dict[PersonId, list[Residence]] = {}
    for cell_id in dict.fromkeys(one.cell_id for one in waiting):
        person = await answering(act.tx, cell_id, act.now)
        if person is not None:
            shares.setdefault(person.id, []).extend(one for one in waiting if one.cell_id == cell_id)
    for person_id, share in shares.items():
        if not all([await was_listed(act.tx, person_id, one, act.now) for one in share]):
            await _send(act, await people.get_person(act.tx, person_id), share)
    await plan(act, CommunityId(community_id))


async def was_listed(tx: Transaction, person_id: PersonId, one: Residence, before: int) -> bool:
    """Whether this person has read of them before this instant."""
    seen = await records.list_history(tx, "household", one.household_id)
    return any(record.act == "see_contact" and record.actor_id == person_id
               and one.since_at <= record.at < before
               for record in seen)


async def answering(tx: Transaction, cell_id: CellId, now: int, but: PersonId | None = None) -> Person | None:
    """The nearest one on the way up who is there and can be reached, `but` for whoever it is about."""
    for rung in await posts.ladder(tx, cell_id, now):
        for person_id in rung.people:
            person = await people.get_person(tx, person_id)
            if person.telegram_id is not None and person.consent is not None and person.id != but:
                return person
    return None


async def _send(act: Act, person: Person, share: list[Residence]) -> None:
    for one in share:
        records.add_history(act.tx, person.community_id, person.id, "see_contact", "household", one.household_id,
                            act.now)
    await pushes.push(act, person.id, "confirm.list", until_at=act.now)


async def waiting_for(tx: Transaction, person_id: PersonId, until_at: int, now: int) -> list[Residence]:
    """Whoever is this person's to confirm: in their own cells, where nobody nearer answers."""
    waiting = [one for cell in await posts.cells_of(tx, person_id)
               for one in await homes.list_unconfirmed_below(tx, cell.id, until_at)]
    first = {cell_id: await answering(tx, cell_id, now) for cell_id in {one.cell_id for one in waiting}}
    return [one for one in waiting if (who := first[one.cell_id]) is not None and who.id == person_id]


async def confirm_all(act: Act, until_at: int) -> None:
    """全部确认: everybody on the list that this button hung on, and nobody who came later."""
    person = await access.person_of(act)
    mine = await waiting_for(act.tx, person.id, until_at, act.now)
    confirmed = sum([await _confirm(act, person, one) for one in mine])
    if not confirmed:
        raise Conflict("confirm.none_left")
    act.answer("people.go_on")
    act.say(chat_of(act), "confirm.all", count=confirmed)


async def confirm_each(act: Act) -> None:
    """逐户核对: one by one."""
    person = await access.person_of(act)
    following = await _next(act, person)
    if following is None:
        raise Conflict("confirm.none_left")
    act.answer("people.go_on")
    _show(act, person, following)


async def judge(act: Act, household_id: int, person_id: int, *, lives_there: bool) -> None:
    """属实 or 不属实, and the next one."""
    person = await access.person_of(act)
    found = await homes.find_residence(act.tx, HouseholdId(household_id), PersonId(person_id))
    if found is None or not await access.handles(act.tx, person.id, found.cell_id):
        raise NotFound("confirm.none_left")
    if found.confirmed:
        raise Conflict("confirm.done_before")
    if lives_there:
        await _confirm(act, person, found)
    else:
        await _reject(act, person, found)
    act.answer("confirm.yes_short" if lives_there else "confirm.no_short")
    following = await _next(act, person)
    if following is None:
        act.say(chat_of(act), "confirm.finished")
    else:
        _show(act, person, following)


async def _confirm(act: Act, person: Person, one: Residence) -> bool:
    records.add_history(act.tx, person.community_id, person.id, "confirm", "household", one.household_id, act.now,
                        person=one.person_id)
    return await homes.confirm_residence(act.tx, one.household_id, one.person_id, act.now)


async def _reject(act: Act, person: Person, one: Residence) -> None:
    await homes.end_home(act.tx, one.household_id, one.person_id, act.now)
    records.add_history(act.tx, person.community_id, person.id, "reject", "household", one.household_id, act.now,
                        person=one.person_id)
    resident = await people.get_person(act.tx, one.person_id)
    if resident.telegram_id is not None:
        act.say(ChatId(resident.telegram_id), "confirm.rejected", reader_id=resident.id,
                household_id=one.household_id)


async def _next(act: Act, person: Person) -> Residence | None:
    waiting = await waiting_for(act.tx, person.id, act.now, act.now)
    return waiting[0] if waiting else None


def _show(act: Act, person: Person, one: Residence) -> None:
    records.add_history(act.tx, person.community_id, person.id, "see_contact", "household", one.household_id, act.now)
    act.say(chat_of(act), "confirm.one", reader_id=person.id, household_id=one.household_id,
            person_id=one.person_id)


@page("confirm.list")
async def listing(reader: Reader, facts: Any) -> Page:
    """The gate is asked again: whoever does not answer for a cell any more reads nothing of it."""
    assert reader.person_id is not None
    waiting = await waiting_for(reader.tx, reader.person_id, facts["until_at"], reader.now)
    return pages.listing([await _claim(reader, one) for one in waiting], facts["until_at"])


@page("confirm.one")
async def one(reader: Reader, facts: Any) -> Page:
    found = await homes.find_residence(reader.tx, HouseholdId(facts["household_id"]), PersonId(facts["person_id"]))
    assert reader.person_id is not None
    if found is None or found.confirmed or not await access.handles(reader.tx, reader.person_id, found.cell_id):
        return pages.over()
    known = [await people.get_person(reader.tx, resident)
             for resident in await homes.list_residents(reader.tx, found.household_id) if resident != found.person_id]
    names = [one.name for one in known if one.name]
    return pages.one(await _claim(reader, found), names, found.household_id, found.person_id)


@page("confirm.rejected")
async def rejected(reader: Reader, facts: Any) -> Page:
    place = await places.get_place(reader.tx, HouseholdId(facts["household_id"]))
    return pages.rejected(door(place) if place else "")


async def _claim(reader: Reader, found: Residence) -> pages.Claim:
    place = await places.get_place(reader.tx, found.household_id)
    person = await people.get_person(reader.tx, found.person_id)
    return pages.Claim(door(place) if place else "", person.name, person.phone, found.since_at)
