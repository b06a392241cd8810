"""Where something is that is not at somebody's own door, and whose doors somebody may name."""

from typing import NamedTuple

from domain.ids import BuildingId, CellId, CommunityId
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
