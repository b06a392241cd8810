"""Communities, cells, buildings, units and households."""

from typing import NamedTuple

from domain.ids import BotId, BuildingId, CellId, ChatId, CommunityId, HouseholdId
from domain.routing import Cell
from storage.database import Row, Transaction
from storage.keys import Key


class Community(NamedTuple):
    """One community: its code begins every number that people read."""

    id: CommunityId
    code: str
    name: str
    timezone: str
    language: str


class Place(NamedTuple):
    """A door with its parts; `room` is personal data."""

    household_id: HouseholdId
    community_id: CommunityId
    compound: str
    building: str
    unit: str
    room: str | None
    cell_id: CellId
    building_id: BuildingId


class Spot(NamedTuple):
    """A building as a place: what may be said aloud, and whose it is."""

    compound: str
    building: str
    cell_id: CellId


class Building(NamedTuple):
    """A building and the cell that answers for it where no door is known."""

    id: BuildingId
    community_id: CommunityId
    cell_id: CellId
    compound: str
    name: str


class Choice(NamedTuple):
    """One thing to choose from on the way to a door."""

    id: int
    name: str


async def save_community(tx: Transaction, code: str, name: str, timezone: str, language: str) -> CommunityId:
    row = await tx.one(
        """INSERT INTO communities (code, name, timezone, language) VALUES (:code, :name, :timezone, :language)
           ON CONFLICT (code) DO UPDATE SET name = excluded.name RETURNING id""",
        code=code, name=name, timezone=timezone, language=language,
    )
    assert row is not None
    return CommunityId(row["id"])


async def list_communities(tx: Transaction) -> list[Community]:
    return [_community(row) for row in await tx.all("SELECT * FROM communities ORDER BY id")]


async def get_community(tx: Transaction, community_id: CommunityId) -> Community:
    row = await tx.one("SELECT * FROM communities WHERE id = :community_id", community_id=community_id)
    assert row is not None
    return _community(row)


async def save_cell(
    tx: Transaction, community_id: CommunityId, parent_id: CellId | None, code: str, name: str, level: str
) -> CellId:
    row = await tx.one(
        """INSERT INTO cells (community_id, parent_id, code, name, level)
           VALUES (:community_id, CAST(:parent_id AS BIGINT), :code, :name, :level)
           ON CONFLICT (community_id, code)
           DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name, level = excluded.level RETURNING id""",
        community_id=community_id, parent_id=parent_id, code=code, name=name, level=level,
    )
    assert row is not None
    return CellId(row["id"])


async def list_chain(tx: Transaction, cell_id: CellId) -> list[Cell]:
    """The cell and everything above it, nearest first."""
    rows = await tx.all(
        """WITH RECURSIVE chain (id, parent_id, level, name, code, depth) AS (
             SELECT id, parent_id, level, name, code, 0 FROM cells WHERE id = :cell_id
             UNION ALL
             SELECT c.id, c.parent_id, c.level, c.name, c.code, chain.depth + 1
             FROM cells c JOIN chain ON c.id = chain.parent_id)
           SELECT id, parent_id, level, name, code FROM chain ORDER BY depth""",
        cell_id=cell_id,
    )
    return [_cell(row) for row in rows]


async def list_below(tx: Transaction, cell_id: CellId) -> list[CellId]:
    """The cell and everything below it."""
    rows = await tx.all(
        """WITH RECURSIVE below (id) AS (
             SELECT id FROM cells WHERE id = :cell_id
             UNION ALL
             SELECT c.id FROM cells c JOIN below ON c.parent_id = below.id)
           SELECT id FROM below""",
        cell_id=cell_id,
    )
    return [CellId(row["id"]) for row in rows]


async def find_cell(tx: Transaction, text: str) -> Cell | None:
    """By code, else by name where that is unique."""
    rows = await tx.all(
        """SELECT id, parent_id, level, name, code FROM cells
           WHERE ended_at IS NULL AND (code = :text OR name = :text) ORDER BY code = :text DESC LIMIT 2""",
        text=text,
    )
    return _cell(rows[0]) if len(rows) == 1 or (rows and rows[0]["code"] == text) else None


