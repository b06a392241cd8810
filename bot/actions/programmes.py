"""Programmes: plan the next dates, remind who takes part or who answers for them, take the answers, tell the counts."""

from typing import Any

from bot.act import ANSWER, BROADCAST, Act
from bot.actions import access
from bot.works import on_result, on_timer
from domain.calendar import local_date, out_of_quiet
from domain.errors import Conflict, NotAllowed, NotFound
from domain.ids import ChatId, OccurrenceId, PersonId, ProgrammeId
from domain.programmes import closes_at, plan, starts_at, upcoming
from storage import bindings, families, grid, mailings, people, places, programmes
from storage import history as records
from storage.database import Transaction
from storage.mailings import Mailing
from storage.messages import Message
from storage.programmes import Occurrence, Participant, Programme

_DAY = 86_400_000
_AT_ONCE = 200
_LISTS_AT_MOST = 100
_AHEAD = 60 * 30


@on_timer("programme")
async def look_ahead(act: Act, programme_id: int) -> None:
    """Once a day: see that the next dates and their steps are planned. Planning twice changes nothing."""
    programme = await programmes.get_programme(act.tx, ProgrammeId(programme_id))
    if programme is None:
        return
    community = await grid.get_community(act.tx, programme.community_id)
    quiet = (act.settings.quiet_hours.start, act.settings.quiet_hours.end)
    for day in upcoming(programme.rule, local_date(act.now, community.timezone)):
        begins = starts_at(day, programme.time, community.timezone)
        occurrence_id = await programmes.save_occurrence(act.tx, programme.id, day.isoformat(), begins)
        for step in plan(day, programme.time, programme.steps, community.timezone, quiet):
            step_id = await programmes.add_step(act.tx, occurrence_id, step.name, step.due_at, step.until_at)
            if step_id is not None:
                act.set_timer("step", step_id, step.due_at)
    act.set_timer("programme", programme_id, act.now + _DAY)


@on_timer("step")
async def fire(act: Act, step_id: int) -> None:
    """A step is due: sent late only while it still helps; what is missed is shown to a person."""
    step = await programmes.get_step(act.tx, step_id)
    if step is None or step.state != "planned":
        return
    occurrence, programme = await _of(act, step.occurrence_id)
    if occurrence.state != "planned":
        await programmes.end_step(act.tx, step_id, "withdrawn")
        return
    community = await grid.get_community(act.tx, programme.community_id)
    quiet = act.settings.quiet_hours
    due = out_of_quiet(act.now, quiet.start, quiet.end, community.timezone)
    if act.now < due < step.until_at:
        act.set_timer("step", step_id, due)
        return
    if act.now >= step.until_at or due >= step.until_at:
        await programmes.end_step(act.tx, step_id, "missed")
        records.add_history(act.tx, programme.community_id, None, "missed", "step", step_id, act.now)
        await _tell_group(act, programme, "reminder.missed", occurrence.id)
        return
    await programmes.end_step(act.tx, step_id, "fired")
    mailing_id = await mailings.open_mailing(act.tx, act.bot.bot_id, "step", step_id, act.now)
    await expand(act, mailing_id)


@on_timer("mailing")
async def expand(act: Act, mailing_id: int) -> None:
    """Remind the next few of the roster; go on when delivery has come near."""
    mailing = await mailings.get_mailing(act.tx, mailing_id)
    if mailing is None or mailing.state != "open":
        return
    if await mailings.count_unsent(act.tx, mailing_id) >= _AHEAD:
        act.set_timer("mailing", mailing_id, act.now + 10_000)
        return
    step = await programmes.get_step(act.tx, mailing.subject_id)
    assert step is not None
    occurrence, programme = await _of(act, step.occurrence_id)
    roster = await programmes.list_roster(
        act.tx, await _cells(act, programme), programme.tag, PersonId(mailing.reached_id), _AT_ONCE
    )
    for participant in roster:
        await _remind(act, mailing, step.id, occurrence, participant)
    done = len(roster) < _AT_ONCE
    reached = roster[-1].person_id if roster else mailing.reached_id
    await mailings.advance_mailing(act.tx, mailing, reached, done=done)
    if not done:
        act.set_timer("mailing", mailing_id, act.now)
        return
    await _tell_group(act, programme, "reminder.counts", occurrence.id)
    await _call_lists(act, programme, occurrence)


async def respond(act: Act, reminder_id: int, answer: str) -> None:
    """参加, 不参加 or 请上门取; a relative may answer for the elder, and the latest answer counts until the cut-off."""
    person = await access.person_of(act)
    found = await programmes.get_reminder(act.tx, reminder_id)
    if found is None:
        raise NotFound("reminder.unknown")
    occurrence_id, subject_id, _ = found
    if subject_id != person.id and not await families.is_contact(act.tx, subject_id, person.id):
        raise NotAllowed("reminder.not_yours")
    occurrence, programme = await _of(act, occurrence_id)
    if occurrence.state != "planned" or act.now >= await _closes_at(act, programme, occurrence):
        raise Conflict("reminder.closed")
    await programmes.save_response(act.tx, occurrence_id, subject_id, answer, person.id, act.now)
    records.add_history(
        act.tx, programme.community_id, person.id, answer, "occurrence", occurrence_id, act.now, for_person=subject_id
    )
    act.answer(f"reminder.{answer}_short")
    await act.redraw("reminder.counts", occurrence_id)
    if act.origin.chat_id is not None:
        act.say(act.origin.chat_id, f"reminder.{answer}", reader_id=person.id, reminder_id=reminder_id)


