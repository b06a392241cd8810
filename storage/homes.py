"""Who lives where: several homes of a person, several people in a home, and who has confirmed it."""

from typing import NamedTuple

from domain.ids import CellId, CommunityId, HouseholdId, PersonId
from storage.database import Row, Transaction


class Residence(NamedTuple):
    """Somebody says that they live at a door; `cell_id` is the cell that the door belongs to."""

    household_id: HouseholdId
    person_id: PersonId
    cell_id: CellId
    confirmed: bool
    since_at: int


_SELECT = """SELECT r.household_id, r.person_id, r.confirmed_at, r.since_at,
 COALESCE(h.cell_id, u.cell_id, b.cell_id) AS cell_id
 FROM residents r JOIN households h ON h.id = r.household_id JOIN units u ON u.id = h.unit_id
 JOIN buildings b ON b.id = u.building_id WHERE r.ended_at IS NULL"""


async def add_home(
    tx: Transaction, household_id: HouseholdId, person_id: PersonId, confirmed_at: int | None, now: int
) -> None:
    """A home beside the others; what was confirmed before stays so unless the person had moved out."""
    await tx.run(
        """INSERT INTO residents (household_id, person_id, confirmed_at, since_at)
           VALUES (:household_id, :person_id, :confirmed_at, :now)
           ON CONFLICT (household_id, person_id) DO UPDATE SET since_at = excluded.since_at, ended_at = NULL,
             confirmed_at = CASE WHEN residents.ended_at IS NULL
               THEN COALESCE(residents.confirmed_at, excluded.confirmed_at) ELSE excluded.confirmed_at END""",
        household_id=household_id, person_id=person_id, confirmed_at=confirmed_at, now=now,
    )


async def end_home(tx: Transaction, household_id: HouseholdId, person_id: PersonId, now: int) -> bool:
    """False for somebody who does not live there."""
    return await tx.run(
        """UPDATE residents SET ended_at = :now
           WHERE household_id = :household_id AND person_id = :person_id AND ended_at IS NULL""",
        household_id=household_id, person_id=person_id, now=now,
    ) == 1


async def list_homes(tx: Transaction, person_id: PersonId) -> list[HouseholdId]:
    """Every home of a person, the latest first."""
    rows = await tx.all(
        """SELECT household_id FROM residents WHERE person_id = :person_id AND ended_at IS NULL
           ORDER BY since_at DESC, household_id DESC""",
        person_id=person_id,
    )
    return [HouseholdId(row["household_id"]) for row in rows]


async def list_residents(tx: Transaction, household_id: HouseholdId) -> list[PersonId]:
    """Everybody who lives there, those that the register knows first."""
    rows = await tx.all(
        """SELECT person_id FROM residents WHERE household_id = :household_id AND ended_at IS NULL
           ORDER BY confirmed_at IS NULL, person_id""",
        household_id=household_id,
    )
    return [PersonId(row["person_id"]) for row in rows]


async def find_residence(tx: Transaction, household_id: HouseholdId, person_id: PersonId) -> Residence | None:
    row = await tx.one(
        f"{_SELECT} AND r.household_id = :household_id AND r.person_id = :person_id",
        household_id=household_id, person_id=person_id,
    )
    return _residence(row) if row else None


async def list_unconfirmed(tx: Transaction, community_id: CommunityId, until_at: int) -> list[Residence]:
    """Whoever chose a door by `until_at` and has not been confirmed yet, cell by cell in the order of the doors."""
    rows = await tx.all(
        f"""{_SELECT} AND r.confirmed_at IS NULL AND r.since_at <= :until_at AND h.community_id = :community_id
            ORDER BY cell_id, b.id, u.id, h.id, r.person_id""",
        community_id=community_id, until_at=until_at,
    )
    return [_residence(row) for row in rows]


async def list_unconfirmed_below(tx: Transaction, cell_id: CellId, until_at: int) -> list[Residence]:
    """The same for the doors of one cell and of all below it."""
    rows = await tx.all(
        f"""WITH RECURSIVE below (id) AS (
              SELECT id FROM cells WHERE id = :cell_id
              UNION ALL
              SELECT c.id FROM cells c JOIN below ON c.parent_id = below.id)
            {_SELECT} AND r.confirmed_at IS NULL AND r.since_at <= :until_at
              AND COALESCE(h.cell_id, u.cell_id, b.cell_id) IN (SELECT id FROM below)
            ORDER BY cell_id, b.id, u.id, h.id, r.person_id""",
        cell_id=cell_id, until_at=until_at,
    )
    return [_residence(row) for row in rows]


async def confirm_residence(tx: Transaction, household_id: HouseholdId, person_id: PersonId, now: int) -> bool:
    """False where there was nothing left to confirm."""
    return await tx.run(
        """UPDATE residents SET confirmed_at = :now WHERE household_id = :household_id AND person_id = :person_id
             AND confirmed_at IS NULL AND ended_at IS NULL""",
        household_id=household_id, person_id=person_id, now=now,
    ) == 1


def _residence(row: Row) -> Residence:
    return Residence(
        HouseholdId(row["household_id"]), PersonId(row["person_id"]), CellId(row["cell_id"]),
        row["confirmed_at"] is not None, row["since_at"],
    )