async def list_codes(tx: Transaction) -> dict[str, tuple[CellId, CommunityId]]:
    """Every cell that has not ended, by its code."""
    rows = await tx.all("SELECT code, id, community_id FROM cells WHERE ended_at IS NULL")
    return {row["code"]: (CellId(row["id"]), CommunityId(row["community_id"])) for row in rows}


async def find_cell_by_id(tx: Transaction, cell_id: CellId) -> Cell | None:
    row = await tx.one("SELECT id, parent_id, level, name, code FROM cells WHERE id = :cell_id", cell_id=cell_id)
    return _cell(row) if row else None


async def get_cell(tx: Transaction, cell_id: CellId) -> Cell:
    cell = await find_cell_by_id(tx, cell_id)
    assert cell is not None
    return cell


async def get_community_of(tx: Transaction, cell_id: CellId) -> CommunityId:
    row = await tx.one("SELECT community_id FROM cells WHERE id = :cell_id", cell_id=cell_id)
    assert row is not None
    return CommunityId(row["community_id"])


async def find_root(tx: Transaction, community_id: CommunityId) -> CellId | None:
    """The community's own cell, where its desk is."""
    row = await tx.one(
        """SELECT id FROM cells WHERE community_id = :community_id AND parent_id IS NULL AND ended_at IS NULL
           ORDER BY id LIMIT 1""",
        community_id=community_id,
    )
    return CellId(row["id"]) if row else None


async def bind_chat(tx: Transaction, bot_id: BotId, chat_id: ChatId, cell_id: CellId, now: int) -> None:
    await tx.run(
        """INSERT INTO bindings (bot_id, chat_id, cell_id, bound_at) VALUES (:bot_id, :chat_id, :cell_id, :now)
           ON CONFLICT (bot_id, cell_id) DO UPDATE SET chat_id = excluded.chat_id, bound_at = excluded.bound_at""",
        bot_id=bot_id, chat_id=chat_id, cell_id=cell_id, now=now,
    )


async def get_chat_of(tx: Transaction, bot_id: BotId, cell_id: CellId) -> ChatId | None:
    row = await tx.one(
        "SELECT chat_id FROM bindings WHERE bot_id = :bot_id AND cell_id = :cell_id AND stopped_at IS NULL",
        bot_id=bot_id, cell_id=cell_id,
    )
    return ChatId(row["chat_id"]) if row else None


async def list_cells_of(tx: Transaction, bot_id: BotId, chat_id: ChatId) -> list[CellId]:
    rows = await tx.all(
        "SELECT cell_id FROM bindings WHERE bot_id = :bot_id AND chat_id = :chat_id ORDER BY cell_id",
        bot_id=bot_id, chat_id=chat_id,
    )
    return [CellId(row["cell_id"]) for row in rows]


async def list_bound_chats(tx: Transaction, bot_id: BotId) -> list[ChatId]:
    rows = await tx.all("SELECT DISTINCT chat_id FROM bindings WHERE bot_id = :bot_id ORDER BY chat_id", bot_id=bot_id)
    return [ChatId(row["chat_id"]) for row in rows]


async def save_building(
    tx: Transaction, community_id: CommunityId, cell_id: CellId, compound: str, name: str
) -> int:
    row = await tx.one(
        """INSERT INTO buildings (community_id, cell_id, compound, name)
           VALUES (:community_id, :cell_id, :compound, :name)
           ON CONFLICT (community_id, compound, name) DO UPDATE SET name = excluded.name RETURNING id""",
        community_id=community_id, cell_id=cell_id, compound=compound, name=name,
    )
    assert row is not None
    return int(row["id"])


async def save_unit(tx: Transaction, building_id: int, cell_id: CellId, name: str) -> int:
    row = await tx.one(
        """INSERT INTO units (building_id, cell_id, name) VALUES (:building_id, :cell_id, :name)
           ON CONFLICT (building_id, name) DO UPDATE SET cell_id = excluded.cell_id RETURNING id""",
        building_id=building_id, cell_id=cell_id, name=name,
    )
    assert row is not None
    return int(row["id"])


async def find_household(tx: Transaction, unit_id: int, room: str) -> HouseholdId | None:
    row = await tx.one(
        "SELECT id FROM households WHERE unit_id = :unit_id AND room_lookup = :lookup",
        unit_id=unit_id, lookup=tx.vault.lookup(room),
    )
    return HouseholdId(row["id"]) if row else None


