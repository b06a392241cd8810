"""What people are told in private without having asked: the one way, so that it can be merged, held back and counted.

`push` is for staff, `tell_filer` for residents. Answers to what somebody has just typed or pressed are not pushes: they
are said with `act.say` or `act.reply` at once.

Staff: on duty the first word goes at once, what follows within a few minutes goes together, and after so many messages
a day the rest waits for the morning, as does everything outside duty. Residents: at once by day; at night only while
they are up and about in our chat. What waits is rows and one timer for each person, never a message in others' way.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from bot.act import ANSWER, DANGER, Act
from bot.actions.voices import voice_of
from bot.actions.working import calendar_of
from bot.works import on_timer
from domain import pushes as rules
from domain.calendar import day_begins, local_date, out_of_quiet
from domain.ids import ChatId, PersonId
from domain.requests import Request
from storage import duty, follows, grid, inbox, people, pushes, requests, shifts
from storage.people import Person
from storage.pushes import Push

_MINUTE = 60_000
_AWAKE = 5 * _MINUTE
_KEPT = 7 * 86_400_000
_AT_ONCE = 50
_AHEAD = timedelta(days=14)
# What somebody has to act on within the hour: on duty it is said at once, together with all that was held.
SOON = frozenset({
    "board.residents", "delegate.ask", "group.kicked", "handling.answer", "member.gone", "promise.hurry",
    "unit.contact", "unit.told",
})
Item = tuple[str, Mapping[str, Any]]


async def push(act: Act, person_id: PersonId, key: str, *, urgency: int = ANSWER, **facts: Any) -> bool:
    """Tell a member of staff something in private; false where they have no chat with the bot. DANGER never waits."""
    person = await people.get_person(act.tx, person_id)
    if person.telegram_id is None:
        return False
    if urgency == DANGER or person.telegram_id == act.origin.sender_id:
        _say(act, person, [(key, facts)], urgency)
        return True
    due_at = await _staff_may_hear(act, person, soon=key in SOON)
    if due_at > act.now and await _is_urgent(act, facts):
        due_at = await _staff_may_hear(act, person, soon=key in SOON, urgent=True)
    await _tell(act, person, key, facts, due_at, staff=True)
    return True


async def may_hear_now(act: Act, person: Person, *, urgent: bool = False) -> bool:
    """Whether a member of staff is told at once what has to be acted on within the hour."""
    return await _staff_may_hear(act, person, soon=True, urgent=urgent) <= act.now


async def _is_urgent(act: Act, facts: Mapping[str, Any]) -> bool:
    """About something urgent: whoever is on duty on a day off hears of it there and then."""
    request = await requests.get_request(act.tx, facts["request_id"]) if "request_id" in facts else None
    return request is not None and request.urgency == "urgent"


async def tell_filer(act: Act, request: Request, key: str, **facts: Any) -> None:
    """Whoever speaks for it and whoever follows it, each in their own chat; `request_id` goes with the facts.

    Who has just done it knows; and who took it down for somebody else need not hear of each step.
    """
    voice = await voice_of(act.tx, request)
    spoken = [voice.id] if voice is not None else []
    told = dict.fromkeys((*spoken, *await follows.list_followers(act.tx, request.id)))
    for person_id in told:
        person = await people.get_person(act.tx, person_id)
        if person.telegram_id is None or person.telegram_id == act.origin.sender_id:
            continue
        if len(told) > _AT_ONCE:
            await _tell_apart(act, person, key, {"request_id": request.id, **facts})
        else:
            await tell_resident(act, person, key, request_id=request.id, **facts)


async def _tell_apart(act: Act, person: Person, key: str, facts: Mapping[str, Any]) -> None:
    """Where very many are to be told, each in an act of their own."""
    await pushes.add_push(act.tx, person.id, key, facts, ANSWER, staff=False, due_at=act.now)
    act.set_timer("push", person.id, act.now)


async def tell_resident(act: Act, person: Person, key: str, **facts: Any) -> None:
    await _tell(act, person, key, facts, await _resident_may_hear(act, person), staff=False)


@on_timer("push")
async def say_held(act: Act, person_id: int) -> None:
    """What has waited long enough, if now is a good time after all."""
    person = await people.get_person(act.tx, PersonId(person_id))
    for staff in (True, False):
        held = [one for one in await _held(act, person, staff=staff) if one.due_at <= act.now]
        if not held:
            continue
        urgent = staff and any([await _is_urgent(act, one.facts) for one in held])
        may_at = await (_staff_may_hear(act, person, urgent=urgent) if staff else _resident_may_hear(act, person))
        if may_at > act.now:
            for one in held:
                await pushes.put_off(act.tx, one.id, may_at)
        else:
            await say_all_held(act, person, staff=staff)
    await _wake(act, person.id)


async def take_held(act: Act, person: Person, *, staff: bool) -> list[Item]:
    """Whatever waits for them, as said from now on: whoever takes it says it."""
    held = await _held(act, person, staff=staff)
    if held:
        pushes.mark_said(act.tx, [one.id for one in held], act.now)
        pushes.drop_said(act.tx, person.id, act.now - _KEPT)
    return rules.worth_saying([(one.key, one.facts) for one in held])


async def say_all_held(act: Act, person: Person, *, staff: bool) -> None:
    """In one message."""
    if (items := await take_held(act, person, staff=staff)) and person.telegram_id is not None:
        _say(act, person, items)


async def working_days(act: Act, person: Person) -> Callable[[date], bool]:
    """Which days are working days for them."""
    return (await calendar_of(act.tx, act.settings, person.community_id)).works_on


async def _tell(act: Act, person: Person, key: str, facts: Mapping[str, Any], due_at: int, *, staff: bool) -> None:
    if due_at <= act.now and not staff and not await pushes.list_held(act.tx, person.id):
        _say(act, person, [(key, facts)])
        return
    await pushes.add_push(act.tx, person.id, key, facts, ANSWER, staff=staff, due_at=due_at)
    if due_at <= act.now:
        await say_all_held(act, person, staff=staff)
    await _wake(act, person.id)


async def _held(act: Act, person: Person, *, staff: bool) -> list[Push]:
    return [one for one in await pushes.list_held(act.tx, person.id) if one.staff == staff]


async def _wake(act: Act, person_id: PersonId) -> None:
    due_at = await pushes.find_next_due(act.tx, person_id)
    if due_at is not None:
        act.set_timer("push", person_id, due_at)


async def _with_shifts(
    act: Act, person: Person, zone: str, works: Callable[[date], bool]
) -> Callable[[date], bool]:
    """Their working days, and the days off on which they are on duty."""
    today = local_date(act.now, zone)
    days = await shifts.list_days_of(act.tx, person.id, today.isoformat(), (today + _AHEAD).isoformat())
    return lambda day: works(day) or day.isoformat() in days


async def _staff_may_hear(act: Act, person: Person, *, soon: bool = False, urgent: bool = False) -> int:
    hours, manners = act.settings.staff_hours, act.settings.pushes
    zone = (await grid.get_community(act.tx, person.community_id)).timezone
    works = await working_days(act, person)
    on_duty = rules.on_duty_at(act.now, (hours.start, hours.end), zone, works)
    if urgent and on_duty > act.now:
        works = await _with_shifts(act, person, zone, works)
        on_duty = rules.on_duty_at(act.now, (hours.start, hours.end), zone, works)
    if await duty.list_away(act.tx, [person.id], act.now):  # asked again each morning: leave may end early
        on_duty = rules.morning_after(act.now, hours.start, zone, works)
    if soon and on_duty > act.now and await _awake(act, person):
        return act.now
    told = await pushes.get_told(act.tx, person.id, day_begins(act.now, zone))
    at = rules.say_at(act.now, on_duty, told, soon=soon, merge=manners.merge_minutes * _MINUTE,
                      at_most=manners.at_most_a_day)
    return rules.morning_after(act.now, hours.start, zone, works) if at is None else at


async def _resident_may_hear(act: Act, person: Person) -> int:
    quiet = act.settings.quiet_hours
    zone = (await grid.get_community(act.tx, person.community_id)).timezone
    due_at = out_of_quiet(act.now, quiet.start, quiet.end, zone)
    return act.now if due_at > act.now and await _awake(act, person) else due_at


async def _awake(act: Act, person: Person) -> bool:
    """Whoever has written or pressed in our chat a moment ago is waiting for us."""
    return await inbox.was_heard(act.tx, f"c{person.telegram_id}", act.now - _AWAKE)


def _say(act: Act, person: Person, items: list[Item], urgency: int = ANSWER) -> None:
    chat_id = ChatId(person.telegram_id or 0)
    if len(items) == 1:
        key, facts = items[0]
        act.say(chat_id, key, urgency=urgency, reader_id=person.id, **facts)
    elif items:
        act.say(chat_id, "pushes.merged", urgency=urgency, reader_id=person.id, items=items)
