"""Takes a workbook into the register, a few hundred rows at a time; the same file twice changes nothing."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from bot.actions import sheets
from bot.actions.sheets import RouteSheet
from bot.settings import Settings
from bot.texts import Texts
from bot.workbook import (
    AnswerRow,
    BuildingRow,
    CellRow,
    ContactRow,
    FactRow,
    HouseholdRow,
    PersonRow,
    Problem,
    ProgrammeRow,
    UnitRow,
    Workbook,
)
from domain import recurrence
from domain.calendar import next_time
from domain.ids import BotId, CellId, ChatId, CommunityId, HouseholdId, PersonId
from storage import bindings, chats, families, grid, keys, people, places, programmes, timers, units
from storage.database import Transaction

RunJob = Callable[[Callable[[Transaction], Awaitable[Any]]], Awaitable[Any]]
Report = Callable[[int], Any]
_ROWS_A_COMMIT = 200


@dataclass(slots=True)
class Import:
    """One workbook on its way into the register, into one community alone where `community_id` says so."""

    bot_id: BotId
    now: int
    settings: Settings
    community_id: CommunityId | None = None
    cells: dict[str, tuple[CellId, CommunityId]] = field(default_factory=dict)
    buildings: dict[tuple[CommunityId, str, str], int] = field(default_factory=dict)
    units: dict[tuple[int, str], int] = field(default_factory=dict)
    households: dict[tuple[str, str, str, str], tuple[HouseholdId, CommunityId]] = field(default_factory=dict)
    own_cells: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    async def take(self, tx: Transaction, row: Any) -> None:
        await _TAKES[type(row)](self, tx, row)


async def import_workbook(run: RunJob, book: Workbook, work: Import, report: Report) -> list[Problem]:
    """Everything that the workbook holds; returns what could not be placed. `report` is told of rows done."""
    work.cells |= await run(partial(grid.list_codes, community_id=work.community_id))
    for rows in _batches(_in_order(book)):

        async def take(tx: Transaction, batch: Sequence[Any] = rows) -> None:
            for row in batch:
                await work.take(tx, row)

        await run(take)
        report(sum(map(_rows_in, rows)))
    return work.problems


def count_rows(book: Workbook) -> int:
    return sum(_rows_in(row) for row in _in_order(book))


def _rows_in(row: Any) -> int:
    return len(row.rows) if isinstance(row, RouteSheet) else 1


def sentence(texts: Texts, language: str, problem: Problem) -> str:
    """Where it is and what is wrong, for the office."""
    values: Mapping[str, Any] = problem.values
    what = texts.say(language, problem.key, **values)
    return texts.plain(
        language, "workbook.problem", sheet=problem.sheet, row=problem.row, column=problem.column, what=what
    )


def _in_order(book: Workbook) -> Iterator[Any]:
    """Cells from the top down, then whatever refers to them."""
    waiting = {row.code: row for row in book.cells}
    placed: set[str] = set()
    while waiting:
        ready = [row for row in waiting.values() if row.parent not in waiting]
        if not ready:
            break
        for row in ready:
            placed.add(row.code)
            del waiting[row.code]
            yield row
    for rows in (book.buildings, book.people, book.households, book.contacts, book.units, book.programmes,
                 book.answers, book.facts):
        yield from rows
    if book.routes:
        yield RouteSheet(tuple(book.routes))


async def _cell(work: Import, tx: Transaction, row: CellRow) -> None:
    if row.parent:
        parent_id, community_id = work.cells[row.parent]
    else:
        settings = work.settings
        community_id = await grid.save_community(tx, row.code, row.name, settings.timezone, settings.language)
        parent_id = None
        timers.set_timer(tx, "today", community_id, next_time(work.now, settings.staff_hours.today, settings.timezone))
    cell_id = await grid.save_cell(tx, community_id, parent_id, row.code, row.name, row.level)
    work.cells[row.code] = (cell_id, community_id)
    work.own_cells.append(row.code)
    if row.group_id is not None:
        await chats.add_chat(tx, work.bot_id, ChatId(row.group_id), "group")
        await bindings.bind_chat(tx, work.bot_id, ChatId(row.group_id), cell_id, work.now)
        timers.set_timer(tx, "board", row.group_id, work.now)


async def _building(work: Import, tx: Transaction, row: BuildingRow) -> None:
    cell_id, community_id = work.cells[row.cell]
    building_id = await _house(work, tx, community_id, cell_id, row)
    if not row.unit:
        await places.move_building(tx, building_id, cell_id)
    unit_id = await places.add_unit(tx, building_id, cell_id, row.unit)
    before = await places.get_unit_cell(tx, unit_id)
    work.units[building_id, row.unit] = await places.save_unit(tx, building_id, cell_id, row.unit)
    if before not in {None, cell_id}:
        await places.move_doors(tx, unit_id, before, cell_id)


async def _house(
    work: Import, tx: Transaction, community_id: CommunityId, cell_id: CellId, row: BuildingRow | HouseholdRow
) -> int:
    place = (community_id, row.compound, row.building)
    if place not in work.buildings:
        work.buildings[place] = await places.save_building(tx, community_id, cell_id, row.compound, row.building)
    return work.buildings[place]


async def _unit(
    work: Import, tx: Transaction, community_id: CommunityId, cell_id: CellId, row: HouseholdRow
) -> int:
    """A unit that is known stays with its cell: one household may belong to another."""
    building_id = await _house(work, tx, community_id, cell_id, row)
    if (building_id, row.unit) not in work.units:
        work.units[building_id, row.unit] = await places.add_unit(tx, building_id, cell_id, row.unit)
    return work.units[building_id, row.unit]


async def _person(work: Import, tx: Transaction, row: PersonRow) -> None:
    cell_id, community_id = work.cells[row.cell]
    person_id = await _find(tx, community_id, row.name, row.phone) or await people.find_at_cell(tx, cell_id, row.name)
    if person_id is None:
        person_id = await _add(work, tx, community_id, row.name, row.phone, row.telegram_id)
    categories = ",".join(work.settings.category_code(one) for one in row.categories)
    for role in row.post_codes or ("staff",):
        await people.add_post(tx, community_id, cell_id, person_id, role, row.post, categories)


async def _household(work: Import, tx: Transaction, row: HouseholdRow) -> None:
    found = work.cells.get(row.cell) or await _cell_of_building(work, tx, row)
    if found is None:
        work.problems.append(Problem(row.sheet, row.row, "网格编码", "workbook.building_without_cell"))
        return
    cell_id, community_id = found
    household_id = await _door(work, tx, community_id, cell_id, row)
    if not row.name and not row.phone:
        return
    if row.name:
        person_id = await people.find_in_household(tx, household_id, row.name)
    else:
        person_id = await people.find_by_phone_in(tx, household_id, row.phone)
    if person_id is None and row.name:
        person_id = await _find(tx, community_id, row.name, row.phone)
    if person_id is None:
        person_id = await _add(work, tx, community_id, row.name, row.phone, None)
    await people.add_resident(tx, household_id, person_id, work.now)
    for tag in row.tags:
        await people.add_tag(tx, person_id, tag)


async def _door(
    work: Import, tx: Transaction, community_id: CommunityId, cell_id: CellId, row: HouseholdRow
) -> HouseholdId:
    door = (row.compound, row.building, row.unit, row.room)
    if door not in work.households:
        unit_id = await _unit(work, tx, community_id, cell_id, row)
        found = await places.find_household(tx, unit_id, row.room)
        if found is None:
            key = await keys.add_key(tx, "household", work.now)
            found = await places.add_household(tx, community_id, unit_id, cell_id, row.room, key)
        elif row.cell:
            await places.move_household(tx, found, cell_id)
        work.households[door] = (found, community_id)
    return work.households[door][0]


async def _cell_of_building(
    work: Import, tx: Transaction, row: HouseholdRow
) -> tuple[CellId, CommunityId] | None:
    """Where a row names no cell: its building's, which stands in this workbook or in the register."""
    for community_id in {community_id for _, community_id in work.cells.values()}:
        if found := await places.find_building_named(tx, community_id, row.compound, row.building):
            return found.cell_id, community_id
    return None