async def add_household(
    tx: Transaction, community_id: CommunityId, unit_id: int, cell_id: CellId, room: str, key: Key
) -> HouseholdId:
    row = await tx.one(
        """INSERT INTO households (community_id, unit_id, cell_id, key_id, room, room_lookup)
           VALUES (:community_id, :unit_id, :cell_id, :key_id, :room, :lookup) RETURNING id""",
        community_id=community_id, unit_id=unit_id, cell_id=cell_id, key_id=key.id,
        room=tx.vault.seal(key.id, key.wrapped, "households.room", room), lookup=tx.vault.lookup(room),
    )
    assert row is not None
    return HouseholdId(row["id"])


async def get_place(tx: Transaction, household_id: HouseholdId) -> Place | None:
    row = await tx.one(
        """SELECT h.id, h.community_id, b.compound, b.name AS building, u.name AS unit, h.room, k.wrapped,
             COALESCE(h.cell_id, u.cell_id, b.cell_id) AS cell_id, b.id AS building_id
           FROM households h JOIN units u ON u.id = h.unit_id JOIN buildings b ON b.id = u.building_id
           JOIN keys k ON k.id = h.key_id WHERE h.id = :household_id""",
        household_id=household_id,
    )
    if row is None:
        return None
    return Place(
        HouseholdId(row["id"]), CommunityId(row["community_id"]), row["compound"], row["building"], row["unit"],
        tx.vault.open_text(row["wrapped"], "households.room", row["room"]), CellId(row["cell_id"]),
        BuildingId(row["building_id"]),
    )


async def get_spot(tx: Transaction, building_id: BuildingId) -> Spot | None:
    row = await tx.one(
        "SELECT compound, name, cell_id FROM buildings WHERE id = :building_id", building_id=building_id
    )
    return Spot(row["compound"], row["name"], CellId(row["cell_id"])) if row else None


async def find_building(tx: Transaction, building_id: int) -> Building | None:
    row = await tx.one(
        "SELECT id, community_id, cell_id, compound, name FROM buildings WHERE id = :building_id",
        building_id=building_id,
    )
    return _building(row) if row else None


async def find_building_named(
    tx: Transaction, community_id: CommunityId, compound: str, name: str
) -> Building | None:
    """By its normalised name; the compound may be left out where the name is unique."""
    rows = await tx.all(
        """SELECT id, community_id, cell_id, compound, name FROM buildings
           WHERE community_id = :community_id AND name = :name
             AND (compound = :compound OR CAST(:compound AS TEXT) = '') LIMIT 2""",
        community_id=community_id, compound=compound, name=name,
    )
    return _building(rows[0]) if len(rows) == 1 else None


async def list_compounds(tx: Transaction, community_id: CommunityId) -> list[Choice]:
    """Each compound, known by the first of its buildings."""
    rows = await tx.all(
        """SELECT MIN(id) AS id, compound AS name FROM buildings WHERE community_id = :community_id
           GROUP BY compound ORDER BY MIN(id)""",
        community_id=community_id,
    )
    return [Choice(row["id"], row["name"]) for row in rows]


async def list_buildings(tx: Transaction, building_id: int) -> list[Choice]:
    """All buildings of the compound that this one stands in."""
    rows = await tx.all(
        """SELECT b.id, b.name FROM buildings b JOIN buildings one
             ON one.compound = b.compound AND one.community_id = b.community_id
           WHERE one.id = :building_id ORDER BY b.id""",
        building_id=building_id,
    )
    return [Choice(row["id"], row["name"]) for row in rows]


async def find_buildings(tx: Transaction, community_id: CommunityId, compound: str, name: str) -> list[Choice]:
    """Buildings of this name, each with its compound; in any compound where none is named."""
    rows = await tx.all(
        """SELECT id, compound, name FROM buildings WHERE community_id = :community_id AND name = :name
             AND (compound = :compound OR CAST(:compound AS TEXT) = '') ORDER BY id""",
        community_id=community_id, name=name, compound=compound,
    )
    return [Choice(row["id"], f"{row['compound']} {row['name']}") for row in rows]


async def get_unit_name(tx: Transaction, unit_id: int) -> str:
    """Compound, building and unit, as people write them."""
    row = await tx.one(
        """SELECT b.compound, b.name AS building, u.name FROM units u JOIN buildings b ON b.id = u.building_id
           WHERE u.id = :unit_id""",
        unit_id=unit_id,
    )
    return " ".join(filter(None, (row["compound"], row["building"], row["name"]))) if row else ""


