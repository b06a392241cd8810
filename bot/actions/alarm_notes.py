"""What was done about an alarm, in the words of whoever was there: it becomes part of the request."""

from bot.act import ANSWER, Act
from bot.actions import access, filing, handling, requests, routing, sources, words
from bot.actions.summaries import category_of
from domain import alarms as rules
from domain import requests as request_rules
from domain.alarms import Alarm
from domain.ids import DraftId, EntryId, PersonId
from domain.requests import Filing, Request, State
from storage import alarms, drafts, follows, homes, links, notes, people
from storage import history as records
from storage import sources as sources_table
from storage.drafts import Draft
from storage.links import Link
from storage.people import Person


@words.on_words("alarm_note")
async def close(act: Act, person: Person, alarm_id: int, said: str) -> bool:
    """The request is theirs from here on, so that it ends like any other: with 办结 and the resident's word."""
    _, alarm = await access.alarm_for(act, alarm_id)
    if alarm.state not in rules.RUNNING:
        return False
    assert act.origin.chat_id is not None
    await alarms.save_words(act.tx, alarm.id, act.origin.chat_id, act.origin.message_id or 0, person.id, person.key,
                            said, act.now)
    request = await _request_of(act, alarm, person)
    if request is None:
        act.reply("alarm.noted")
    else:
        await requests.note(act, person, request, "progress", said)
        taken = await _take(act, request, person)
        if taken.holder_id == person.id and taken.state not in request_rules.ENDED:
            act.reply("alarm.noted_as", number=request.number)
        else:
            act.reply("alarm.noted")
        await _others_follow(act, alarm, request)
    await alarms.save_alarm(act.tx, rules.close(alarm, request.id if request else None, act.now))
    for kind in ("alarm", "alarm_line"):
        await act.redraw(kind, alarm.id)
    return True


async def drop_draft(act: Act, alarm: Alarm) -> None:
    """Whoever called it off is not asked whether to submit it: what was gathered of it goes, if nothing else was."""
    for draft in await _drafts_about(act, alarm, alarm.person_id):
        await _end_draft(act, draft)


async def _others_follow(act: Act, alarm: Alarm, request: Request) -> None:
    """A neighbour who had reported the same hears what became of it, and is not asked to submit it once more."""
    if request.sensitive or request.state in request_rules.ENDED:
        return
    reporters = [alarm.person_id, *(one.person_id for one in await alarms.list_reporters(act.tx, alarm.id))]
    for person_id in dict.fromkeys(one for one in reporters if one not in {None, request.filer_id}):
        for draft in await _drafts_about(act, alarm, person_id):
            await follows.add_follower(act.tx, request.id, draft.person_id, act.now)
            records.add_history(act.tx, request.community_id, draft.person_id, "follow", "request", request.id, act.now)
            await _end_draft(act, draft._replace(request_id=request.id))
            act.say(draft.chat_id, "danger.became", reader_id=draft.person_id, number=request.number)


async def _drafts_about(act: Act, alarm: Alarm, author_id: PersonId | None) -> list[Draft]:
    """What this author has begun, where it holds nothing but what they said of the danger."""
    if author_id is None:
        return []
    said = [one for one in await alarms.list_words(act.tx, alarm.id) if one.author_id == author_id]
    marks = {mark for one in said for mark in (one.message_id, -one.message_id)}  # below zero what a group has heard
    links_of = [await links.get_link(act.tx, act.bot.bot_id, one.chat_id, one.message_id) for one in said]
    found = [await drafts.get_draft(act.tx, DraftId(subject_id))
             for subject_id in dict.fromkeys(one.subject_id for one in links_of if one and one.kind == "draft")]
    return [draft for draft in found if draft and draft.state == "open" and all(
        note.message_id in marks for note in await notes.list_notes(act.tx, "draft", draft.id))]


async def _end_draft(act: Act, draft: Draft) -> None:
    await drafts.save_draft(act.tx, draft._replace(state="dropped", page="summary"))
    act.end_timer("draft", draft.id)
    await act.redraw("draft", draft.id)


