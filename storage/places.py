"""Where something is that is not at somebody's own door, and whose doors somebody may name."""

from typing import NamedTuple

from domain.ids import BuildingId, CellId, CommunityId, HouseholdId
from storage.database import Transaction


class Building(NamedTuple):
    """A building as a place: no door, nothing personal."""

    id: BuildingId
    community_id: CommunityId
    compound: str
    name: str
    cell_id: CellId


async def find_building(tx: Transaction, building_id: int) -> Building | None:
    row = await tx.one(
        "SELECT id, community_id, compound, name, cell_id FROM buildings WHERE id = :building_id",
        building_id=building_id,
    )
    if row is None:
        return None
    return Building(
        BuildingId(row["id"]), CommunityId(row["community_id"]), row["compound"], row["name"], CellId(row["cell_id"])
    )


async def find_building_of(tx: Transaction, household_id: HouseholdId) -> BuildingId | None:
    row = await tx.one(
        "SELECT u.building_id FROM households h JOIN units u ON u.id = h.unit_id WHERE h.id = :household_id",
        household_id=household_id,
    )
    return BuildingId(row["building_id"]) if row else None
