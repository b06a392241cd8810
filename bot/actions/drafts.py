"""A draft: summed up, submitted or dropped, had back, asked about once, and put away in the end."""

from bot.act import ANSWER, Act
from bot.actions import access, answers
from bot.actions.filing import file
from bot.actions.sources import file_corrected
from bot.actions.summaries import dictated_as, understand
from bot.works import on_timer
from domain.calendar import out_of_quiet
from domain.errors import Conflict, NotFound
from domain.ids import DraftId, PersonId
from domain.requests import Filing
from storage import alarms, drafts, expectations, families, grid, people
from storage.drafts import Draft
from storage.people import Person

_HOUR = 3_600_000
_UNDO = 60_000


@on_timer("draft")
async def summarise(act: Act, draft_id: int) -> None:
    """Show what was understood."""
    draft = await drafts.get_draft(act.tx, DraftId(draft_id))
    if draft is None or draft.state != "open":
        return
    person = await people.get_person(act.tx, draft.person_id)
    if not access.agrees(act, person):
        return  # it waits for their yes to the notice
    if await _in_danger(act, person):
        act.set_timer("draft", draft.id, act.now + act.settings.danger.joins_within * 1000)
        return  # nobody is given a form to fill in while the house is on fire
    understood = await understand(act.tx, draft, act.settings)
    ready = await answers.for_draft(act.tx, draft, understood, act.now)
    subject_id = draft.subject_id
    if subject_id is None and understood.household_id is None:
        subject_id = await _only_elder(act, draft.person_id)
    await drafts.save_draft(act.tx, draft._replace(
        page="answer" if ready else "summary", first_at=0, subject_id=subject_id,
    ))
    await show(act, draft, anew=True)
    act.set_timer("draft_ask", draft.id, await _out_of_quiet(act, draft, act.settings.drafts.ask_after_hours))
    act.end_timer("draft_drop", draft.id)  # whoever goes on after that question is asked once more


async def _in_danger(act: Act, person: Person) -> bool:
    since = act.now - act.settings.danger.joins_within * 1000
    running = await alarms.find_running(act.tx, act.bot.bot_id, person.telegram_id or 0, since)
    return running is not None


async def _only_elder(act: Act, person_id: PersonId) -> PersonId | None:
    """Somebody who lives elsewhere and has one elder here writes for that elder."""
    if await people.get_home(act.tx, person_id) is not None:
        return None
    elders = await families.list_elders(act.tx, person_id)
    return elders[0].person_id if len(elders) == 1 else None


async def _out_of_quiet(act: Act, draft: Draft, hours: float) -> int:
    community = await grid.get_community(act.tx, draft.community_id)
    quiet = act.settings.quiet_hours
    return out_of_quiet(act.now + int(hours * _HOUR), quiet.start, quiet.end, community.timezone)


async def show(act: Act, draft: Draft, *, anew: bool = False) -> None:
    await act.show(draft.chat_id, "draft", draft.id, urgency=ANSWER, reader_id=draft.person_id, anew=anew)


@on_timer("draft_ask")
async def ask_still(act: Act, draft_id: int) -> None:
    """One gentle question about what was begun yesterday."""
    draft = await drafts.get_draft(act.tx, DraftId(draft_id))
    if draft is None or draft.state != "open":
        return
    if draft.page == "answer":  # who says no more has been helped
        await close_answered(act, draft)
        return
    await drafts.save_draft(act.tx, draft._replace(page="still"))
    await show(act, draft, anew=True)
    left = act.settings.drafts.drop_after_hours - act.settings.drafts.ask_after_hours
    act.set_timer("draft_drop", draft.id, await _out_of_quiet(act, draft, left))


@on_timer("draft_drop")
async def expire(act: Act, draft_id: int) -> None:
    draft = await drafts.get_draft(act.tx, DraftId(draft_id))
    if draft is not None and draft.state == "open":
        await _close(act, draft, "dropped", page="still")
        act.say(draft.chat_id, "draft.expired", reader_id=draft.person_id)


