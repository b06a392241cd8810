"""Who answers for a cell: the people whose posts are there now, and the way up from it."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.calendar import local_date
from domain.ids import CellId, PersonId
from domain.people import on_duty
from domain.routing import Cell
from storage import duty, grid, people, shifts
from storage.database import Transaction


class Rung(NamedTuple):
    """One cell on the way up, and who answers for it now; nobody where its posts are vacant."""

    cell: Cell
    people: tuple[PersonId, ...]


async def answering(tx: Transaction, cell_id: CellId, now: int, category: str | None = None) -> list[PersonId]:
    """Everybody who answers for exactly this cell at this moment, each once: a post for this category first, then
    paid posts before volunteers. For somebody who is away their stand-in answers, or nobody.
    """
    duties = await duty.list_duties_at(tx, cell_id, now)
    stand_ins = [one.stand_in_id for one in duties if one.away and one.stand_in_id is not None]
    return on_duty(duties, await duty.list_away(tx, stand_ins, now), category)


async def cells_of(tx: Transaction, person_id: PersonId) -> list[Cell]:
    """The cells of somebody's posts, their own and those they stand in for; none that lies below another of them."""
    held = [*await people.list_posts(tx, person_id), *await duty.list_stood_in(tx, person_id)]
    chains = [await grid.list_chain(tx, cell_id) for cell_id in dict.fromkeys(post.cell_id for post in held)]
    own = {chain[0].id for chain in chains}
    return [chain[0] for chain in chains if not any(above.id in own for above in chain[1:])]


async def alarmed(tx: Transaction, cell_id: CellId, now: int) -> list[PersonId]:
    """Who is on duty for exactly this cell today, everybody with a post in it, and who stands in: danger waits for no
    leave and no hours.
    """
    zone = (await grid.get_community(tx, await grid.get_community_of(tx, cell_id))).timezone
    on_shift = await shifts.list_on_shift(tx, cell_id, local_date(now, zone).isoformat())
    holders = [one.person_id for one in await duty.list_duties_at(tx, cell_id, now)]
    return list(dict.fromkeys([*on_shift, *await answering(tx, cell_id, now), *holders]))


async def ladder(tx: Transaction, cell_id: CellId, now: int, category: str | None = None) -> list[Rung]:
    """From the cell up to the community, vacancies included."""
    return [
        Rung(cell, tuple(await answering(tx, cell.id, now, category))) for cell in await grid.list_chain(tx, cell_id)
    ]


async def up_to_somebody(
    tx: Transaction, cell_ids: Sequence[CellId], now: int, category: str
) -> list[tuple[CellId, bool]]:
    """Whether somebody answers for each of these cells now, as far as the first for which it is so."""
    found = []
    for cell_id in cell_ids:
        found.append((cell_id, bool(await answering(tx, cell_id, now, category))))
        if found[-1][1]:
            break
    return found


async def next_up(tx: Transaction, cell_id: CellId, passed: set[PersonId], now: int) -> Rung | None:
    """The nearest rung above with somebody who has not been `passed`: one person often holds several posts."""
    for rung in (await ladder(tx, cell_id, now))[1:]:
        others = tuple(one for one in rung.people if one not in passed)
        if others:
            return Rung(rung.cell, others)
    return None
