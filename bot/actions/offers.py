"""Whom an open request is for: the one person who answers for its cell is asked to take it; else it is in the queue."""

from dataclasses import replace

from bot.act import ANSWER, Act
from bot.actions import cards, posts, pushes, sensitive, shifts
from domain import handling as rules
from domain.ids import ChatId, PersonId
from domain.requests import Request
from storage import history as records
from storage import people, requests

_ASKED_AT_MOST = 3


async def place(act: Act, request: Request, *, but: frozenset[PersonId] = frozenset()) -> Request:
    """Offer it to the only one who answers, put its card up, and tell those above where nobody is left.

    `but` are those who have just given it back.
    """
    on_duty = [one for one in await shifts.on_shift(act, request) if one not in but]
    answering = on_duty or [one for one in await _answering(act, request) if one not in but]
    if request.offered_to_id is None and len(answering) == 1 and await _has_chat(act, answering[0]):
        request = await _offer(act, request, answering[0])
    await cards.put_up(act, request)
    if request.offered_to_id is not None:
        await _tell(act, request, request.offered_to_id)
    elif on_duty:
        for person_id in on_duty[:_ASKED_AT_MOST]:
            await _tell(act, request, person_id)
    elif not answering and not request.sensitive:
        above = await posts.next_up(act.tx, request.cell_id, set(but), act.now)
        for person_id in (above.people if above else ())[:_ASKED_AT_MOST]:
            await _tell(act, request, person_id)
    return request


async def _tell(act: Act, request: Request, person_id: PersonId) -> None:
    """On duty with its buttons at once; an evening is left alone, except for danger."""
    person = await people.get_person(act.tx, person_id)
    if request.urgency == "danger" or await pushes.may_hear_now(act, person, urgent=request.urgency == "urgent"):
        await show(act, request, person_id)
    else:
        await pushes.push(act, person_id, "offer.new", request_id=request.id)


async def show(act: Act, request: Request, person_id: PersonId) -> None:
    """The request's private page in its present state: an offer, what is in one's hands, or that it is over."""
    person = await people.get_person(act.tx, person_id)
    if person.telegram_id is not None:
        await act.show(ChatId(person.telegram_id), "holder", request.id, urgency=ANSWER, reader_id=person.id,
                       anew=True)


async def _answering(act: Act, request: Request) -> list[PersonId]:
    if request.sensitive:
        return await sensitive.recipients(act.tx, request, act.now)
    return await posts.answering(act.tx, request.cell_id, act.now, request.category)


async def _offer(act: Act, request: Request, person_id: PersonId) -> Request:
    offered = rules.offer(request, person_id)
    await requests.save_request(act.tx, offered)
    records.add_history(act.tx, request.community_id, None, "offer", "request", request.id, act.now, person=person_id)
    return replace(offered, version=offered.version + 1)


async def _has_chat(act: Act, person_id: PersonId) -> bool:
    return (await people.get_person(act.tx, person_id)).telegram_id is not None
