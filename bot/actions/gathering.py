"""What is said in a private chat, message by message: whoever it is meant for takes it, else it joins a draft."""

from collections.abc import Awaitable, Callable

from bot.act import Act
from bot.actions import access, additions, consents, doors, unit_answers, waiting
from bot.actions.handling import progress_by_reply
from bot.actions.homes import settle_by_words
from bot.actions.media import check as check_media
from bot.actions.sources import take_line, take_ticket
from bot.actions.talk import small_talk
from bot.actions.words import answer_by_words
from domain.ids import ChatId, DraftId
from domain.media import Media
from storage import drafts, families, links, notes, people, requests
from storage.drafts import Draft
from storage.people import Person

Heard = tuple[ChatId | None, int | None]


async def hear(act: Act, words: str, media: Media | None = None) -> None:
    """What is said in a private chat: whoever it is meant for takes it, else it is part of a report."""
    known = await access.known_person(act)
    if known is None and media is None and await consents.name_community(act, words):
        return
    person = await access.speaking(act, known)
    if media is not None:
        check_media(act, media)
    if not access.agrees(act, person):
        await _keep_for_later(act, person, words, media)
        return
    if await _join_by_reply(act, person, words, media) or await _taken(act, person, words, media):
        return
    draft = await gather(act, person, words, media=media)
    if draft.generation == 0 and not (await _has_place(act, draft) or await _has_work(act, person)):
        act.say(draft.chat_id, "people.ask_home")


async def _has_place(act: Act, draft: Draft) -> bool:
    if draft.household_id or draft.building_id or await people.get_home(act.tx, draft.subject_id or draft.person_id):
        return True
    return bool(await families.list_elders(act.tx, draft.person_id))


async def _has_work(act: Act, person: Person) -> bool:
    """Their words may be news of what they have in hand: the summary asks that before it asks for a door."""
    return bool(await requests.list_touched_last(act.tx, person.id, 1))


async def _taken(act: Act, person: Person, words: str, media: Media | None) -> bool:
    if media is not None:
        return await waiting.listen(act, person, words, media)
    for listen in _LISTENERS:
        if await listen(act, person, words):
            return True
    return False


async def _join_by_reply(act: Act, person: Person, words: str, media: Media | None) -> bool:
    """A reply belongs to what it replies to; anything else never joins an old request."""
    link = await additions.replied_to(act)
    if link is None:
        return False
    if link.kind == "request":
        return await progress_by_reply(act, person, link.subject_id, words, media) or await additions.add_by_reply(
            act, person, link.subject_id, words, media)
    draft = await drafts.get_draft(act.tx, DraftId(link.subject_id))
    if draft is None or draft.person_id != person.id or draft.state != "open":
        return False
    joined = draft._replace(generation=draft.generation + 1, first_at=draft.first_at or act.now)
    await drafts.save_draft(act.tx, joined)
    await _add(act, person, joined, words, media)
    return True


async def _keep_for_later(act: Act, person: Person, words: str, media: Media | None) -> None:
    """The notice has changed since they agreed: nothing that they say is lost while they read it."""
    assert act.origin.chat_id is not None
    begun = await drafts.find_open_draft(act.tx, act.bot.bot_id, act.origin.chat_id, person.id)
    await gather(act, person, words, media=media)
    if begun is None:
        act.say(act.origin.chat_id, "people.notice_again")


async def gather(
    act: Act, person: Person, words: str, chat_id: ChatId | None = None, media: Media | None = None,
    heard: Heard | None = None,
) -> Draft:
    """Join the draft in this chat, by default the one where it was said; the summary comes after a while of silence.

    `heard` is the chat and the id of the message where it was said before.
    """
    chat_id, bot_id = chat_id or act.origin.chat_id, act.bot.bot_id
    assert chat_id is not None
    draft = await drafts.open_draft(act.tx, bot_id, chat_id, person.id, person.community_id, act.now)
    if act.origin.danger is not None and draft.urgency != "urgent":
        await drafts.save_draft(act.tx, draft._replace(urgency="urgent"))
        draft = draft._replace(urgency="urgent", version=draft.version + 1)
    await _add(act, person, draft, words, media, heard)
    return draft


async def _add(
    act: Act, person: Person, draft: Draft, words: str, media: Media | None,
    heard: Heard | None = None,
) -> None:
    await notes.add_note(
        act.tx, person.community_id, "draft", draft.id, author_id=person.id, key=person.key, kind="report",
        words=words, message_id=_mark(act, heard), now=act.now, media=media,
    )
    act.link("draft", draft.id, heard)
    settings = act.settings.drafts
    wait = int((settings.album if media and media.album else settings.gather) * 1000)
    latest = draft.first_at + int(settings.at_most * 1000)
    act.set_timer("draft", draft.id, max(act.now, min(act.now + wait, latest)))


async def edited(act: Act, words: str) -> None:
    """The resident mended a message: an open report changes with it, a filed one gets a further note."""
    person = await access.person_of(act)
    if act.origin.chat_id is None or act.origin.message_id is None:
        return
    link = await links.get_link(act.tx, act.bot.bot_id, act.origin.chat_id, act.origin.message_id)
    if link is not None and link.kind == "request":
        await additions.add(act, person, link.subject_id, words)
    elif link is not None and link.kind == "draft":
        await _mend_draft(act, person, DraftId(link.subject_id), words)


def _mark(act: Act, heard: Heard | None = None) -> int | None:
    """What a note knows its message by. A group numbers its own messages: theirs stand below zero."""
    chat_id, message_id = heard or (act.origin.chat_id, act.origin.message_id)
    return -message_id if message_id is not None and chat_id is not None and chat_id < 0 else message_id


async def _mend_draft(act: Act, person: Person, draft_id: DraftId, words: str) -> None:
    draft = await drafts.get_draft(act.tx, draft_id)
    if draft is None or draft.person_id != person.id or draft.state != "open":
        return
    if await notes.replace_words(act.tx, draft.id, _mark(act) or 0, person.key, words):
        await drafts.save_draft(act.tx, draft._replace(generation=draft.generation + 1))
        act.set_timer("draft", draft.id, act.now)
    else:
        act.say(draft.chat_id, "draft.split_already", reader_id=person.id)


# In this order; the first that takes the words ends the round.
_LISTENERS: tuple[Callable[[Act, Person, str], Awaitable[bool]], ...] = (
    answer_by_words,
    unit_answers.hear,
    take_ticket,
    take_line,
    doors.ask_meaning,
    settle_by_words,
    small_talk,
)
