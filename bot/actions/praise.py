"""Kind words reach whoever earned them, without the name of who said them; their leader is told how often."""

from bot.act import Act
from bot.actions import posts, pushes
from domain.ids import PersonId
from domain.requests import Request
from storage import grid, mentions, people

_DAYS = 30
_SINCE = _DAYS * 86_400_000


async def deliver(act: Act, request: Request) -> None:
    """To the people it names, else to those who answer for the cell."""
    named = await mentions.list_mentions(act.tx, request.id)
    praised = named or set(await posts.answering(act.tx, request.cell_id, act.now, request.category))
    praised.discard(request.filer_id)
    mentions.add_mentions(act.tx, request.id, praised)
    for person_id in sorted(praised):
        await pushes.push(act, person_id, "praise.received", request_id=request.id)
        count = await mentions.count_praise(act.tx, person_id, act.now - _SINCE)
        for leader_id in await _leaders(act, person_id) - praised:
            await pushes.push(act, leader_id, "praise.counted", praised_id=person_id, count=count, days=_DAYS)


async def _leaders(act: Act, person_id: PersonId) -> set[PersonId]:
    """The grid leaders above somebody's posts."""
    found: set[PersonId] = set()
    for post in await people.list_posts(act.tx, person_id):
        for cell in await grid.list_chain(act.tx, post.cell_id):
            held = await people.list_posts_at(act.tx, cell.id)
            found |= {one.person_id for one in held if one.role == "grid_leader"}
    return found - {person_id}