async def submit(act: Act, draft_id: int, generation: int) -> None:
    """确认提交: route it, number it, put the card up; the summary becomes the receipt: its number, and who has it."""
    person = await access.person_of(act)
    draft = await own(act, person, draft_id, generation)
    understood = await understand(act.tx, draft, act.settings)
    if understood.cell_id is None:
        act.answer("people.home_first")
        act.say(draft.chat_id, "people.ask_home")
        return
    filing = Filing(
        person.id, understood.category, understood.kind, urgency=draft.urgency, subject_id=draft.subject_id,
        household_id=understood.household_id, building_id=draft.building_id, contact=draft.contact,
        anonymous=draft.anonymous,
    )
    entry = await dictated_as(act.tx, draft)
    if entry is None:
        request = await file(act, person, filing, words=understood.words, from_draft=draft.id)
    else:
        request = await file_corrected(act, person, entry, draft.id, filing, understood.words)
    act.answer("request.filed_short")
    await _end(act, draft._replace(request_id=request.id), "filed")
    await show(act, draft)  # in the place of the summary, which is what was pressed


async def discard(act: Act, draft_id: int, generation: int) -> None:
    """不提交了; for a minute it can be had back."""
    person = await access.person_of(act)
    draft = await own(act, person, draft_id, generation)
    await _close(act, draft, "dropped", page="undo")
    act.set_timer("draft_gone", draft.id, act.now + _UNDO)
    act.answer("people.go_on")


async def restore(act: Act, draft_id: int) -> None:
    """恢复: as it was, beside whatever has been begun meanwhile."""
    person = await access.person_of(act)
    draft = await drafts.get_draft(act.tx, DraftId(draft_id))
    if draft is None or draft.person_id != person.id:
        raise NotFound("draft.unknown")
    if draft.state == "open":
        raise Conflict("draft.changed")
    if draft.state != "dropped" or draft.page != "undo":
        raise Conflict("draft.too_late")
    newer = await drafts.find_open_draft(act.tx, act.bot.bot_id, draft.chat_id, person.id)
    await drafts.save_draft(act.tx, draft._replace(
        state="open", page="summary", generation=draft.generation + 1, gathering=draft.gathering and newer is None,
    ))
    act.end_timer("draft_gone", draft.id)
    act.set_timer("draft", draft.id, act.now)
    act.answer("draft.restored")


@on_timer("draft_gone")
async def forget(act: Act, draft_id: int) -> None:
    """The minute is over."""
    draft = await drafts.get_draft(act.tx, DraftId(draft_id))
    if draft is not None and draft.page == "undo":
        await drafts.save_draft(act.tx, draft._replace(page="summary"))
        await act.redraw("draft", draft.id)


async def cancel(act: Act) -> None:
    """/cancel: whatever was begun in this chat, a report or an answer that was asked for."""
    person = await access.person_of(act)
    assert act.origin.chat_id is not None
    draft = await drafts.find_open_draft(act.tx, act.bot.bot_id, act.origin.chat_id, person.id)
    if draft is not None:
        await _close(act, draft, "dropped")
    asked = await expectations.take_expectation(act.tx, act.bot.bot_id, act.origin.chat_id, person.id)
    act.reply("help.cancelled" if draft or asked else "help.nothing_to_cancel")


async def close_followed(act: Act, draft: Draft) -> None:
    """`request_id` names what is followed instead of a request of one's own."""
    await _close(act, draft, "dropped")


async def close_noted(act: Act, draft: Draft) -> None:
    """`request_id` names what it was news of."""
    await _close(act, draft, "dropped", page="progress")


async def close_answered(act: Act, draft: Draft) -> None:
    """The answer that came at once was enough."""
    await _close(act, draft, "dropped", page="answer")


async def _close(act: Act, draft: Draft, state: str, page: str = "summary") -> None:
    await _end(act, draft, state, page)
    await act.redraw("draft", draft.id)


async def _end(act: Act, draft: Draft, state: str, page: str = "summary") -> None:
    await drafts.save_draft(act.tx, draft._replace(state=state, page=page))
    for kind in ("draft", "draft_ask", "draft_drop"):
        act.end_timer(kind, draft.id)


async def save(act: Act, draft: Draft, *, anew: bool = False) -> None:
    """And show it, on the message where it stands."""
    await drafts.save_draft(act.tx, draft)
    await show(act, draft, anew=anew)


async def own(act: Act, person: Person, draft_id: int, generation: int | None = None) -> Draft:
    """The gate for a draft. Raises NotFound for somebody else's, Conflict for one that is closed or has changed."""
    draft = await drafts.get_draft(act.tx, DraftId(draft_id))
    if draft is None or draft.person_id != person.id:
        raise NotFound("draft.unknown")
    if draft.state != "open":
        raise Conflict(f"draft.{draft.state}")
    if generation is not None and generation != draft.generation:
        await show(act, draft)
        raise Conflict("draft.changed")
    return draft
