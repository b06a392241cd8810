"""From the first word to the grade: gather, submit, claim, report, resolve, rate, and up a tier if not solved."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.act import ANSWER, Act
from bot.actions import access
from bot.works import on_timer
from domain import requests as rules
from domain.calendar import local_date
from domain.errors import Conflict, Invalid, NotFound
from domain.ids import CellId, ChatId, DraftId, RequestId
from domain.requests import Request, State
from domain.routing import above, classify, route
from storage import drafts, expectations, grid, links, notes, people, requests
from storage import history as records
from storage.drafts import Draft
from storage.people import Person

_WORDS_ASKED_FOR = 3_600_000
_CARDS_AT_ONCE = 5


async def hear(act: Act, words: str) -> None:
    """Plain words in a private chat: an answer that was asked for, a door, or part of a report."""
    from bot.actions.people import settle_by_words

    person = await access.person_of(act)
    assert act.origin.chat_id is not None
    asked = await expectations.take_expectation(act.tx, act.bot.bot_id, act.origin.chat_id, person.id)
    if asked and act.now - asked.asked_at <= _WORDS_ASKED_FOR:
        await WORDS[asked.act](act, person, asked.subject_id, words)
        return
    home = await people.get_home(act.tx, person.id)
    if home is None and await settle_by_words(act, person, words):
        return
    await gather(act, person, words)
    if home is None:
        act.say(act.origin.chat_id, "people.ask_home")


async def gather(act: Act, person: Person, words: str) -> None:
    """Join the draft; the summary comes when nothing more has come for a while."""
    chat_id, bot_id = act.origin.chat_id, act.bot.bot_id
    assert chat_id is not None
    draft = await drafts.open_draft(act.tx, bot_id, chat_id, person.id, person.community_id, act.now)
    await notes.add_note(
        act.tx, person.community_id, "draft", draft.id, author_id=person.id, key=person.key, kind="report",
        words=words, message_id=act.origin.message_id, now=act.now,
    )
    act.link("draft", draft.id)
    wait = int(act.settings.drafts.gather * 1000)
    latest = draft.first_at + int(act.settings.drafts.at_most * 1000)
    act.set_timer("draft", draft.id, max(act.now, min(act.now + wait, latest)))


async def edited(act: Act, words: str) -> None:
    """The resident mended a message: an open report changes with it, a filed one gets a further note."""
    person = await access.person_of(act)
    if act.origin.chat_id is None or act.origin.message_id is None:
        return
    link = await links.get_link(act.tx, act.bot.bot_id, act.origin.chat_id, act.origin.message_id)
    if link is not None and link.kind == "request":
        await _add_to_filed(act, person, link.subject_id, words)
    elif link is not None and link.kind == "draft":
        await _mend_draft(act, person, DraftId(link.subject_id), act.origin.message_id, words)


async def _add_to_filed(act: Act, person: Person, request_id: int, words: str) -> None:
    request = await access.request_for(act, person, request_id, "see")
    await _note(act, person, request, "addition", words)
    records.add_history(act.tx, person.community_id, person.id, "add", "request", request.id, act.now)
    act.reply("request.added", number=request.number)
    await act.redraw("holder", request.id)


async def _mend_draft(act: Act, person: Person, draft_id: DraftId, message_id: int, words: str) -> None:
    draft = await drafts.get_draft(act.tx, draft_id)
    if draft is None or draft.person_id != person.id:
        return
    if draft.state == "open" and await notes.replace_words(
        act.tx, draft.id, message_id, person.key, words
    ):
        await drafts.save_draft(act.tx, draft._replace(generation=draft.generation + 1, category=None))
        act.set_timer("draft", draft.id, act.now)


@on_timer("draft")
async def summarise(act: Act, draft_id: int) -> None:
    """Show what was understood."""
    draft = await drafts.get_draft(act.tx, DraftId(draft_id))
    if draft is None or draft.state != "open":
        return
    words = await words_of(act, "draft", draft.id)
    category = draft.category or classify(words, act.settings.categories)
    home = draft.household_id or await people.get_home(act.tx, draft.person_id)
    await drafts.save_draft(act.tx, draft._replace(category=category, household_id=home))
    await act.show(draft.chat_id, "draft", draft.id, urgency=ANSWER, reader_id=draft.person_id, anew=True)


async def submit(act: Act, draft_id: int, generation: int) -> None:
    """确认提交: route it, number it, put the card up, tell the resident who has it."""
    person = await access.person_of(act)
    draft = await _own_draft(act, person, draft_id, generation)
    home = draft.household_id or await people.get_home(act.tx, person.id)
    if home is None:
        act.answer("people.home_first")
        act.say(draft.chat_id, "people.ask_home")
        return
    place = await grid.get_place(act.tx, home)
    if place is None:
        raise NotFound("people.no_door")
    category = draft.category or classify(await words_of(act, "draft", draft.id), act.settings.categories)
    chain = await grid.list_chain(act.tx, place.cell_id)
    decided = route(act.settings.routes, category, chain)
    request_id = await requests.add_request(
        act.tx, person.community_id, await _number(act, person), kind="report", category=category,
        source="resident", filer_id=person.id, household_id=home, cell_id=decided.cell_id, route=decided.rule,
        now=act.now,
    )
    await notes.move_notes(act.tx, draft.id, request_id)
    await links.move_links(act.tx, "draft", draft.id, "request", request_id)
    await drafts.save_draft(act.tx, draft._replace(state="filed", category=category))
    await requests.add_custody(act.tx, request_id, decided.cell_id, None, "filed", act.now)
    records.add_history(act.tx, person.community_id, person.id, "submit", "request", request_id, act.now,
                        cell=decided.cell_id, desk=int(decided.to_desk))
    act.end_timer("draft", draft.id)
    act.answer("request.filed_short")
    await act.redraw("draft", draft.id)
    act.say(draft.chat_id, "request.filed", reader_id=person.id, request_id=request_id)
    await put_up(act, await _get(act, request_id))


async def discard(act: Act, draft_id: int, generation: int) -> None:
    person = await access.person_of(act)
    draft = await _own_draft(act, person, draft_id, generation)
    await drafts.save_draft(act.tx, draft._replace(state="dropped"))
    act.end_timer("draft", draft.id)
    act.answer("draft.dropped")
    await act.redraw("draft", draft.id)


async def cancel(act: Act) -> None:
    """/cancel: whatever was begun in this chat, a report or an answer that was asked for."""
    person = await access.person_of(act)
    assert act.origin.chat_id is not None
    draft = await drafts.find_open_draft(act.tx, act.bot.bot_id, act.origin.chat_id, person.id)
    if draft is not None:
        await drafts.save_draft(act.tx, draft._replace(state="dropped"))
        act.end_timer("draft", draft.id)
        await act.redraw("draft", draft.id)
    asked = await expectations.take_expectation(act.tx, act.bot.bot_id, act.origin.chat_id, person.id)
    act.reply("help.cancelled" if draft or asked else "help.nothing_to_cancel")


async def ask_category(act: Act, draft_id: int, generation: int) -> None:
    person = await access.person_of(act)
    draft = await _own_draft(act, person, draft_id, generation)
    act.answer("people.go_on")
    act.say(draft.chat_id, "draft.pick_category", draft_id=draft.id)


async def set_category(act: Act, draft_id: int, number: int) -> None:
    person = await access.person_of(act)
    draft = await _own_draft(act, person, draft_id, None)
    if number >= len(act.settings.categories):
        raise Invalid("press.old")
    category = act.settings.categories[number].code
    await drafts.save_draft(act.tx, draft._replace(category=category, generation=draft.generation + 1))
    act.answer("draft.category_set", category=category)
    await act.show(draft.chat_id, "draft", draft.id, urgency=ANSWER, reader_id=person.id)


async def claim(act: Act, request_id: int, generation: int) -> None:
    """认领: exactly one wins; everybody else is told who has it."""
    person, request = await _for_staff(act, request_id, "claim")
    if request.state is State.OPEN:
        _fresh(request, generation)
    claimed = await _save(act, rules.claim(request, person.id, act.now), person, "claim")
    act.answer("request.claimed_short", number=claimed.number)
    await _show_holder(act, claimed, person)
    filer = await people.get_person(act.tx, claimed.filer_id)
    await _tell_filer(act, filer, "request.claimed", request_id=claimed.id, cell_id=claimed.cell_id)


async def release(act: Act, request_id: int, generation: int) -> None:
    person, request = await _for_staff(act, request_id, "release")
    _fresh(request, generation)
    released = await _save(act, rules.release(request, person.id, act.now), person, "release")
    act.answer("request.released_short", number=released.number)


async def ask_words(act: Act, what: str, request_id: int, generation: int) -> None:
    """进展 and 办结 need words: they are asked for in private, whoever pressed in the group."""
    person, request = await _for_staff(act, request_id, what)
    if what != "progress":
        _fresh(request, generation)
    rules.check(request, what)
    rules.check_holder(request, person.id)
    private = ChatId(act.origin.sender_id or 0)
    await expectations.expect(act.tx, act.bot.bot_id, private, person.id, what, request.id, act.now)
    act.answer(f"request.ask_{what}_short")
    act.say(private, f"request.ask_{what}", reader_id=person.id, number=request.number)


async def progress(act: Act, person: Person, request_id: int, words: str) -> None:
    request = await access.request_for(act, person, request_id, "progress")
    rules.check(request, "progress")
    rules.check_holder(request, person.id)
    note_id = await _note(act, person, request, "progress", words)
    records.add_history(act.tx, person.community_id, person.id, "progress", "request", request.id, act.now)
    act.reply("request.noted", number=request.number)
    filer = await people.get_person(act.tx, request.filer_id)
    await _tell_filer(act, filer, "request.progress", request_id=request.id, note_id=note_id)
    await act.redraw("holder", request.id)


async def resolve(act: Act, person: Person, request_id: int, words: str) -> None:
    """办结: then the system, not the handler, asks the resident."""
    request = await access.request_for(act, person, request_id, "resolve")
    resolved = rules.resolve(request, person.id, act.now)
    await _note(act, person, request, "resolution", words)
    resolved = await _save(act, resolved, person, "resolve")
    act.reply("request.resolved", number=resolved.number)
    filer = await people.get_person(act.tx, resolved.filer_id)
    if filer.telegram_id is not None:
        await act.show(ChatId(filer.telegram_id), "rating", resolved.id, urgency=ANSWER, reader_id=filer.id, anew=True)


async def rate(act: Act, request_id: int, generation: int, *, solved: bool) -> None:
    """已解决 closes it; 未解决 moves it up, with its whole custody."""
    person = await access.person_of(act)
    request = await access.request_for(act, person, request_id, "rate")
    _fresh(request, generation)
    if solved:
        after = rules.solved(request, person.id, act.now)
    else:
        after = rules.unsolved(request, person.id, await _next_tier(act, request), act.now)
    await requests.add_rating(act.tx, request.id, request.round, person.id, solved=solved, now=act.now)
    after = await _save(act, after, person, "solved" if solved else "unsolved")
    act.answer("rate.solved_short" if solved else "rate.unsolved_short")
    if not solved:
        await put_up(act, after)


async def _next_tier(act: Act, request: Request) -> CellId:
    """Upwards past whatever nobody answers for, and past posts of the same person."""
    chain = await grid.list_chain(act.tx, request.cell_id)
    staffed = [
        cell for cell in chain[1:]
        if any(post.person_id != request.holder_id for post in await people.list_posts_at(act.tx, cell.id))
    ]
    return above([chain[0], *staffed, chain[-1]], request.round)


async def grade(act: Act, request_id: int, value: int) -> None:
    person = await access.person_of(act)
    request = await access.request_for(act, person, request_id, "rate")
    if value not in rules.GRADES:
        raise Invalid("press.old")
    if not await requests.set_grade(act.tx, request.id, person.id, value):
        raise Conflict("rate.graded")
    records.add_history(act.tx, person.community_id, person.id, "grade", "request", request.id, act.now, grade=value)
    act.answer("rate.thanks_short")
    await act.redraw("rating", request.id)


async def withdraw(act: Act, request_id: int, generation: int) -> None:
    person = await access.person_of(act)
    request = await access.request_for(act, person, request_id, "withdraw")
    _fresh(request, generation)
    withdrawn = await _save(act, rules.withdraw(request, person.id, act.now), person, "withdraw")
    act.answer("request.withdrawn_short")
    if request.holder_id is not None:
        holder = await people.get_person(act.tx, request.holder_id)
        await _tell_filer(act, holder, "request.withdrawn", number=withdrawn.number)


async def list_mine(act: Act) -> None:
    person = await access.person_of(act)
    assert act.origin.chat_id is not None
    act.say(act.origin.chat_id, "mine.list", reader_id=person.id)


async def show_mine(act: Act, request_id: int) -> None:
    person = await access.person_of(act)
    request = await access.request_for(act, person, request_id, "see")
    assert act.origin.chat_id is not None
    act.answer("people.go_on")
    act.say(act.origin.chat_id, "mine.page", reader_id=person.id, request_id=request.id)


async def list_held(act: Act) -> None:
    """/mine: what is in the hands of whoever asks, told in private wherever it was asked; reading doors is noted."""
    person = await access.person_of(act)
    for held in await requests.list_held_by(act.tx, person.id):
        records.add_history(act.tx, person.community_id, person.id, "see_contact", "request", held.id, act.now)
    act.say(ChatId(act.origin.sender_id or 0), "staff.mine", reader_id=person.id)


async def list_tasks(act: Act) -> None:
    """/tasks in a work group: what nobody has claimed yet, as fresh cards."""
    person = await access.person_of(act)
    chat_id = act.origin.chat_id
    assert chat_id is not None
    for cell_id in await grid.list_cells_of(act.tx, act.bot.bot_id, chat_id):
        if not await access.handles(act.tx, person.id, cell_id):
            continue
        unclaimed = await requests.list_unclaimed(act.tx, cell_id)
        cell = await grid.get_cell(act.tx, cell_id)
        act.say(chat_id, "staff.tasks" if unclaimed else "staff.none", cell=cell.name, count=len(unclaimed))
        for request in unclaimed[:_CARDS_AT_ONCE]:
            await act.show(chat_id, "request", request.id, anew=True)


async def put_up(act: Act, request: Request) -> None:
    """Show it where it will be seen: the cell's own group, else the nearest one above, else to each post in private."""
    for cell in await grid.list_chain(act.tx, request.cell_id):
        chat_id = await grid.get_chat_of(act.tx, act.bot.bot_id, cell.id)
        if chat_id is not None:
            await act.show(chat_id, "request", request.id)
            return
    for post in await people.list_posts_at(act.tx, request.cell_id):
        person = await people.get_person(act.tx, post.person_id)
        if person.telegram_id is not None:
            await act.show(ChatId(person.telegram_id), "request", request.id, reader_id=person.id)


