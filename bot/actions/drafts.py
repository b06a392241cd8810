"""Before anything is filed: words are gathered, summed up, corrected, submitted or dropped."""

from collections.abc import Awaitable, Callable

from bot.act import ANSWER, Act
from bot.actions import access, requests
from bot.actions.filing import file
from bot.actions.homes import settle_by_words
from bot.actions.media import check as check_media
from bot.actions.sources import after_draft, amended, for_somebody_else, take_line, take_ticket
from bot.actions.words import answer_by_words
from bot.works import on_timer
from domain.errors import Conflict, Invalid, NotFound
from domain.ids import ChatId, DraftId, HouseholdId
from domain.kinds import classify_kind
from domain.media import Media
from domain.requests import Filing
from domain.routing import classify
from storage import drafts, expectations, links, notes, people
from storage import history as records
from storage.drafts import Draft
from storage.people import Person


async def hear(act: Act, words: str, media: Media | None = None) -> None:
    """What is said in a private chat: whoever it is meant for takes it, else it is part of a report."""
    person = await access.speaker_of(act)
    if media is not None:
        check_media(act, media)
    if not access.agrees(act, person):
        await _keep_for_later(act, person, words, media)
        return
    for listen in _LISTENERS if media is None else ():
        if await listen(act, person, words):
            return
    await gather(act, person, words, media=media)
    if await people.get_home(act.tx, person.id) is None and act.origin.chat_id is not None:
        act.say(act.origin.chat_id, "people.ask_home")


async def _keep_for_later(act: Act, person: Person, words: str, media: Media | None) -> None:
    """The notice has changed since they agreed: nothing that they say is lost while they read it."""
    assert act.origin.chat_id is not None
    begun = await drafts.find_open_draft(act.tx, act.bot.bot_id, act.origin.chat_id, person.id)
    await gather(act, person, words, media=media)
    if begun is None:
        act.say(act.origin.chat_id, "people.notice_again")


async def gather(
    act: Act, person: Person, words: str, chat_id: ChatId | None = None, media: Media | None = None
) -> None:
    """Join the draft in this chat, by default the one where it was said; the summary comes after a while of silence."""
    chat_id, bot_id = chat_id or act.origin.chat_id, act.bot.bot_id
    assert chat_id is not None
    draft = await drafts.open_draft(act.tx, bot_id, chat_id, person.id, person.community_id, act.now)
    await notes.add_note(
        act.tx, person.community_id, "draft", draft.id, author_id=person.id, key=person.key, kind="report",
        words=words, message_id=act.origin.message_id, now=act.now, media=media,
    )
    act.link("draft", draft.id)
    settings = act.settings.drafts
    wait = int((settings.album if media and media.album else settings.gather) * 1000)
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
    await requests.note(act, person, request, "addition", words)
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
    if not access.agrees(act, await people.get_person(act.tx, draft.person_id)):
        return  # it waits for their yes to the notice
    words = await requests.words_of(act, "draft", draft.id)
    category = draft.category or classify(words, act.settings.categories)
    home = await _place_of(act, draft)
    await drafts.save_draft(act.tx, draft._replace(category=category, household_id=home, first_at=0))
    await act.show(draft.chat_id, "draft", draft.id, urgency=ANSWER, reader_id=draft.person_id, anew=True)


async def submit(act: Act, draft_id: int, generation: int) -> None:
    """确认提交: route it, number it, put the card up, tell the resident who has it."""
    person = await access.person_of(act)
    draft = await _own_draft(act, person, draft_id, generation)
    home = await _place_of(act, draft)
    if home is None:
        act.answer("people.home_first")
        act.say(draft.chat_id, "people.ask_home")
        return
    words = await requests.words_of(act, "draft", draft.id)
    category = draft.category or classify(words, act.settings.categories)
    filing = Filing(person.id, category, classify_kind(words, act.settings.kinds), household_id=home)
    filing = await amended(act, draft.id, filing)
    request = await file(act, person, filing, from_draft=draft.id)
    await after_draft(act, person, draft.id, request)
    await drafts.save_draft(act.tx, draft._replace(state="filed", category=category))
    act.end_timer("draft", draft.id)
    act.answer("request.filed_short")
    await act.redraw("draft", draft.id)
    act.say(draft.chat_id, "request.filed", reader_id=person.id, request_id=request.id)


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


async def _place_of(act: Act, draft: Draft) -> HouseholdId | None:
    """Where it is: the filer's own home, unless another place was named or it is for somebody else."""
    if draft.household_id is not None or await for_somebody_else(act, draft.id):
        return draft.household_id
    return await people.get_home(act.tx, draft.person_id)


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


# In this order; the first that takes the words ends the round.
_LISTENERS: tuple[Callable[[Act, Person, str], Awaitable[bool]], ...] = (
    answer_by_words,
    take_ticket,
    take_line,
    settle_by_words,
)
