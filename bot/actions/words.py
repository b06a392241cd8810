"""Words that a button has asked for: which act they belong to, and for how long they are waited for."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.act import Act
from domain.ids import ChatId
from domain.media import Media
from storage import expectations
from storage.people import Person

ASKED_FOR = 3_600_000
# A resident may answer the next morning.
_LIVES = {"answer": 86_400_000}
# False where the words turn out to be about something else.
WordsAct = Callable[[Act, Person, int, str], Awaitable[bool | None]]
Taking = TypeVar("Taking", bound=WordsAct)
MediaAct = Callable[[Act, Person, int, str, Media], Awaitable[bool | None]]
WORDS: dict[str, WordsAct] = {}
MEDIA: dict[str, MediaAct] = {}
# What may be answered with a picture or a voice as well.
_OR_MEDIA = frozenset({"progress", "resolve", "ask", "answer", "unit_said", "unit_reply", "still_wrong"})


def on_words(name: str) -> Callable[[Taking], Taking]:
    """The act that takes the words which `ask` has asked for under this name: person, subject, words."""

    def register(function: Taking) -> Taking:
        WORDS[name] = function
        return function

    return register


def on_media(name: str) -> Callable[[MediaAct], MediaAct]:
    """The act that takes a picture, voice or file where words were asked for: person, subject, caption, media."""

    def register(function: MediaAct) -> MediaAct:
        MEDIA[name] = function
        return function

    return register


async def ask(act: Act, person: Person, name: str, subject_id: int) -> ChatId:
    """The next words of this person in their private chat are for this; returns that chat, to say so there."""
    private = ChatId(act.origin.sender_id or 0)
    await expectations.expect(act.tx, act.bot.bot_id, private, person.id, name, subject_id, act.now)
    return private


async def answer_by_words(act: Act, person: Person, words: str) -> bool:
    """False where nothing was asked, or too long ago; then the words are something new."""
    assert act.origin.chat_id is not None
    asked = await expectations.take_expectation(act.tx, act.bot.bot_id, act.origin.chat_id, person.id)
    if asked is None or act.now - asked.asked_at > _LIVES.get(asked.act, ASKED_FOR):
        return False
    return await WORDS[asked.act](act, person, asked.subject_id, words) is not False


async def forget(act: Act, person: Person, *only: str) -> None:
    """A button has said what words were asked for; under `only` these names, where others may have been asked since."""
    where = act.tx, act.bot.bot_id, ChatId(act.origin.sender_id or 0), person.id
    asked = await expectations.find_expectation(*where) if only else None
    if not only or (asked is not None and asked.act in only):
        await expectations.take_expectation(*where)


async def answer_by_media(act: Act, person: Person, caption: str, media: Media) -> bool:
    """Where an act takes only words, a picture leaves the question open and is something new."""
    assert act.origin.chat_id is not None
    where = act.tx, act.bot.bot_id, act.origin.chat_id, person.id
    asked = await expectations.find_expectation(*where)
    if asked is None or act.now - asked.asked_at > _LIVES.get(asked.act, ASKED_FOR):
        return False
    if asked.act in _OR_MEDIA:
        act.enclosed = media
        return await answer_by_words(act, person, caption)
    if asked.act not in MEDIA:
        return False
    await expectations.take_expectation(*where)
    await MEDIA[asked.act](act, person, asked.subject_id, caption, media)
    return True
