"""Asking how it went: by the system, at a sensible hour, once and once more; by somebody else where there is no app."""

from typing import NamedTuple

from bot.act import ANSWER, Act
from domain.calendar import out_of_quiet
from domain.ids import ChatId, PersonId
from domain.people import VOLUNTEERS
from domain.requests import Request, State
from storage import families, grid, people, requests
from storage import history as records
from storage import rating_asks as asks
from storage.database import Transaction
from storage.rating_asks import Ask

_UNDO = 60_000
DAY = 86_400_000


class Asked(NamedTuple):
    """Whose word counts: their own, or what is told to somebody who calls. Both None where nobody can be asked."""

    rater_id: PersonId | None
    caller_id: PersonId | None = None


async def plan(act: Act, request: Request) -> None:
    """It is done: ask, once nobody can take that back any more. Called whenever a request has moved."""
    if request.state is State.RESOLVED:
        await asks.open_ask(act.tx, request, act.now)
        act.set_timer("rating", request.id, await sensible(act, request, act.now + _UNDO))


async def sensible(act: Act, request: Request, at: int) -> int:
    """This instant, or the next morning."""
    community = await grid.get_community(act.tx, request.community_id)
    hours = act.settings.ratings
    return out_of_quiet(at, hours.ask_until, hours.ask_from, community.timezone)


async def put(act: Act, request: Request, ask: Ask) -> Ask:
    """Ask whoever it is for, their family in order, or give it to somebody for the next routine call."""
    asked = await who(act.tx, request)
    if asked.rater_id is not None:
        await show(act, request, asked.rater_id)
    elif asked.caller_id is not None:
        records.add_history(act.tx, request.community_id, None, "rating_call", "request", request.id, act.now,
                            person=asked.caller_id)
    return ask._replace(state="asked", rater_id=asked.rater_id, caller_id=asked.caller_id, at=act.now)


async def show(act: Act, request: Request, person_id: PersonId) -> None:
    person = await people.get_person(act.tx, person_id)
    if person.telegram_id is not None:
        await act.show(ChatId(person.telegram_id), "rating", request.id, urgency=ANSWER, reader_id=person.id, anew=True)


async def who(tx: Transaction, request: Request) -> Asked:
    """Never the filer of somebody else's words, never anybody who had it in hand, never a follower."""
    hands = await _hands(tx, request)
    own = request.source == "resident"
    whose = request.subject_id or (request.filer_id if own else None)
    wanted = [request.filer_id] if own else []
    if whose is not None and not request.in_confidence:
        wanted += [whose, *(one.person_id for one in await families.list_contacts(tx, whose) if one.telegram_id)]
    for one in wanted:
        if one not in hands and (own or one != request.filer_id) and await _has_chat(tx, one):
            return Asked(one)
    if whose is None or request.anonymous or request.sensitive:  # nobody else is to hear of these
        return Asked(None)
    return Asked(None, await _caller(tx, request, hands | {request.filer_id}))


def voice(request: Request) -> PersonId:
    """Whose request it is."""
    return request.subject_id or request.filer_id


async def _hands(tx: Transaction, request: Request) -> set[PersonId]:
    held = {PersonId(one) for _, one, _, _ in await requests.list_custody(tx, request.id) if one is not None}
    return held | {one for one in (request.holder_id, request.worker_id) if one is not None}


async def _has_chat(tx: Transaction, person_id: PersonId) -> bool:
    person = await people.get_person(tx, person_id)
    return person.telegram_id is not None and person.consent is not None


async def _caller(tx: Transaction, request: Request, hands: set[PersonId]) -> PersonId | None:
    """Another member of staff of another cell, the one with the fewest calls to make."""
    cells = {cell for cell, *_ in await requests.list_custody(tx, request.id)} | {request.cell_id}
    staff = [(post, calls) for post, calls in await asks.list_staff(tx, request.community_id)
             if post.role not in VOLUNTEERS]
    near = hands | {post.person_id for post, _ in staff if post.cell_id in cells}
    free = [(post.role != "grid_member", calls, post.person_id) for post, calls in staff if post.person_id not in near]
    return min(free)[2] if free else None
