"""Where something is: compounds, buildings, units, and the doors behind which people live."""

from typing import LiteralString, NamedTuple

from domain.ids import BuildingId, CellId, CommunityId, HouseholdId, PersonId
from storage.database import Row, Transaction
from storage.keys import Key


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
    unit_id: int = 0


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


async def add_unit(tx: Transaction, building_id: int, cell_id: CellId, name: str) -> int:
    """The unit of this name; one that is known keeps its cell."""
    row = await tx.one(
        """INSERT INTO units (building_id, cell_id, name) VALUES (:building_id, :cell_id, :name)
           ON CONFLICT (building_id, name) DO UPDATE SET name = excluded.name RETURNING id""",
        building_id=building_id, cell_id=cell_id, name=name,
    )
    assert row is not None
    return int(row["id"])


async def move_household(tx: Transaction, household_id: HouseholdId, cell_id: CellId) -> None:
    await tx.run(
        "UPDATE households SET cell_id = :cell_id WHERE id = :household_id", household_id=household_id, cell_id=cell_id
    )


async def move_doors(tx: Transaction, unit_id: int, old: CellId, new: CellId) -> None:
    """Doors that belonged where their unit did go with it."""
    await tx.run(
        "UPDATE households SET cell_id = :new WHERE unit_id = :unit_id AND cell_id = :old",
        unit_id=unit_id, old=old, new=new,
    )


async def move_building(tx: Transaction, building_id: int, cell_id: CellId) -> None:
    await tx.run("UPDATE buildings SET cell_id = :cell_id WHERE id = :building_id",
                 building_id=building_id, cell_id=cell_id)


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
    row = await tx.one(f"{_PLACES} WHERE h.id = :household_id", household_id=household_id)
    return _place(tx, row) if row else None


async def find_home_of(tx: Transaction, person_id: PersonId) -> Place | None:
    """Where the person lives, the latest entry first: people.get_home with all that belongs to it."""
    row = await tx.one(
        f"""{_PLACES} JOIN residents r ON r.household_id = h.id
            WHERE r.person_id = :person_id AND r.ended_at IS NULL
            ORDER BY r.since_at DESC, r.household_id DESC LIMIT 1""",
        person_id=person_id,
    )
    return _place(tx, row) if row else None


_PLACES: LiteralString = """SELECT h.id, h.community_id, b.compound, b.name AS building, u.name AS unit, h.room,
     k.wrapped, COALESCE(h.cell_id, u.cell_id, b.cell_id) AS cell_id, b.id AS building_id, u.id AS unit_id
   FROM households h JOIN units u ON u.id = h.unit_id JOIN buildings b ON b.id = u.building_id
   JOIN keys k ON k.id = h.key_id"""


def _place(tx: Transaction, row: Row) -> Place:
    return Place(
        HouseholdId(row["id"]), CommunityId(row["community_id"]), row["compound"], row["building"], row["unit"],
        tx.vault.open_text(row["wrapped"], "households.room", row["room"]), CellId(row["cell_id"]),
        BuildingId(row["building_id"]), row["unit_id"],
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
    return [Choice(row["id"], row["compound"] + _numbered(row["name"], "号楼")) for row in rows]


async def get_unit_name(tx: Transaction, unit_id: int) -> str:
    """Compound, building and unit, as people say them: 幸福苑3号楼2单元."""
    row = await tx.one(
        """SELECT b.compound, b.name AS building, u.name FROM units u JOIN buildings b ON b.id = u.building_id
           WHERE u.id = :unit_id""",
        unit_id=unit_id,
    )
    if row is None:
        return ""
    return str(row["compound"]) + _numbered(row["building"], "号楼") + _numbered(row["name"], "单元")


async def get_unit_cell(tx: Transaction, unit_id: int) -> CellId | None:
    row = await tx.one(
        """SELECT COALESCE(u.cell_id, b.cell_id) AS cell_id FROM units u JOIN buildings b ON b.id = u.building_id
           WHERE u.id = :unit_id""",
        unit_id=unit_id,
    )
    return CellId(row["cell_id"]) if row else None


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


async def get_building_name(tx: Transaction, building_id: BuildingId) -> str:
    """As people say it: 幸福苑3号楼."""
    row = await tx.one("SELECT compound, name FROM buildings WHERE id = :building_id", building_id=building_id)
    assert row is not None
    return str(row["compound"]) + _numbered(row["name"], "号楼")


def _numbered(name: str, what: str) -> str:
    """A bare number says what it counts, a name stands for itself."""
    return name + what if name[:1].isdigit() else name
