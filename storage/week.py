"""What a cell and all below it did in a week, in counts; what no group may see is not counted."""

from typing import NamedTuple

from domain.ids import CellId, CommunityId
from storage.database import Transaction

_HERE = """WITH RECURSIVE here (id) AS (
 SELECT id FROM cells WHERE id = :cell_id
 UNION ALL
 SELECT c.id FROM cells c JOIN here ON c.parent_id = here.id)"""


class Undone(NamedTuple):
    """What is under way, and how much of it nobody has, waits for somebody outside, or is late."""

    all: int
    free: int
    waiting: int
    late: int


class Dated(NamedTuple):
    """A programme of the cell, of what is above it or below it."""

    name: str
    rule: str
    time: str


async def count_filed(tx: Transaction, community_id: CommunityId, cell_id: CellId, since: int) -> int:
    row = await tx.one(
        f"""{_HERE} SELECT COUNT(*) AS n FROM requests r WHERE r.community_id = :community_id
              AND r.filed_at >= :since AND r.sensitive = 0 AND r.cell_id IN (SELECT id FROM here)""",
        community_id=community_id, cell_id=cell_id, since=since,
    )
    return int(row["n"]) if row else 0


async def count_resolved(tx: Transaction, cell_id: CellId, since: int) -> int:
    """What was done and is still done: a question how it went is never older than the answer to it."""
    row = await tx.one(
        f"""{_HERE} SELECT COUNT(DISTINCT r.id) AS n FROM here JOIN rating_asks a ON a.cell_id = here.id
              JOIN requests r ON r.id = a.request_id
            WHERE a.at >= :since AND r.state IN ('resolved', 'closed') AND r.sensitive = 0
              AND EXISTS (SELECT 1 FROM custody c
                WHERE c.request_id = r.id AND c.why = 'resolve' AND c.since_at >= :since)""",
        cell_id=cell_id, since=since,
    )
    return int(row["n"]) if row else 0


async def count_undone(tx: Transaction, cell_id: CellId) -> Undone:
    row = await tx.one(
        f"""{_HERE} SELECT COUNT(*) AS n, SUM(CASE r.state WHEN 'open' THEN 1 ELSE 0 END) AS free,
              SUM(CASE WHEN r.state IN ('external', 'waiting', 'on_hold') THEN 1 ELSE 0 END) AS waiting,
              SUM(CASE WHEN EXISTS (SELECT 1 FROM promises p
                WHERE p.request_id = r.id AND p.state = 'running' AND p.step > 0) THEN 1 ELSE 0 END) AS late
            FROM here JOIN requests r ON r.cell_id = here.id
            WHERE r.state IN ('open', 'claimed', 'external', 'waiting', 'on_hold') AND r.sensitive = 0""",
        cell_id=cell_id,
    )
    assert row is not None
    return Undone(int(row["n"]), int(row["free"] or 0), int(row["waiting"] or 0), int(row["late"] or 0))


async def list_programmes_of(tx: Transaction, cell_id: CellId, community_id: CommunityId) -> list[Dated]:
    rows = await tx.all(
        f"""{_HERE}, chain (id, parent_id) AS (
              SELECT id, parent_id FROM cells WHERE id = :cell_id
              UNION ALL
              SELECT c.id, c.parent_id FROM cells c JOIN chain ON c.id = chain.parent_id)
            SELECT name, rule, time FROM programmes WHERE community_id = :community_id AND ended_at IS NULL
              AND (cell_id IN (SELECT id FROM here) OR cell_id IN (SELECT id FROM chain)) ORDER BY id""",
        cell_id=cell_id, community_id=community_id,
    )
    return [Dated(row["name"], row["rule"], row["time"]) for row in rows]