async def _known_door(work: Import, tx: Transaction, row: ContactRow) -> tuple[HouseholdId, CommunityId] | None:
    """From this workbook, else from the register."""
    door = (row.compound, row.building, row.unit, row.room)
    if door not in work.households:
        for community_id in {community_id for _, community_id in work.cells.values()}:
            if found := await places.find_door(tx, community_id, *door):
                work.households[door] = (found, community_id)
    return work.households.get(door)


async def _contact(work: Import, tx: Transaction, row: ContactRow) -> None:
    found = await _known_door(work, tx, row)
    elder_id = await people.find_in_household(tx, found[0], row.elder) if found else None
    if found is None or elder_id is None:
        work.problems.append(Problem(row.sheet, row.row, "老人姓名", "workbook.elder_unknown"))
        return
    person_id = await _find(tx, found[1], row.name, row.phone)
    if person_id is None:
        person_id = await _add(work, tx, found[1], row.name, row.phone, None)
    await families.add_contact(tx, elder_id, person_id, row.relation, row.order)


async def _handling_unit(work: Import, tx: Transaction, row: UnitRow) -> None:
    """A unit that is known is told anew, so that a changed number is not called in vain."""
    community_id = sheets.community_of(work, row)
    if community_id is None:
        return
    told = ",".join(row.categories), row.hours, row.contact, row.phone
    known = await units.find_unit_named(tx, community_id, row.name)
    if known is None:
        key = await keys.add_key(tx, "person", work.now)
        await units.save_handling_unit(tx, community_id, key, row.name, *told)
    elif (",".join(known.categories), known.hours, known.contact, known.phone) != told:
        await units.change_unit(tx, known.id, *told)


