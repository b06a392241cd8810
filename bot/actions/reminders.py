"""Reminders: a step that is due goes to the roster a few hundred at a time; groups and helpers hear what is left."""

from typing import Any

from bot.act import BROADCAST, Act
from bot.actions import call_lists
from bot.actions.programmes import of_occurrence
from bot.works import on_result, on_timer
from domain.calendar import out_of_quiet
from domain.ids import ChatId, OccurrenceId, PersonId
from storage import bindings, families, grid, mailings, people, programmes
from storage import history as records
from storage.mailings import Mailing
from storage.messages import Message
from storage.programmes import Occurrence, Participant, Programme

_AT_ONCE = 200
_AHEAD = 60 * 30


@on_timer("step")
async def fire(act: Act, step_id: int) -> None:
    """A step is due: sent late only while it still helps; what is missed is shown to a person."""
    step = await programmes.get_step(act.tx, step_id)
    if step is None or step.state != "planned":
        return
    occurrence, programme = await of_occurrence(act, step.occurrence_id)
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
    occurrence, programme = await of_occurrence(act, step.occurrence_id)
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
    await call_lists.send_all(act, programme, occurrence)


@on_result("reminder_failed")
async def undelivered(act: Act, outcome: dict[str, Any]) -> None:
    """Its chat is out of reach: the next relative, else the call list of whoever answers for the door."""
    found = await programmes.get_reminder(act.tx, outcome["facts"]["reminder_id"])
    if found is None:
        return
    occurrence_id, subject_id, _ = found
    occurrence, programme = await of_occurrence(act, occurrence_id)
    step = await programmes.find_step(act.tx, outcome["facts"]["reminder_id"])
    if occurrence.state != "planned" or act.now >= occurrence.starts_at or step is None:
        return
    subject = await people.get_person(act.tx, subject_id)
    reached = await _remind(act, None, step, occurrence, Participant(subject_id, None, subject.language))
    await act.redraw("reminder.counts", occurrence_id)
    if not reached and (helper := await call_lists.helper_of(act.tx, subject_id)) is not None:
        await call_lists.send(act, programme, helper, occurrence_id)


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


async def _cells(act: Act, programme: Programme) -> str:
    below = await grid.list_below(act.tx, programme.cell_id)
    return "," + ",".join(str(cell) for cell in below) + ","
