"""值班: who is on duty for a cell on a date."""

from typing import NamedTuple

from domain.ids import CellId, PersonId
from storage.database import Transaction


class Shift(NamedTuple):
    date: str
    person_id: PersonId


async def drop_shifts(tx: Transaction, cell_id: CellId, date: str) -> None:
    """The sheet says anew who has this day."""
    await tx.run("DELETE FROM shifts WHERE cell_id = :cell_id AND date = :date", cell_id=cell_id, date=date)


async def add_shift(tx: Transaction, cell_id: CellId, date: str, person_id: PersonId) -> None:
    await tx.run(
        """INSERT INTO shifts (cell_id, date, person_id) VALUES (:cell_id, :date, :person_id)
           ON CONFLICT (cell_id, date, person_id) DO NOTHING""",
        cell_id=cell_id, date=date, person_id=person_id,
    )


async def list_on_shift(tx: Transaction, cell_id: CellId, date: str) -> list[PersonId]:
    """For exactly this cell; whoever has left their post in its line since the sheet was read is not there."""
    rows = await tx.all(
        """WITH RECURSIVE chain (id, parent_id) AS (
             SELECT id, parent_id FROM cells WHERE id = :cell_id
             UNION ALL
             SELECT c.id, c.parent_id FROM cells c JOIN chain ON c.id = chain.parent_id),
           below (id) AS (
             SELECT id FROM cells WHERE id = :cell_id
             UNION ALL
             SELECT c.id FROM cells c JOIN below ON c.parent_id = below.id)
           SELECT person_id FROM shifts s WHERE cell_id = :cell_id AND date = :date AND EXISTS (
             SELECT 1 FROM posts o WHERE o.person_id = s.person_id AND o.ended_at IS NULL
               AND (o.cell_id IN (SELECT id FROM chain) OR o.cell_id IN (SELECT id FROM below)))
           ORDER BY person_id""",
        cell_id=cell_id, date=date,
    )
    return [PersonId(row["person_id"]) for row in rows]


async def list_days_of(tx: Transaction, person_id: PersonId, since: str, until: str) -> list[str]:
    rows = await tx.all(
        """SELECT DISTINCT date FROM shifts WHERE person_id = :person_id AND date >= :since AND date <= :until
           ORDER BY date""",
        person_id=person_id, since=since, until=until,
    )
    return [row["date"] for row in rows]


async def list_coming(tx: Transaction, cell_id: CellId, since: str, until: str) -> list[Shift]:
    """Of the cell and of what is above it, in order, as far as they are staff still."""
    rows = await tx.all(
        """WITH RECURSIVE chain (id, parent_id) AS (
             SELECT id, parent_id FROM cells WHERE id = :cell_id
             UNION ALL
             SELECT c.id, c.parent_id FROM cells c JOIN chain ON c.id = chain.parent_id)
           SELECT DISTINCT s.date, s.person_id FROM chain JOIN shifts s ON s.cell_id = chain.id
           WHERE s.date >= :since AND s.date <= :until AND EXISTS (
             SELECT 1 FROM posts o WHERE o.person_id = s.person_id AND o.ended_at IS NULL)
           ORDER BY s.date, s.person_id""",
        cell_id=cell_id, since=since, until=until,
    )
    return [Shift(row["date"], PersonId(row["person_id"])) for row in rows]