async def _take(act: Act, request: Request, person: Person) -> Request:
    """As it is then: what somebody else has in hand, or nobody any more, stays so."""
    if request.state is not State.OPEN or not await access.handles(act.tx, person.id, request.cell_id):
        return request
    claimed = await requests.save(act, request_rules.claim(request, person.id, act.now), person, "claim")
    await handling.show_holder(act, claimed, person)
    return claimed


async def _request_of(act: Act, alarm: Alarm, person: Person) -> Request | None:
    """What was filed about it, else what stands in the draft, else a new one; None where nobody knows the place.

    What somebody has withdrawn is not in hand any more: what a neighbour has written goes before it.
    """
    said = await alarms.list_words(act.tx, alarm.id)
    ended: Request | None = None
    for one in said:
        link = await links.get_link(act.tx, act.bot.bot_id, one.chat_id, one.message_id)
        found = await _made_of(act, alarm, link) if link is not None else None
        if found is not None and found.state not in request_rules.ENDED:
            return found
        ended = found or ended
    if ended is not None:
        return ended
    about = "\n".join(one.words for one in said if one.words)
    return await _file(act, person, Filing(
        person.id, category_of(about, act.settings), source="patrol", urgency="urgent",
        subject_id=await _whom(act, alarm), household_id=alarm.household_id, building_id=alarm.building_id,
    ), about)


async def _made_of(act: Act, alarm: Alarm, link: Link) -> Request | None:
    """What has become, or becomes now, of what somebody had written: a request, a draft, a line for a caller."""
    if link.kind == "request":
        return await requests.get(act, link.subject_id)
    if link.kind == "draft":
        return await _file_draft(act, alarm, DraftId(link.subject_id))
    return await _file_entry(act, EntryId(link.subject_id)) if link.kind == "entry" else None


async def _file_entry(act: Act, entry_id: EntryId) -> Request | None:
    """What was typed for a caller is filed as it was typed, and not asked about once more."""
    entry = await sources_table.get_entry(act.tx, entry_id)
    if entry is None or (entry.state != "open" and entry.request_id is None) or not entry.placed:
        return None
    if entry.request_id is not None:
        return await requests.get(act, entry.request_id)
    filed = await sources.file(act, await people.get_person(act.tx, entry.person_id), entry, urgency="urgent")
    await act.redraw("entry", entry.id)
    return filed


async def _whom(act: Act, alarm: Alarm) -> PersonId | None:
    """Whoever wrote it, but nobody of the staff who typed it for a door that is not theirs."""
    if alarm.person_id is None or alarm.household_id is None or not await people.list_posts(act.tx, alarm.person_id):
        return alarm.person_id
    return alarm.person_id if alarm.household_id in await homes.list_homes(act.tx, alarm.person_id) else None


async def _file_draft(act: Act, alarm: Alarm, draft_id: DraftId) -> Request | None:
    draft = await drafts.get_draft(act.tx, draft_id)
    if draft is None or draft.state != "open":
        return None
    filer = await people.get_person(act.tx, draft.person_id)
    joined = await alarms.list_reporters(act.tx, alarm.id)
    where = next((one for one in joined if one.person_id == filer.id), alarm)  # nobody reads a neighbour's door
    about = await requests.words_of(act, "draft", draft.id)
    request = await _file(act, filer, Filing(
        filer.id, draft.category or category_of(about, act.settings), urgency="urgent",
        household_id=draft.household_id or where.household_id, building_id=draft.building_id or where.building_id,
        subject_id=draft.subject_id, contact=draft.contact,
    ), about, draft.id)
    if request is not None:
        await drafts.save_draft(act.tx, draft._replace(state="filed", request_id=request.id))
        act.end_timer("draft", draft.id)
        await act.show(draft.chat_id, "draft", draft.id, urgency=ANSWER, reader_id=filer.id, anew=True)
    return request


async def _file(
    act: Act, filer: Person, what: Filing, about: str, draft_id: DraftId | None = None
) -> Request | None:
    if await routing.spot_of(act.tx, what) is None:
        return None
    return await filing.file(act, filer, what, words=about, from_draft=draft_id)