async def _programme(work: Import, tx: Transaction, row: ProgrammeRow) -> None:
    """Without a cell it is for the whole community."""
    community_id = work.cells[row.cell][1] if row.cell else sheets.community_of(work, row)
    if community_id is None:
        return
    cell_id = work.cells[row.cell][0] if row.cell else await grid.find_root(tx, community_id)
    assert cell_id is not None
    cutoff = (row.cutoff.days_before, f"{row.cutoff.time:%H:%M}") if row.cutoff else None
    programme_id = await programmes.save_programme(
        tx, community_id, work.bot_id, cell_id, name=row.name, rule=recurrence.format(row.rule),
        time=f"{row.time:%H:%M}", place=row.place, tag=row.tags[0] if row.tags else "",
        steps=[(one.days_before, f"{one.time:%H:%M}") for one in row.reminders], cutoff=cutoff,
    )
    timers.set_timer(tx, "programme", programme_id, work.now)


_TAKES: dict[type, Callable[[Import, Transaction, Any], Awaitable[None]]] = {
    CellRow: _cell, BuildingRow: _building, PersonRow: _person, HouseholdRow: _household, ContactRow: _contact,
    UnitRow: _handling_unit, ProgrammeRow: _programme,
    RouteSheet: sheets.take_routes, AnswerRow: sheets.take_answer, FactRow: sheets.take_fact,
}


async def _find(tx: Transaction, community_id: CommunityId, name: str, phone: str) -> PersonId | None:
    """The same number and the same name are the same person; a family may share a number."""
    known = await people.list_by_phone(tx, community_id, phone) if phone else []
    return next((one.id for one in known if one.name == name), None)


async def _add(
    work: Import, tx: Transaction, community_id: CommunityId, name: str, phone: str, telegram_id: int | None
) -> PersonId:
    key = await keys.add_key(tx, "person", work.now)
    return await people.add_person(
        tx, community_id, key, name=name or None, phone=phone or None, telegram_id=telegram_id,
        language=work.settings.language,
    )


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _ROWS_A_COMMIT)):
        yield batch
