"""Loads what staff see of duty: their own leave, their people, who is there."""

from typing import Any

from bot.actions import shifts
from bot.actions.duty import colleagues
from bot.drawing import Reader, page
from bot.views import duty as pages
from bot.views.page import Page
from domain import people as authority
from domain.ids import CellId, PersonId
from storage import duty, grid, people, requests
from storage.database import Transaction


@page("duty.person")
async def person_page(reader: Reader, facts: Any) -> Page:
    assert reader.person_id is not None
    other = await people.get_person(reader.tx, PersonId(facts["person_id"]))
    found = await people.list_posts(reader.tx, other.id)
    cells = [(await grid.get_cell(reader.tx, post.cell_id)).name for post in found]
    away = await duty.find_leave(reader.tx, other.id)
    own = reader.person_id == other.id
    lead = [post.cell_id for post in found if post.role in authority.LEADERS] if own else []
    led = [(int(cell), (await grid.get_cell(reader.tx, cell)).name) for cell in dict.fromkeys(lead)]
    stand_in = await _name(reader.tx, away.stand_in_id) if away and away.stand_in_id else None
    held = len(await requests.list_held_by(reader.tx, other.id))
    leave = pages.Away(away.until_at, stand_in) if away else None
    return pages.person(other.id, other.name or "", cells, leave, held, own=own, led=led,
                        shifts=await shifts.own(reader, other.id))


@page("duty.cell")
async def cell_page(reader: Reader, facts: Any) -> Page:
    cell = await grid.get_cell(reader.tx, CellId(facts["cell_id"]))
    team = await _team(reader.tx, cell.id, facts["now"])
    below = [(int(one.id), one.name) for one in await grid.list_children(reader.tx, cell.id)]
    return pages.cell(cell.name, [one for one in team if one.person_id != reader.person_id], below)


@page("duty.here")
async def here(reader: Reader, facts: Any) -> Page:
    cell = await grid.get_cell(reader.tx, CellId(facts["cell_id"]))
    return pages.here(cell.name, await _team(reader.tx, cell.id, facts["now"]), await shifts.coming(reader, cell.id))


@page("duty.pick_stand_in")
async def stand_ins(reader: Reader, facts: Any) -> Page:
    found = await colleagues(reader.tx, PersonId(facts["person_id"]), facts["now"])
    return pages.stand_ins(facts["person_id"], [(one, await _name(reader.tx, one)) for one in found])


@page("duty.ask_departed")
async def departed(reader: Reader, facts: Any) -> Page:
    person_id = PersonId(facts["person_id"])
    held = await requests.list_left_by(reader.tx, person_id, 1000)
    return pages.ask_departed(person_id, await _name(reader.tx, person_id), len(held))


def _telling(key: str) -> None:
    @page(key)
    async def told(reader: Reader, facts: Any) -> Page:
        person_id = PersonId(facts["who_id"])
        away = await duty.find_leave(reader.tx, person_id)
        cell = (await grid.get_cell(reader.tx, CellId(facts["in_cell"]))).name if "in_cell" in facts else ""
        name = await _name(reader.tx, person_id)
        return pages.told(key, name, away.until_at if away else None, cell, facts.get("count", 0))


for _key in ("duty.departed", "duty.you_stand_in", "duty.on_leave", "duty.is_back", "duty.on_leave_you",
             "duty.is_back_you", "duty.vacated", "duty.left_bot"):
    _telling(_key)


async def _team(tx: Transaction, cell_id: CellId, now: int) -> list[pages.Member]:
    found: dict[PersonId, pages.Member] = {}
    for one in await duty.list_duties_at(tx, cell_id, now):
        stand_in = await _name(tx, one.stand_in_id) if one.stand_in_id else None
        found.setdefault(one.person_id, pages.Member(one.person_id, await _name(tx, one.person_id), one.away, stand_in))
    return list(found.values())


async def _name(tx: Transaction, person_id: PersonId) -> str:
    return (await people.get_person(tx, person_id)).name or "—"
