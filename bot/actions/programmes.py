"""Programmes: plan the next dates and the steps of each, list them, take the answers of those who take part."""

from bot.act import Act
from bot.actions import access
from bot.works import on_timer
from domain.calendar import local_date
from domain.errors import Conflict, NotAllowed, NotFound
from domain.ids import OccurrenceId, ProgrammeId
from domain.programmes import closes_at, plan, starts_at, upcoming
from storage import families, grid, programmes
from storage import history as records
from storage.programmes import Occurrence, Programme

_DAY = 86_400_000


async def plan_all(act: Act) -> None:
    """At the start and after an import: every programme looks ahead at once."""
    for programme in await programmes.list_programmes(act.tx):
        act.set_timer("programme", programme.id, act.now)


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


async def list_upcoming(act: Act) -> None:
    """活动提醒: what is coming, in the chat that asked."""
    assert act.origin.chat_id is not None
    person = await access.person_of(act)
    act.say(act.origin.chat_id, "reminder.upcoming", reader_id=person.id, community_id=person.community_id,
            now=act.now)


async def respond(act: Act, reminder_id: int, answer: str) -> None:
    """参加, 不参加 or 请上门取; a relative may answer for the elder, and the latest answer counts until the cut-off."""
    person = await access.person_of(act)
    found = await programmes.get_reminder(act.tx, reminder_id)
    if found is None:
        raise NotFound("reminder.unknown")
    occurrence_id, subject_id, _ = found
    if subject_id != person.id and not await families.is_contact(act.tx, subject_id, person.id):
        raise NotAllowed("reminder.not_yours")
    occurrence, programme = await of_occurrence(act, occurrence_id)
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


async def of_occurrence(act: Act, occurrence_id: OccurrenceId) -> tuple[Occurrence, Programme]:
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