async def get_unit_cell(tx: Transaction, unit_id: int) -> CellId | None:
    row = await tx.one(
        """SELECT COALESCE(u.cell_id, b.cell_id) AS cell_id FROM units u JOIN buildings b ON b.id = u.building_id
           WHERE u.id = :unit_id""",
        unit_id=unit_id,
    )
    return CellId(row["cell_id"]) if row else None


async def list_children(tx: Transaction, cell_id: CellId) -> list[Cell]:
    rows = await tx.all(
        """SELECT id, parent_id, level, name, code FROM cells WHERE parent_id = :cell_id AND ended_at IS NULL
           ORDER BY code""",
        cell_id=cell_id,
    )
    return [_cell(row) for row in rows]


async def list_units(tx: Transaction, building_id: int) -> list[Choice]:
    rows = await tx.all("SELECT id, name FROM units WHERE building_id = :building_id ORDER BY id",
                        building_id=building_id)
    return [Choice(row["id"], row["name"]) for row in rows]


async def list_rooms(tx: Transaction, unit_id: int) -> list[Choice]:
    rows = await tx.all(
        """SELECT h.id, h.room, k.wrapped FROM households h JOIN keys k ON k.id = h.key_id
           WHERE h.unit_id = :unit_id ORDER BY h.id""",
        unit_id=unit_id,
    )
    return [
        Choice(row["id"], tx.vault.open_text(row["wrapped"], "households.room", row["room"]) or "") for row in rows
    ]


def _building(row: Row) -> Building:
    return Building(
        BuildingId(row["id"]), CommunityId(row["community_id"]), CellId(row["cell_id"]), row["compound"], row["name"]
    )


def _community(row: Row) -> Community:
    return Community(CommunityId(row["id"]), row["code"], row["name"], row["timezone"], row["language"])


def _cell(row: Row) -> Cell:
    parent = row["parent_id"]
    return Cell(CellId(row["id"]), CellId(parent) if parent else None, row["level"], row["name"], row["code"])


async def find_door(
    tx: Transaction, community_id: CommunityId, compound: str, building: str, unit: str, room: str
) -> HouseholdId | None:
    """By its normalised parts; the compound may be left out where the rest is unique."""
    rows = await tx.all(
        """SELECT h.id FROM households h JOIN units u ON u.id = h.unit_id JOIN buildings b ON b.id = u.building_id
           WHERE b.community_id = :community_id AND b.name = :building AND u.name = :unit
             AND h.room_lookup = :lookup AND (b.compound = :compound OR CAST(:compound AS TEXT) = '')
           LIMIT 2""",
        community_id=community_id, compound=compound, building=building, unit=unit, lookup=tx.vault.lookup(room),
    )
    return HouseholdId(rows[0]["id"]) if len(rows) == 1 else None


async def list_near(tx: Transaction, cell_id: CellId) -> list[Cell]:
    """Where a request in this cell can be moved to: above it, beside it, right below it."""
    rows = await tx.all(
        """WITH RECURSIVE chain (id, parent_id, depth) AS (
             SELECT id, parent_id, 0 FROM cells WHERE id = :cell_id
             UNION ALL
             SELECT c.id, c.parent_id, chain.depth + 1 FROM cells c JOIN chain ON c.id = chain.parent_id)
           SELECT c.id, c.parent_id, c.level, c.name, c.code FROM cells c WHERE c.ended_at IS NULL AND c.id <> :cell_id
             AND (c.id IN (SELECT id FROM chain) OR c.parent_id = :cell_id
               OR c.parent_id IN (SELECT parent_id FROM chain WHERE depth = 0))
           ORDER BY c.id""",
        cell_id=cell_id,
    )
    return [_cell(row) for row in rows]


async def get_building_name(tx: Transaction, building_id: BuildingId) -> str:
    """As people say it: 幸福苑3号楼."""
    row = await tx.one("SELECT compound, name FROM buildings WHERE id = :building_id", building_id=building_id)
    assert row is not None
    return f"{row['compound']}{row['name']}" + ("号楼" if row["name"][:1].isdigit() else "")