async def list_upcoming(act: Act) -> None:
    """活动提醒: what is coming, in the chat that asked."""
    assert act.origin.chat_id is not None
    person = await access.person_of(act)
    act.say(act.origin.chat_id, "reminder.upcoming", reader_id=person.id, community_id=person.community_id,
                  now=act.now)


async def plan_all(act: Act) -> None:
    """At the start and after an import: every programme looks ahead at once."""
    for programme in await programmes.list_programmes(act.tx):
        act.set_timer("programme", programme.id, act.now)


async def _remind(
    act: Act, mailing: Mailing | None, step_id: int, occurrence: Occurrence, whom: Participant
) -> bool:
    """In their own chat, else the first relative with one; false where they are left to a helper's call list."""
    recipient, chat_id = whom.person_id, whom.telegram_id
    if chat_id is None:
        for contact in await families.list_contacts(act.tx, whom.person_id):
            if contact.telegram_id is not None:
                recipient, chat_id = contact.person_id, contact.telegram_id
                break
    if chat_id is None:
        await programmes.save_response(act.tx, occurrence.id, whom.person_id, "unreached", None, act.now)
        return False
    reminder_id = await programmes.add_reminder(
        act.tx, step_id, occurrence.id, whom.person_id, recipient, act.now
    )
    if reminder_id is None:
        return True
    act.post(Message(
        act.bot.bot_id, ChatId(chat_id), BROADCAST, "reminder.ask", {"reminder_id": reminder_id},
        reader_id=recipient, mailing_id=mailing.id if mailing else None, recipient_id=whom.person_id,
        then_act="reminder_failed", expires_at=occurrence.starts_at,
    ))
    return True


@on_result("reminder_failed")
async def undelivered(act: Act, outcome: dict[str, Any]) -> None:
    """Its chat is out of reach: the next relative, else the call list of whoever answers for the door."""
    found = await programmes.get_reminder(act.tx, outcome["facts"]["reminder_id"])
    if found is None:
        return
    occurrence_id, subject_id, _ = found
    occurrence, programme = await _of(act, occurrence_id)
    step = await programmes.find_step(act.tx, outcome["facts"]["reminder_id"])
    if occurrence.state != "planned" or act.now >= occurrence.starts_at or step is None:
        return
    subject = await people.get_person(act.tx, subject_id)
    reached = await _remind(act, None, step, occurrence, Participant(subject_id, None, subject.language))
    await act.redraw("reminder.counts", occurrence_id)
    if not reached and (helper := await helper_of(act.tx, subject_id)) is not None:
        await _send_list(act, programme, helper, occurrence_id)


async def _tell_group(act: Act, programme: Programme, key: str, occurrence_id: OccurrenceId) -> None:
    """A group gets counts only."""
    for cell in await grid.list_chain(act.tx, programme.cell_id):
        chat_id = await bindings.get_chat_of(act.tx, act.bot.bot_id, cell.id)
        if chat_id is not None:
            await act.show(chat_id, key, occurrence_id)
            return
    for post in await people.list_posts_at(act.tx, programme.cell_id):
        person = await people.get_person(act.tx, post.person_id)
        if person.telegram_id is not None:
            await act.show(ChatId(person.telegram_id), key, occurrence_id, reader_id=person.id)


async def _call_lists(act: Act, programme: Programme, occurrence: Occurrence) -> None:
    """Who has no chat at all is called by whoever answers for their door: one private list each."""
    helpers: set[PersonId] = set()
    for subject_id in await programmes.list_unreached(act.tx, occurrence.id):
        if (helper := await helper_of(act.tx, subject_id)) is not None:
            helpers.add(helper)
    for helper in sorted(helpers)[:_LISTS_AT_MOST]:
        await _send_list(act, programme, helper, occurrence.id)


async def _send_list(act: Act, programme: Programme, helper: PersonId, occurrence_id: OccurrenceId) -> None:
    """Names, doors and phones: for this one reader, and noted as read."""
    person = await people.get_person(act.tx, helper)
    if person.telegram_id is None:
        return
    records.add_history(act.tx, programme.community_id, helper, "see_contacts", "occurrence", occurrence_id, act.now)
    act.say(ChatId(person.telegram_id), "reminder.call_list", urgency=ANSWER, reader_id=person.id,
            occurrence_id=occurrence_id)


async def helper_of(tx: Transaction, subject_id: PersonId) -> PersonId | None:
    """The nearest post above somebody's door that has opened the bot."""
    home = await people.get_home(tx, subject_id)
    place = await places.get_place(tx, home) if home else None
    for cell in await grid.list_chain(tx, place.cell_id) if place else []:
        for post in await people.list_posts_at(tx, cell.id):
            if (await people.get_person(tx, post.person_id)).telegram_id is not None:
                return post.person_id
    return None


async def _of(act: Act, occurrence_id: OccurrenceId) -> tuple[Occurrence, Programme]:
    occurrence = await programmes.get_occurrence(act.tx, occurrence_id)
    assert occurrence is not None
    programme = await programmes.get_programme(act.tx, occurrence.programme_id)
    if programme is None:
        raise NotFound("reminder.unknown")
    return occurrence, programme


async def _closes_at(act: Act, programme: Programme, occurrence: Occurrence) -> int:
    if programme.cutoff is None:
        return occurrence.starts_at
    community = await grid.get_community(act.tx, programme.community_id)
    days, wall = programme.cutoff
    return closes_at(occurrence.original_date, days, wall, community.timezone)


async def _cells(act: Act, programme: Programme) -> str:
    below = await grid.list_below(act.tx, programme.cell_id)
    return "," + ",".join(str(cell) for cell in below) + ","
