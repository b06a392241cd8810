"""What every act on a request shares, and what its filer does with it: look, withdraw."""

from dataclasses import replace

from bot.act import Act
from bot.actions import access, asking, boards, clocks, pushes
from domain import requests as rules
from domain.errors import Conflict, Invalid
from domain.ids import ChatId, RequestId
from domain.requests import Request
from storage import history as records
from storage import notes, requests, views
from storage.people import Person


async def withdraw(act: Act, request_id: int, generation: int) -> None:
    person = await access.person_of(act)
    request = await access.request_for(act, person, request_id, "withdraw")
    fresh(request, generation)
    withdrawn = await save(act, rules.withdraw(request, act.now), person, "withdraw")
    act.answer("request.withdrawn_short")
    for hand in dict.fromkeys((request.holder_id, request.worker_id)):
        if hand is not None:
            await pushes.push(act, hand, "request.withdrawn", number=withdrawn.number)


async def list_held(act: Act) -> None:
    """/mine: what is in the hands of whoever asks, told in private wherever it was asked; doors are on the pages."""
    person = await access.person_of(act)
    act.say(ChatId(act.origin.sender_id or 0), "staff.mine", reader_id=person.id)


async def words_of(act: Act, subject: str, subject_id: int) -> str:
    found = await notes.list_notes(act.tx, subject, subject_id)
    return "\n".join(note.words for note in found if note.words and note.kind == "report")


async def for_staff(act: Act, request_id: int, what: str) -> tuple[Person, Request]:
    person = await access.person_of(act)
    return person, await access.request_for(act, person, request_id, what)


def fresh(request: Request, generation: int) -> None:
    """Raises Conflict for a button that was drawn before the last change."""
    if generation != request.generation:
        raise Conflict("request.not_now", state_key=f"state.{request.state}")


async def save(act: Act, request: Request, person: Person | None, why: str) -> Request:
    """Save the moved request, its custody and history, and ask for every view of it to be redrawn.

    Nobody is the person where it moved by itself: a timer, a promise that ran out.
    """
    await requests.add_custody(act.tx, request.id, request.cell_id, request.holder_id, why, act.now)
    await asking.plan(act, request)
    return await keep(act, request, person, why)


async def keep(act: Act, request: Request, person: Person | None, why: str) -> Request:
    """Save what has not moved: it is in the same hands, so its custody has no new line."""
    await requests.save_request(act.tx, request)
    actor = person.id if person else None
    records.add_history(act.tx, request.community_id, actor, why, "request", request.id, act.now)
    await clocks.follow(act, request)
    await redraw(act, request)
    await boards.follow(act, request)
    return replace(request, version=request.version + 1)


async def redraw(act: Act, request: Request) -> None:
    """Wherever it hangs, as a card, in somebody's hands, with a unit, with whoever filed it."""
    act.redrawn.update(await views.want_request_again(act.tx, request.id))


async def note(act: Act, person: Person, request: Request, kind: str, words: str) -> int:
    """Their words, and what was sent with them."""
    if not words.strip() and act.enclosed is None:
        raise Invalid("request.words_needed")
    return await notes.add_note(
        act.tx, request.community_id, "request", request.id, author_id=person.id, key=person.key, kind=kind,
        words=words, message_id=act.origin.message_id, now=act.now,
        media=act.enclosed,
    )


async def find(act: Act, request_id: int) -> Request | None:
    return await requests.get_request(act.tx, RequestId(request_id))


async def get(act: Act, request_id: int) -> Request:
    request = await requests.get_request(act.tx, RequestId(request_id))
    assert request is not None
    return request
