"""What was done about an alarm, in the words of whoever was there: it becomes part of the request."""

from bot.act import Act
from bot.actions import access, filing, handling, requests, routing, words
from domain import alarms as rules
from domain import requests as request_rules
from domain.alarms import Alarm
from domain.ids import DraftId, RequestId
from domain.requests import Filing, Request, State
from domain.routing import classify
from storage import alarms, drafts, links, notes, people
from storage import requests as request_table
from storage.people import Person


@words.on_words("alarm_note")
async def close(act: Act, person: Person, alarm_id: int, said: str) -> None:
    """The request is theirs from here on, so that it ends like any other: with 办结 and the resident's word."""
    _, alarm = await access.alarm_for(act, alarm_id)
    rules.check_running(alarm)
    assert act.origin.chat_id is not None
    await alarms.save_words(act.tx, alarm.id, act.origin.chat_id, act.origin.message_id or 0, person.id, person.key,
                            said, act.now)
    request = await _request_of(act, alarm, person)
    if request is None:
        act.reply("alarm.noted")
    else:
        await requests.note(act, person, request, "progress", said)
        await _take(act, request, person)
        act.reply("alarm.noted_as", number=request.number)
    await alarms.save_alarm(act.tx, rules.close(alarm, request.id if request else None, act.now))
    for kind in ("alarm", "alarm_line"):
        await act.redraw(kind, alarm.id)


async def drop_draft(act: Act, alarm: Alarm) -> None:
    """Whoever called it off is not asked whether to submit it: what was gathered of it goes, if nothing else was."""
    said = {one.message_id: one for one in await alarms.list_words(act.tx, alarm.id)
            if one.author_id == alarm.person_id}
    for one in said.values():
        link = await links.get_link(act.tx, act.bot.bot_id, one.chat_id, one.message_id)
        draft = await drafts.get_draft(act.tx, DraftId(link.subject_id)) if link and link.kind == "draft" else None
        if draft is None or draft.state != "open":
            continue
        if all(note.message_id in said for note in await notes.list_notes(act.tx, "draft", draft.id)):
            await drafts.save_draft(act.tx, draft._replace(state="dropped"))
            act.end_timer("draft", draft.id)
            await act.redraw("draft", draft.id)


async def _take(act: Act, request: Request, person: Person) -> None:
    if request.state is State.OPEN and await access.handles(act.tx, person.id, request.cell_id):
        claimed = await requests.save(act, request_rules.claim(request, person.id, act.now), person, "claim")
        await handling.show_holder(act, claimed, person)


async def _request_of(act: Act, alarm: Alarm, person: Person) -> Request | None:
    """What was filed about it, else what stands in the draft, else a new one; None where nobody knows the place."""
    said = await alarms.list_words(act.tx, alarm.id)
    for one in said:
        link = await links.get_link(act.tx, act.bot.bot_id, one.chat_id, one.message_id)
        if link is not None and link.kind == "request":
            return await request_table.get_request(act.tx, RequestId(link.subject_id))
        if link is not None and link.kind == "draft":
            filed = await _file_draft(act, alarm, DraftId(link.subject_id))
            if filed is not None:
                return filed
    about = "\n".join(one.words for one in said if one.words)
    return await _file(act, person, Filing(
        person.id, classify(about, act.settings.categories), source="patrol", urgency="urgent",
        subject_id=alarm.person_id, household_id=alarm.household_id, building_id=alarm.building_id,
    ), about)


async def _file_draft(act: Act, alarm: Alarm, draft_id: DraftId) -> Request | None:
    draft = await drafts.get_draft(act.tx, draft_id)
    if draft is None or draft.state != "open":
        return None
    filer = await people.get_person(act.tx, draft.person_id)
    joined = await alarms.list_reporters(act.tx, alarm.id)
    where = next((one for one in joined if one.person_id == filer.id), alarm)  # nobody reads a neighbour's door
    about = await requests.words_of(act, "draft", draft.id)
    request = await _file(act, filer, Filing(
        filer.id, draft.category or classify(about, act.settings.categories), urgency="urgent",
        household_id=draft.household_id or where.household_id, building_id=draft.building_id or where.building_id,
        subject_id=draft.subject_id, contact=draft.contact,
    ), about, draft.id)
    if request is not None:
        await drafts.save_draft(act.tx, draft._replace(state="filed", request_id=request.id))
        act.end_timer("draft", draft.id)
        await act.redraw("draft", draft.id)
        act.say(draft.chat_id, "request.filed", reader_id=filer.id, request_id=request.id)
    return request


async def _file(
    act: Act, filer: Person, what: Filing, about: str, draft_id: DraftId | None = None
) -> Request | None:
    if await routing.spot_of(act.tx, what) is None:
        return None
    return await filing.file(act, filer, what, words=about, from_draft=draft_id)
