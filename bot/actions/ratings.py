"""The system asks, not the handler: solved or not, then how it was; what was not solved goes up."""

from bot.act import Act
from bot.actions import access, offers, posts
from bot.actions import requests as core
from domain import requests as rules
from domain.errors import Conflict, Invalid
from domain.ids import CellId
from domain.requests import Request
from domain.routing import above
from storage import grid, ratings
from storage import history as records


async def rate(act: Act, request_id: int, generation: int, *, solved: bool) -> None:
    """已解决 closes it; 未解决 moves it up, with its whole custody."""
    person = await access.person_of(act)
    request = await access.request_for(act, person, request_id, "rate")
    core.fresh(request, generation)
    if solved:
        after = rules.solved(request, person.id, act.now)
    else:
        after = rules.unsolved(request, person.id, await _next_tier(act, request), act.now)
    await ratings.add_rating(act.tx, request.id, request.round, person.id, solved=solved, now=act.now)
    after = await core.save(act, after, person, "solved" if solved else "unsolved")
    act.answer("rate.solved_short" if solved else "rate.unsolved_short")
    if not solved:
        await offers.place(act, after)


async def _next_tier(act: Act, request: Request) -> CellId:
    """Upwards past whatever nobody answers for, and past posts of the same person."""
    chain = await grid.list_chain(act.tx, request.cell_id)
    staffed = [
        cell for cell in chain[1:]
        if any(one != request.holder_id for one in await posts.answering(act.tx, cell.id, act.now))
    ]
    return above([chain[0], *staffed, chain[-1]], request.round)


async def grade(act: Act, request_id: int, value: int) -> None:
    person = await access.person_of(act)
    request = await access.request_for(act, person, request_id, "rate")
    if value not in rules.GRADES:
        raise Invalid("press.old")
    if not await ratings.set_grade(act.tx, request.id, person.id, value):
        raise Conflict("rate.graded")
    records.add_history(act.tx, person.community_id, person.id, "grade", "request", request.id, act.now, grade=value)
    act.answer("rate.thanks_short")
    await act.redraw("rating", request.id)
