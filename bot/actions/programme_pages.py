"""Loads what the readers of reminders, counts and call lists may see."""

from collections.abc import Mapping
from typing import Any

from bot.actions.call_lists import helper_of
from bot.actions.people import door
from bot.drawing import Reader, page, view
from bot.views import programmes as pages
from bot.views.page import Page
from bot.views.programmes import Invitation, ToCall
from domain.addresses import Door, walking_order
from domain.calendar import local_date
from domain.ids import OccurrenceId, PersonId
from domain.programmes import starts_at, upcoming
from storage import grid, people, places, programmes
from storage.programmes import Programme
from storage.views import View


@page("reminder.ask", "reminder.join", "reminder.decline", "reminder.fetch")
async def reminder(reader: Reader, facts: Mapping[str, Any]) -> Page:
    found = await programmes.get_reminder(reader.tx, facts["reminder_id"])
    assert found is not None
    occurrence_id, subject_id, recipient_id = found
    subject = await people.get_person(reader.tx, subject_id) if subject_id != recipient_id else None
    invitation, _ = await _invitation(reader, occurrence_id, subject.name if subject else None)
    answer = await programmes.get_response(reader.tx, occurrence_id, subject_id)
    if answer in {None, "unreached"}:
        return pages.ask(invitation, facts["reminder_id"])
    return pages.answered(invitation, str(answer))


@view("reminder.counts")
async def counts(reader: Reader, shown: View) -> Page | None:
    occurrence_id = OccurrenceId(shown.subject_id)
    invitation, programme = await _invitation(reader, occurrence_id, None)
    below = await grid.list_below(reader.tx, programme.cell_id)
    cells = "," + ",".join(str(cell) for cell in below) + ","
    roster = await programmes.count_roster(reader.tx, cells, programme.tag)
    return pages.counts(invitation, roster, await programmes.count_responses(reader.tx, occurrence_id))


@view("reminder.missed")
async def missed(reader: Reader, shown: View) -> Page | None:
    return pages.missed((await _invitation(reader, OccurrenceId(shown.subject_id), None))[0])


@page("reminder.call_list")
async def call_list(reader: Reader, facts: Mapping[str, Any]) -> Page:
    """Only those whom nobody nearer answers for, in the order in which one walks."""
    occurrence_id = OccurrenceId(facts["occurrence_id"])
    invitation, _ = await _invitation(reader, occurrence_id, None)
    assert reader.person_id is not None
    listed = [
        entry
        for subject_id in await programmes.list_unreached(reader.tx, occurrence_id)
        if await helper_of(reader.tx, subject_id) == reader.person_id
        and (entry := await _to_call(reader, subject_id))
    ]
    return pages.call_list(invitation, [one for _, one in sorted(listed, key=lambda pair: pair[0])])


@page("reminder.upcoming")
async def coming(reader: Reader, facts: Mapping[str, Any]) -> Page:
    found = []
    for programme in await programmes.list_programmes(reader.tx):
        community = await grid.get_community(reader.tx, programme.community_id)
        if community.id != facts["community_id"]:
            continue
        reader.zone = community.timezone
        today = local_date(facts["now"], community.timezone)
        found += [
            Invitation(programme.name, programme.place, starts_at(day, programme.time, community.timezone), None)
            for day in upcoming(programme.rule, today)
        ]
    return pages.upcoming(sorted(found, key=lambda one: one.starts_at)[:5])


async def _invitation(
    reader: Reader, occurrence_id: OccurrenceId, subject: str | None
) -> tuple[Invitation, Programme]:
    occurrence = await programmes.get_occurrence(reader.tx, occurrence_id)
    assert occurrence is not None
    programme = await programmes.get_programme(reader.tx, occurrence.programme_id)
    assert programme is not None
    reader.zone = (await grid.get_community(reader.tx, programme.community_id)).timezone
    return Invitation(programme.name, programme.place, occurrence.starts_at, subject), programme


async def _to_call(reader: Reader, subject_id: PersonId) -> tuple[Any, ToCall] | None:
    home = await people.get_home(reader.tx, subject_id)
    place = await places.get_place(reader.tx, home) if home else None
    if place is None:
        return None
    person = await people.get_person(reader.tx, subject_id)
    order = walking_order(Door(place.compound, place.building, place.unit or None, place.room))
    return (place.compound, order), ToCall(door(place), person.name or "", person.phone)


