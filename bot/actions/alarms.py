"""An alarm on its way: to whoever answers for the door, up a tier while nobody does, until it is over."""

import logging
from dataclasses import replace

from bot.act import CARD, DANGER, Act
from bot.actions import access, alarm_notes, posts, words
from bot.works import on_timer
from domain import alarms as rules
from domain.alarms import Alarm, State
from domain.errors import NotFound
from domain.ids import AlarmId, BuildingId, CellId, ChatId, HouseholdId, PersonId
from storage import alarms as table
from storage import bindings, chats, grid, people, places
from storage import history as records

log = logging.getLogger(__name__)


async def begin(act: Act, alarm_id: AlarmId) -> None:
    """The first tier, or everybody at once; the numbers to whoever wrote it; a line in the work group."""
    alarm = await _get(act, alarm_id)
    records.add_history(act.tx, alarm.community_id, alarm.person_id, "alarm", "alarm", alarm.id, act.now)
    told = await _tell_next(act, alarm)
    act.say(ChatId(alarm.telegram_id), "danger.answer", urgency=DANGER, reader_id=alarm.person_id, alarm_id=alarm.id,
            told=int(told))
    await _show_group(act, alarm)
    await _wait(act, alarm)


async def _say(act: Act, alarm: Alarm, key: str, **facts: int | str) -> None:
    """To everybody who has reported it."""
    reporters = await table.list_reporters(act.tx, alarm.id)
    for telegram_id, person_id in [(alarm.telegram_id, alarm.person_id),
                                   *((one.telegram_id, one.person_id) for one in reporters)]:
        act.say(ChatId(telegram_id), key, urgency=DANGER, reader_id=person_id, **facts)


@on_timer("alarm")
async def climb(act: Act, alarm_id: int) -> None:
    """Nobody has answered: the next tier, then the community again and again, then it stands as unanswered."""
    alarm = await table.get_alarm(act.tx, AlarmId(alarm_id))
    if alarm is None or alarm.state is not State.OPEN:
        return
    if await _tell_next(act, alarm):
        await _say(act, alarm, "danger.climbed", danger=alarm.danger)
        await save(act, replace(alarm, told_at=act.now))
        await _wait(act, alarm)
    elif alarm.repeats < act.settings.danger.repeats:
        await _repeat(act, alarm)
        await save(act, replace(alarm, told_at=act.now, repeats=alarm.repeats + 1))
        await _wait(act, alarm)
    else:
        log.error("alarm.unanswered %d", alarm.id)
        records.add_history(act.tx, alarm.community_id, None, "unanswered", "alarm", alarm.id, act.now)
        await save(act, replace(alarm, unanswered_at=act.now))


async def respond(act: Act, alarm_id: int, what: str) -> None:
    """我正赶去, 已到场 and 误报 by somebody who was alarmed: noted, shown to the others, told to whoever wrote it."""
    person, alarm = await access.alarm_for(act, alarm_id)
    answered = rules.answer(alarm, what, act.now)
    await table.add_alarmed(act.tx, alarm.id, person.id, act.now)
    await table.save_answer(act.tx, alarm.id, person.id, what, act.now)
    records.add_history(act.tx, alarm.community_id, person.id, what, "alarm", alarm.id, act.now)
    await save(act, answered)
    act.end_timer("alarm", alarm.id)
    act.answer(f"alarm.{what}_short")
    await _say(act, alarm, f"danger.{what}", alarm_id=alarm.id, person_id=person.id)
    if what == "there":
        chat_id = await words.ask(act, person, "alarm_note", alarm.id)
        act.say(chat_id, "alarm.ask_note", reader_id=person.id)
    elif what == "false":
        await _call_off(act, answered, person.id)


async def call_off(act: Act, alarm_id: int) -> None:
    """误报，没事了 by whoever wrote it, known to us or not."""
    alarm = await access.own_alarm(act, alarm_id)
    ended = rules.answer(alarm, "false", act.now)
    records.add_history(act.tx, alarm.community_id, alarm.person_id, "call_off", "alarm", alarm.id, act.now)
    await save(act, ended)
    act.end_timer("alarm", alarm.id)
    act.answer("danger.called_off_short")
    await alarm_notes.drop_draft(act, ended)
    act.say(ChatId(alarm.telegram_id), "danger.called_off", urgency=DANGER, reader_id=alarm.person_id)
    await _call_off(act, ended, alarm.person_id)


async def ask_place(act: Act, alarm_id: int, building_id: int) -> None:
    """Which compound, then which building: the buttons carry a building of the compound where generations stand."""
    alarm = await access.own_alarm(act, alarm_id)
    if building_id:
        await _building_of(act, alarm, building_id)
    act.answer("people.go_on")
    act.say(ChatId(alarm.telegram_id), "danger.ask_place", urgency=DANGER, reader_id=alarm.person_id,
            alarm_id=alarm.id, building_id=building_id)


