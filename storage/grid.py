"""Communities, and the tree of cells below each."""

from typing import NamedTuple

from domain.ids import CellId, CommunityId
from domain.routing import Cell
from storage.database import Row, Transaction
from storage.keeping import once


class Community(NamedTuple):
    """One community: its code begins every number that people read."""

    id: CommunityId
    code: str
    name: str
    timezone: str
    language: str


async def save_community(tx: Transaction, code: str, name: str, timezone: str, language: str) -> CommunityId:
    row = await tx.one(
        """INSERT INTO communities (code, name, timezone, language) VALUES (:code, :name, :timezone, :language)
           ON CONFLICT (code) DO UPDATE SET name = excluded.name RETURNING id""",
        code=code, name=name, timezone=timezone, language=language,
    )
    tx.kept.clear()
    assert row is not None
    return CommunityId(row["id"])


async def list_communities(tx: Transaction) -> list[Community]:
    return [_community(row) for row in await tx.all("SELECT * FROM communities ORDER BY id")]


@once
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
    tx.kept.clear()
    assert row is not None
    return CellId(row["id"])


@once
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


async def list_codes(
    tx: Transaction, community_id: CommunityId | None = None
) -> dict[str, tuple[CellId, CommunityId]]:
    """Every cell that has not ended, by its code; of one community or of all."""
    rows = await tx.all(
        """SELECT code, id, community_id FROM cells WHERE ended_at IS NULL
             AND (community_id = :community_id OR CAST(:community_id AS BIGINT) IS NULL)""",
        community_id=community_id,
    )
    return {row["code"]: (CellId(row["id"]), CommunityId(row["community_id"])) for row in rows}


@once
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


async def list_children(tx: Transaction, cell_id: CellId) -> list[Cell]:
    rows = await tx.all(
        """SELECT id, parent_id, level, name, code FROM cells WHERE parent_id = :cell_id AND ended_at IS NULL
           ORDER BY code""",
        cell_id=cell_id,
    )
    return [_cell(row) for row in rows]


def _community(row: Row) -> Community:
    return Community(CommunityId(row["id"]), row["code"], row["name"], row["timezone"], row["language"])


def _cell(row: Row) -> Cell:
    parent = row["parent_id"]
    return Cell(CellId(row["id"]), CellId(parent) if parent else None, row["level"], row["name"], row["code"])


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
