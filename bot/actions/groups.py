"""Residents' groups: the bot answers only when it is mentioned, with one discreet line, and goes on in private.

Nobody's words are filed without them: whoever mentions the bot under a neighbour's message has its author asked first.
"""

from dataclasses import dataclass
from typing import Any

from bot.act import Act
from bot.actions import access, gathering, media, sources
from bot.drawing import Reader, page
from bot.keys import day_of
from bot.views import groups as pages
from bot.views.page import Page
from bot.works import on_timer
from domain.errors import DomainError, NotFound
from domain.ids import ChatId
from domain.media import Media
from storage import bindings, chats, groups, keys, links, people
from storage.people import Person

_PAUSE = 60_000
_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a group, without the mention; nobody's where a channel or an administrator hides its author."""

    message_id: int
    author_id: int | None
    words: str
    media: Media | None = None


async def mentioned(act: Act, own: Said, answered: Said | None) -> None:
    """The bot was mentioned, perhaps under a message that is `answered`."""
    if await is_work_group(act):
        await _in_work_group(act, own)
    elif answered is not None and answered.author_id != own.author_id:
        await _for_neighbour(act, answered)
    else:
        await _for_oneself(act, [one for one in (answered, own) if one and (one.words or one.media)])


async def edited(act: Act, words: str) -> bool:
    """An edit of what became a draft or a request mends it; anything else in a group is not ours to read."""
    origin = act.origin
    assert origin.chat_id is not None
    link = await links.get_link(act.tx, act.bot.bot_id, origin.chat_id, origin.message_id or 0)
    if link is None or link.kind not in {"draft", "request"}:
        return False
    await gathering.edited(act, words)
    return True


async def is_work_group(act: Act) -> bool:
    assert act.origin.chat_id is not None
    return bool(await bindings.list_cells_of(act.tx, act.bot.bot_id, act.origin.chat_id))


async def point_to_private(act: Act) -> None:
    """A command or an empty mention in a residents' group."""
    await _line(act, "group.in_private")


async def take_up(act: Act, person: Person) -> None:
    """Somebody has agreed to the notice: what they said in groups before is theirs to confirm now."""
    for waiting in await groups.list_words_of(act.tx, act.bot.bot_id, person.telegram_id or 0):
        await _take_up(act, person, waiting)


async def answer_asked(act: Act, words_id: int, *, yes: bool) -> None:
    """由您提交吗: the author says."""
    person = await access.person_of(act)
    waiting = await groups.get_words(act.tx, words_id)
    if waiting is None or not waiting.asked or waiting.author_id != person.telegram_id:
        raise NotFound("press.old")
    act.answer("group.yes_short" if yes else "group.no_short")
    _without_buttons(act)
    if yes:
        await _take_up(act, person, waiting)
    else:
        await groups.drop_words(act.tx, waiting.id)


@on_timer("group_words")
async def forget(act: Act, words_id: int) -> None:
    await groups.drop_words(act.tx, words_id)
    await groups.drop_lines(act.tx, act.now - _DAY)


@page("group.received_open")
async def received_open(reader: Reader, facts: Any) -> Page:
    return pages.with_link("group.received_open")


@page("group.in_private")
async def in_private(reader: Reader, facts: Any) -> Page:
    return pages.with_link("group.in_private")


@page("group.ask_author")
async def ask_author(reader: Reader, facts: Any) -> Page:
    waiting = await groups.get_words(reader.tx, facts["words_id"])
    if waiting is None or waiting.author_id != reader.chat_id:
        return pages.gone()
    return pages.ask_author(waiting.words, waiting.id, with_media=waiting.media is not None)


async def _in_work_group(act: Act, own: Said) -> None:
    """A line for somebody who called: confirmed in private; the group sees only the card."""
    person = await access.known_person(act)
    if person is None or not await people.list_posts(act.tx, person.id):
        await _line(act, "group.in_private")
        return
    await access.person_of(act)
    if not (await sources.take_ticket(act, person, own.words) or await sources.take_line(act, person, own.words)):
        act.say(ChatId(person.telegram_id or 0), "entry.how", reader_id=person.id)