async def set_place(act: Act, alarm_id: int, building_id: int) -> None:
    alarm = await access.own_alarm(act, alarm_id)
    building = await _building_of(act, alarm, building_id)
    act.answer("danger.placed_short")
    rules.check_running(alarm)
    if (alarm.household_id, alarm.building_id) == (None, building.id):
        return  # pressed twice: whoever is on the way has read it
    await place(act, alarm, building.cell_id, None, building.id)


async def _building_of(act: Act, alarm: Alarm, building_id: int) -> places.Building:
    """Raises NotFound for one that is unknown or another community's."""
    building = await places.find_building(act.tx, building_id)
    if building is None or building.community_id != alarm.community_id:
        raise NotFound("people.no_door")
    return building


async def place(
    act: Act, alarm: Alarm, cell_id: CellId, household_id: HouseholdId | None, building_id: BuildingId | None
) -> None:
    """Now it is known where: whoever answers there is alarmed as well, and the climb begins from there."""
    rules.check_running(alarm)
    moved = replace(alarm, cell_id=cell_id, household_id=household_id, building_id=building_id, told_at=act.now)
    await save(act, moved)
    if alarm.placed:  # whoever is on the way would not notice that a message was edited
        for one in await table.list_alarmed(act.tx, alarm.id):
            await reach(act, moved, one.person_id)
    await _tell_next(act, moved)
    await _show_group(act, moved)
    act.say(ChatId(alarm.telegram_id), "danger.placed", urgency=DANGER, reader_id=alarm.person_id, alarm_id=alarm.id)
    if moved.state is State.OPEN:
        await _wait(act, moved)


async def _tell_next(act: Act, alarm: Alarm) -> bool:
    """The nearest tier with somebody who has not been alarmed; everybody at once for the gravest kinds."""
    told = {one.person_id for one in await table.list_alarmed(act.tx, alarm.id)} | {alarm.person_id}
    everybody = alarm.danger in act.settings.danger.all_at_once
    found = False
    for cell in await grid.list_chain(act.tx, alarm.cell_id):
        for person_id in await posts.alarmed(act.tx, cell.id, act.now):
            if person_id not in told and await reach(act, alarm, person_id):
                told.add(person_id)
                found = True
        if found and not everybody:
            break
    return found


async def _repeat(act: Act, alarm: Alarm) -> None:
    """The community and its desk again; where they cannot be reached, everybody who could."""
    top = (await grid.list_chain(act.tx, alarm.cell_id))[-1]
    office = [one for one in await posts.alarmed(act.tx, top.id, act.now) if one != alarm.person_id]
    reached = [one for one in office if await reach(act, alarm, one)]
    if not reached:
        for one in await table.list_alarmed(act.tx, alarm.id):
            await reach(act, alarm, one.person_id)


async def reach(act: Act, alarm: Alarm, person_id: PersonId) -> bool:
    """In private and in a new message; false where it would reach nobody."""
    person = await people.get_person(act.tx, person_id)
    if person.telegram_id is None:
        return False
    chat = await chats.get_chat(act.tx, act.bot.bot_id, ChatId(person.telegram_id))
    if chat is not None and chat.state == "unreachable":
        return False
    await table.add_alarmed(act.tx, alarm.id, person_id, act.now)
    records.add_history(act.tx, alarm.community_id, person_id, "see_contact", "alarm", alarm.id, act.now)
    await act.show(ChatId(person.telegram_id), "alarm", alarm.id, urgency=DANGER, reader_id=person_id, anew=True)
    return True


async def _show_group(act: Act, alarm: Alarm) -> None:
    """The nearest work group reads that there is something, and no more."""
    for cell in await grid.list_chain(act.tx, alarm.cell_id):
        chat_id = await bindings.get_chat_of(act.tx, act.bot.bot_id, cell.id)
        if chat_id is not None:
            await act.show(chat_id, "alarm_line", alarm.id, urgency=CARD)
            return


async def _call_off(act: Act, alarm: Alarm, by: PersonId | None) -> None:
    """An edited message is not noticed: everybody who was alarmed hears that nobody need go, or stay."""
    for one in await table.list_alarmed(act.tx, alarm.id):
        person = await people.get_person(act.tx, one.person_id)
        if person.telegram_id is not None and one.person_id != by:
            act.say(ChatId(person.telegram_id), "alarm.called_off", urgency=DANGER, reader_id=person.id,
                    alarm_id=alarm.id, there=int(one.answer == "there"))


async def _wait(act: Act, alarm: Alarm) -> None:
    act.set_timer("alarm", alarm.id, act.now + act.settings.danger.answer_within * 1000)


async def save(act: Act, alarm: Alarm) -> None:
    await table.save_alarm(act.tx, alarm)
    for kind in ("alarm", "alarm_line"):
        await act.redraw(kind, alarm.id)


async def _get(act: Act, alarm_id: int) -> Alarm:
    alarm = await table.get_alarm(act.tx, AlarmId(alarm_id))
    assert alarm is not None
    return alarm