async def words_of(act: Act, subject: str, subject_id: int) -> str:
    found = await notes.list_notes(act.tx, subject, subject_id)
    return "\n".join(note.words for note in found if note.words and note.kind == "report")


WORDS: Mapping[str, Any] = {"progress": progress, "resolve": resolve}


async def _own_draft(act: Act, person: Person, draft_id: int, generation: int | None) -> Draft:
    draft = await drafts.get_draft(act.tx, DraftId(draft_id))
    if draft is None or draft.person_id != person.id:
        raise NotFound("draft.unknown")
    if draft.state != "open":
        raise Conflict(f"draft.{draft.state}")
    if generation is not None and generation != draft.generation:
        await act.show(draft.chat_id, "draft", draft.id, urgency=ANSWER, reader_id=person.id)
        raise Conflict("draft.changed")
    return draft


async def _for_staff(act: Act, request_id: int, what: str) -> tuple[Person, Request]:
    person = await access.person_of(act)
    return person, await access.request_for(act, person, request_id, what)


def _fresh(request: Request, generation: int) -> None:
    """Raises Conflict for a button that was drawn before the last change."""
    if generation != request.generation:
        raise Conflict("request.not_now", state_key=f"state.{request.state}")


async def _save(act: Act, request: Request, person: Person, why: str) -> Request:
    """Save the moved request, its custody and history, and ask for every view of it to be redrawn."""
    await requests.save_request(act.tx, request)
    await requests.add_custody(act.tx, request.id, request.cell_id, request.holder_id, why, act.now)
    records.add_history(act.tx, request.community_id, person.id, why, "request", request.id, act.now)
    for kind in ("request", "holder", "rating"):
        await act.redraw(kind, request.id)
    return replace(request, version=request.version + 1)


