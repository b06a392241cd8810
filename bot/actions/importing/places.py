"""Cells, buildings and doors; a door is found in the workbook first, then in the register."""

from bot.actions.importing.work import Import
from bot.workbook import BuildingRow, CellRow, ContactRow, HouseholdRow
from domain.calendar import next_time
from domain.ids import CellId, ChatId, CommunityId, HouseholdId
from storage import bindings, chats, grid, keys, places, timers
from storage.database import Transaction


async def take_cell(work: Import, tx: Transaction, row: CellRow) -> None:
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


async def take_building(work: Import, tx: Transaction, row: BuildingRow) -> None:
    cell_id, community_id = work.cells[row.cell]
    building_id = await _building(work, tx, community_id, cell_id, row)
    if not row.unit:
        await places.move_building(tx, building_id, cell_id)
    unit_id = await places.add_unit(tx, building_id, cell_id, row.unit)
    before = await places.get_unit_cell(tx, unit_id)
    work.units[building_id, row.unit] = await places.save_unit(tx, building_id, cell_id, row.unit)
    if before not in {None, cell_id}:
        await places.move_doors(tx, unit_id, before, cell_id)


async def cell_of_building(
    work: Import, tx: Transaction, row: HouseholdRow
) -> tuple[CellId, CommunityId] | None:
    """Where a row names no cell: its building's, which stands in this workbook or in the register."""
    for community_id in work.communities:
        if found := await places.find_building_named(tx, community_id, row.compound, row.building):
            return found.cell_id, community_id
    return None


async def door_of(
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


async def known_door(work: Import, tx: Transaction, row: ContactRow) -> tuple[HouseholdId, CommunityId] | None:
    """From this workbook, else from the register."""
    door = (row.compound, row.building, row.unit, row.room)
    if door not in work.households:
        for community_id in work.communities:
            if found := await places.find_door(tx, community_id, *door):
                work.households[door] = (found, community_id)
    return work.households.get(door)


async def _building(
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
    building_id = await _building(work, tx, community_id, cell_id, row)
    if (building_id, row.unit) not in work.units:
        work.units[building_id, row.unit] = await places.add_unit(tx, building_id, cell_id, row.unit)
    return work.units[building_id, row.unit]