async def _for_oneself(act: Act, parts: list[Said]) -> None:
    if not parts:
        await _line(act, "group.in_private")
        return
    person = await _reached(act, act.origin.sender_id)
    if person is None:
        for part in parts:
            await _keep(act, part, asked=False)
        await _line(act, "group.received_open", parts[-1].words)
        return
    await _line(act, "group.received", parts[-1].words)
    for part in parts:
        await _gather(act, person, part)


async def _gather(act: Act, person: Person, part: Said, chat_id: ChatId | None = None) -> None:
    private = ChatId(person.telegram_id or 0)
    try:
        if part.media is not None:
            media.check(act, part.media)
    except DomainError as error:
        act.say(private, error.key, reader_id=person.id, **error.values)
        return
    heard_in = chat_id or act.origin.chat_id
    await gathering.gather(act, person, part.words, private, part.media, heard=(heard_in, part.message_id))
    if not access.agrees(act, person):
        act.say(private, "people.notice_again")
    elif await people.get_home(act.tx, person.id) is None:
        act.say(private, "people.ask_home")


async def _for_neighbour(act: Act, answered: Said) -> None:
    """The author is asked; whoever wanted to file it is told so in private."""
    author = await _reached(act, answered.author_id)
    words_id = await _keep(act, answered, asked=True) if author else None
    if author is not None and words_id is not None:
        act.say(ChatId(author.telegram_id or 0), "group.ask_author", reader_id=author.id, words_id=words_id)
    filer = await _reached(act, act.origin.sender_id)
    if filer is None:
        await _line(act, "group.in_private")
        return
    key = "group.asked_author" if author else "group.author_away"
    act.say(ChatId(filer.telegram_id or 0), key, reader_id=filer.id)
    await _line(act, "group.received", answered.words)


async def _take_up(act: Act, person: Person, waiting: groups.Waiting) -> None:
    if await groups.drop_words(act.tx, waiting.id):
        act.end_timer("group_words", waiting.id)
        part = Said(waiting.message_id, waiting.author_id, waiting.words, waiting.media)
        await _gather(act, person, part, waiting.chat_id)


async def _keep(act: Act, part: Said, *, asked: bool) -> int | None:
    """Sealed with the key of the day, so that it is gone with the raw updates of that day, whatever happens."""
    assert act.origin.chat_id is not None
    day = day_of(act.now)
    key = await keys.get_key(act.tx, "day", day) or await keys.add_key(act.tx, "day", act.now, day)
    words_id = await groups.add_words(
        act.tx, act.bot.bot_id, act.origin.chat_id, part.message_id, part.author_id or 0, part.words, part.media,
        asked=asked, key=key, now=act.now,
    )
    if words_id is not None:
        act.set_timer("group_words", words_id, act.now + act.settings.retention.raw_updates * _DAY)
    return words_id


async def _reached(act: Act, telegram_id: int | None) -> Person | None:
    """Somebody who has agreed to a notice and whose private chat is open to us."""
    person = await people.find_by_telegram(act.tx, telegram_id) if telegram_id else None
    if person is None or person.consent is None:
        return None
    chat = await chats.get_chat(act.tx, act.bot.bot_id, ChatId(telegram_id or 0))
    return None if chat is not None and chat.state == "unreachable" else person


async def _line(act: Act, key: str, words: str = "") -> None:
    """One line in the group, at most once a minute for the same person; no number, no category, no place."""
    origin = act.origin
    assert origin.chat_id is not None
    if not await groups.take_line(
        act.tx, act.bot.bot_id, origin.chat_id, origin.sender_id or 0, act.now, _PAUSE
    ):
        return
    language = await _language(act, origin.chat_id, words)
    act.say(origin.chat_id, key, reply_to=origin.message_id, to_language=language)


async def _language(act: Act, chat_id: ChatId, words: str) -> str:
    """The group's own, else the one it is being written in, else that of whoever wrote."""
    chat = await chats.get_chat(act.tx, act.bot.bot_id, chat_id)
    if chat is not None and chat.language:
        return act.texts.choose(chat.language)
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in words)
    return act.texts.choose("zh" if chinese else act.origin.language)


def _without_buttons(act: Act) -> None:
    origin = act.origin
    if origin.chat_id is not None and origin.message_id is not None:
        params = {"chat_id": origin.chat_id, "message_id": origin.message_id, "reply_markup": {"inline_keyboard": []}}
        act.call(origin.chat_id, "editMessageReplyMarkup", params)