async def _show_holder(act: Act, request: Request, person: Person) -> None:
    records.add_history(act.tx, request.community_id, person.id, "see_contact", "request", request.id, act.now)
    if person.telegram_id is not None:
        await act.show(ChatId(person.telegram_id), "holder", request.id, urgency=ANSWER, reader_id=person.id,
                       anew=True)


async def _tell_filer(act: Act, person: Person, key: str, **facts: Any) -> None:
    if person.telegram_id is not None:
        act.say(ChatId(person.telegram_id), key, reader_id=person.id, **facts)


async def _note(act: Act, person: Person, request: Request, kind: str, words: str) -> int:
    if not words.strip():
        raise Invalid("request.words_needed")
    return await notes.add_note(
        act.tx, request.community_id, "request", request.id, author_id=person.id, key=person.key, kind=kind,
        words=words, message_id=act.origin.message_id, now=act.now,
    )


async def _number(act: Act, person: Person) -> str:
    community = await grid.get_community(act.tx, person.community_id)
    date = local_date(act.now, community.timezone)
    count = await requests.take_number(act.tx, community.id, date.isoformat())
    return f"{community.code}-{date:%m%d}-{count:03d}"


async def _get(act: Act, request_id: int) -> Request:
    request = await requests.get_request(act.tx, RequestId(request_id))
    assert request is not None
    return request


