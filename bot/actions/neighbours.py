"""Neighbours report the same danger: they join the alarm that runs, and nobody is lost with whoever takes it back."""

from bot.act import DANGER, Act
from bot.actions import access, alarm_notes, alarms
from domain import alarms as rules
from domain.alarms import Alarm, Reporter, Spot
from domain.errors import NotFound
from domain.ids import AlarmId, ChatId, CommunityId, KeyId
from storage import alarms as table
from storage import history as records
from storage import keys, places

# Whoever has joined hears of every step in the act that makes it, up to twice; an act says a hundred things at most.
MOST_JOINED = 40


async def same(act: Act, danger: str, community_id: CommunityId, here: Spot) -> Alarm | None:
    """What somebody has reported a few minutes ago and runs still, where it is certainly the same.

    Where very many have joined, the next begins an alarm of their own: so many at once are worth a second one.
    """
    settings = act.settings.danger
    if danger not in settings.shared:
        return None
    since = act.now - settings.shared_within * 1000
    running = await table.list_running(act.tx, act.bot.bot_id, community_id, since)
    for one, there in running:
        joins = rules.joins(one, there, danger, here, since)
        if joins and len(await table.list_reporters(act.tx, one.id)) < MOST_JOINED:
            return one
    return None


async def join(act: Act, alarm: Alarm, one: Reporter) -> None:
    """The numbers at once, one more on the alarm that runs, no second chain."""
    await table.add_reporter(act.tx, alarm.id, act.bot.bot_id, one, act.now)
    records.add_history(act.tx, alarm.community_id, one.person_id, "join", "alarm", alarm.id, act.now)
    told = await table.list_alarmed(act.tx, alarm.id)
    _answer(act, alarm.id, one, told=bool(told))
    for kind in ("alarm", "alarm_line"):
        await act.redraw(kind, alarm.id)


async def call_off(act: Act, alarm_id: int) -> None:
    """误报，没事了 by whoever wrote it first: where a neighbour still reports it, it goes on as the neighbour's."""
    alarm = await access.own_alarm(act, alarm_id)
    others = await table.list_reporters(act.tx, alarm.id)
    if not others:
        await alarms.call_off(act, alarm_id)
        return
    await table.drop_reporter(act.tx, alarm.id, others[0].telegram_id)
    going_on = rules.hand_over(alarm, others[0])
    await alarms.save(act, going_on)
    records.add_history(act.tx, alarm.community_id, alarm.person_id, "leave", "alarm", alarm.id, act.now)
    told = [await alarms.reach(act, going_on, one.person_id) for one in await table.list_alarmed(act.tx, alarm.id)]
    _answer(act, alarm.id, others[0], told=any(told))
    act.answer("danger.called_off_short")
    await alarm_notes.drop_draft(act, alarm)
    act.say(ChatId(alarm.telegram_id), "danger.left", urgency=DANGER, reader_id=alarm.person_id)


async def move_apart(act: Act, alarm_id: int) -> None:
    """不是同一件事: whoever had joined has an alarm of their own, with a chain of its own."""
    alarm = await table.get_alarm(act.tx, AlarmId(alarm_id))
    joined = await table.list_reporters(act.tx, alarm.id) if alarm else []
    mine = next((one for one in joined if one.telegram_id == act.origin.sender_id), None)
    if alarm is None or mine is None:
        raise NotFound("alarm.unknown")
    own = await _own_alarm(act, alarm, mine)
    act.answer("danger.apart_short")
    await alarms.begin(act, own)
    for kind in ("alarm", "alarm_line"):
        await act.redraw(kind, alarm.id)


async def set_place(act: Act, alarm_id: int, building_id: int) -> None:
    """The first means another building: what neighbours have reported where it was goes on there, as one alarm."""
    alarm = await access.own_alarm(act, alarm_id)
    await alarms.set_place(act, alarm_id, building_id)
    left = [one for one in await table.list_reporters(act.tx, alarm.id) if await _building(act, one) != building_id]
    if not left:
        return
    first, *rest = left
    own = await _own_alarm(act, alarm, first)
    for one in rest:
        await _leave(act, alarm, one, own)
        await table.add_reporter(act.tx, own, act.bot.bot_id, one, act.now)
    for one in left:
        act.say(ChatId(one.telegram_id), "danger.stays", urgency=DANGER, reader_id=one.person_id)
    await alarms.begin(act, own)
    told = await table.list_alarmed(act.tx, own)
    for one in rest:
        _answer(act, own, one, told=bool(told))


async def _own_alarm(act: Act, alarm: Alarm, mine: Reporter) -> AlarmId:
    """With their key, their place and their words."""
    key = await keys.get_key_by_id(act.tx, mine.key_id)
    if key is None:
        raise NotFound("alarm.unknown")
    place = await places.get_place(act.tx, mine.household_id) if mine.household_id else None
    building = await places.find_building(act.tx, mine.building_id) if mine.building_id else None
    own = await table.add_alarm(
        act.tx, alarm.community_id, act.bot.bot_id, alarm.danger, telegram_id=mine.telegram_id,
        person_id=mine.person_id, key=key, household_id=mine.household_id, building_id=mine.building_id,
        cell_id=place.cell_id if place else building.cell_id if building else alarm.cell_id, sent_at=act.now,
        now=act.now,
    )
    await _leave(act, alarm, mine, own)
    return own


async def _leave(act: Act, alarm: Alarm, one: Reporter, own: AlarmId) -> None:
    await table.drop_reporter(act.tx, alarm.id, one.telegram_id)
    await table.move_words(act.tx, alarm.id, own, one.key_id)


async def _building(act: Act, one: Reporter) -> int | None:
    place = await places.get_place(act.tx, one.household_id) if one.household_id else None
    return place.building_id if place else one.building_id


async def key_of(act: Act, alarm: Alarm) -> KeyId:
    """A stranger's words are sealed with the key that was made for them."""
    joined = await table.list_reporters(act.tx, alarm.id)
    return next((one.key_id for one in joined if one.telegram_id == act.origin.sender_id), alarm.key_id)


def _answer(act: Act, alarm_id: AlarmId, one: Reporter, *, told: bool) -> None:
    act.say(ChatId(one.telegram_id), "danger.answer", urgency=DANGER, reader_id=one.person_id, alarm_id=alarm_id,
            told=int(told))
