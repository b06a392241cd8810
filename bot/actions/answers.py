"""Questions that come again and again: the answer that fits, for residents at once and for staff to send on."""

from typing import NamedTuple

from bot.act import Act
from bot.actions import access
from bot.actions.summaries import Understood
from bot.actions.words import ASKED_FOR, WORDS
from domain import answers as rules
from domain.calendar import local_date
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from domain.ids import ChatId, CommunityId
from domain.requests import Request
from storage import answers, expectations, grid, people
from storage import history as records
from storage.database import Transaction
from storage.drafts import Draft
from storage.people import Person

_SUGGESTED, _FOUND = 3, 5
_FOR = frozenset({"progress", "resolve"})


class Ready(NamedTuple):
    """An answer with its variables filled in."""

    id: int
    question: str
    words: str
    text: str


async def list_ready(tx: Transaction, community_id: CommunityId, now: int) -> list[Ready]:
    """What may be given today: neither expired nor with a variable that stands for nothing."""
    community = await grid.get_community(tx, community_id)
    facts = await answers.list_facts(tx, community_id)
    found = await answers.list_answers(tx, community_id, local_date(now, community.timezone).isoformat())
    filled = [(one, rules.fill(one.answer, facts)) for one in found]
    return [Ready(one.id, one.question, one.words, text) for one, text in filled if text is not None]


async def for_draft(tx: Transaction, draft: Draft, understood: Understood, now: int) -> Ready | None:
    """The answer to a plain question, if one certainly fits; not once a person has been asked for."""
    if understood.kind != "enquiry" or draft.kind is not None or any(note.media for note in understood.notes):
        return None
    ready = await list_ready(tx, draft.community_id, now)
    match = rules.sure(rules.ranked(understood.words, ready))
    return ready[match.place] if match else None


async def best(tx: Transaction, community_id: CommunityId, text: str, now: int, most: int) -> list[Ready]:
    ready = await list_ready(tx, community_id, now)
    return [ready[match.place] for match in rules.ranked(text, ready)[:most]]


async def suggest(act: Act, person: Person, request: Request, words: str) -> None:
    """Up to three answers to an enquiry, one press each, while its holder is asked for words."""
    if request.kind != "enquiry":
        return
    found = await best(act.tx, request.community_id, words, act.now, _SUGGESTED)
    if found:
        await _tell(act, person, "answer.suggest", found)


async def search(act: Act, words: str) -> None:
    """/answers 词, for staff."""
    person = await access.person_of(act)
    if not await people.list_posts(act.tx, person.id):
        raise NotAllowed("answer.staff_only")
    if not words.strip():
        raise Invalid("answer.how")
    found = await best(act.tx, person.community_id, words, act.now, _FOUND)
    if not found:
        raise NotFound("answer.none")
    await _tell(act, person, "answer.found", found)


async def _tell(act: Act, person: Person, key: str, found: list[Ready]) -> None:
    if person.telegram_id is not None:
        ids = ",".join(str(one.id) for one in found)
        act.say(ChatId(person.telegram_id), key, reader_id=person.id, answers=ids)


async def insert(act: Act, answer_id: int) -> None:
    """One press in place of typing: the answer goes where words were asked for."""
    person = await access.person_of(act)
    assert act.origin.chat_id is not None
    ready = {one.id: one for one in await list_ready(act.tx, person.community_id, act.now)}
    if answer_id not in ready:
        raise NotFound("answer.gone")
    asked = await expectations.take_expectation(act.tx, act.bot.bot_id, act.origin.chat_id, person.id)
    if asked is None or asked.act not in _FOR or act.now - asked.asked_at > ASKED_FOR:
        raise Conflict("answer.not_asked")
    records.add_history(act.tx, person.community_id, person.id, "insert_answer", "request", asked.subject_id, act.now,
                        answer=answer_id)
    await WORDS[asked.act](act, person, asked.subject_id, ready[answer_id].text)
