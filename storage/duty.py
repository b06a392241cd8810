"""Who is away and who stands in, and the posts of a cell as they stand today."""

from typing import NamedTuple

from domain.ids import CellId, PersonId
from domain.people import Duty, Post
from storage.database import Row, Transaction


class Leave(NamedTuple):
    """Somebody is away: until when (None: until they say so), and who stands in."""

    person_id: PersonId
    until_at: int | None
    stand_in_id: PersonId | None


async def list_duties_at(tx: Transaction, cell_id: CellId, now: int) -> list[Duty]:
    """Every post in exactly this cell, paid posts before volunteers."""
    rows = await tx.all(
        """SELECT o.person_id, o.role, o.categories, l.person_id AS away_id, l.stand_in_id FROM posts o
           LEFT JOIN leaves l ON l.person_id = o.person_id AND (l.until_at IS NULL OR l.until_at > :now)
           WHERE o.cell_id = :cell_id AND o.ended_at IS NULL
           ORDER BY CASE o.role WHEN 'grid_member' THEN 0 WHEN 'grid_leader' THEN 1 WHEN 'office' THEN 2
             ELSE 3 END, o.id""",
        cell_id=cell_id, now=now,
    )
    return [
        Duty(PersonId(row["person_id"]), row["role"], tuple(filter(None, row["categories"].split(","))),
             row["away_id"] is not None, row["stand_in_id"])
        for row in rows
    ]


async def list_away(tx: Transaction, people: list[PersonId], now: int) -> frozenset[PersonId]:
    """Those of them who are away now."""
    found = [one for one in people if (leave := await find_leave(tx, one)) and (leave.until_at or now + 1) > now]
    return frozenset(found)


async def find_leave(tx: Transaction, person_id: PersonId) -> Leave | None:
    row = await tx.one("SELECT * FROM leaves WHERE person_id = :person_id", person_id=person_id)
    return _leave(row) if row else None


async def save_leave(
    tx: Transaction, person_id: PersonId, until_at: int | None, stand_in_id: PersonId | None, now: int
) -> None:
    await tx.run(
        """INSERT INTO leaves (person_id, since_at, until_at, stand_in_id)
           VALUES (:person_id, :now, :until_at, :stand_in_id)
           ON CONFLICT (person_id)
           DO UPDATE SET until_at = excluded.until_at, stand_in_id = excluded.stand_in_id""",
        person_id=person_id, until_at=until_at, stand_in_id=stand_in_id, now=now,
    )


async def end_leave(tx: Transaction, person_id: PersonId) -> bool:
    """False for somebody who was not away."""
    return await tx.run("DELETE FROM leaves WHERE person_id = :person_id", person_id=person_id) == 1


async def list_stood_in(tx: Transaction, person_id: PersonId) -> list[Post]:
    """The posts of everybody for whom this person stands in at present."""
    rows = await tx.all(
        """SELECT o.person_id, o.cell_id, o.role FROM leaves l JOIN posts o ON o.person_id = l.person_id
           WHERE l.stand_in_id = :person_id AND o.ended_at IS NULL""",
        person_id=person_id,
    )
    return [Post(PersonId(row["person_id"]), CellId(row["cell_id"]), row["role"]) for row in rows]


async def end_posts(tx: Transaction, person_id: PersonId, cell_id: CellId, now: int) -> None:
    """The person holds no post in this cell any more."""
    await tx.run(
        "UPDATE posts SET ended_at = :now WHERE person_id = :person_id AND cell_id = :cell_id AND ended_at IS NULL",
        person_id=person_id, cell_id=cell_id, now=now,
    )
    tx.kept.clear()


def _leave(row: Row) -> Leave:
    return Leave(PersonId(row["person_id"]), row["until_at"], row["stand_in_id"])
