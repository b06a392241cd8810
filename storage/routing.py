"""Rule tables as they were loaded, each once by its hash, and what they decided."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from domain.ids import BuildingId, CellId, CommunityId, HandlingUnitId, HouseholdId, RequestId
from domain.routing import Cell, Route, Rule
from storage.database import Row, Transaction
from storage.keeping import once
from storage.places import Spot


class Decision(NamedTuple):
    """Why a request went where it went."""

    rule: str
    why: str
    cell_id: CellId
    looked: tuple[CellId, ...]
    to_desk: bool
    handling_unit_id: HandlingUnitId | None
    decided_at: int
    table_hash: str
    loaded_at: int


def written(rules: Sequence[Rule]) -> str:
    """A table as it is kept: each row with what it says, nothing that it leaves open."""
    return json.dumps([{name: value for name, value in asdict(rule).items() if value} for rule in rules],
                      ensure_ascii=False)


def read(body: str) -> list[Rule]:
    return [_rule(row) for row in json.loads(body)]


def _rule(row: dict[str, Any]) -> Rule:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Rule(**values)


@once
async def list_own_rules(tx: Transaction, community_id: CommunityId) -> list[Rule]:
    """The community's own rows, which come before those of the configuration."""
    row = await tx.one(
        "SELECT body FROM community_routes WHERE community_id = :community_id", community_id=community_id
    )
    return read(row["body"]) if row else []


async def save_own_rules(tx: Transaction, community_id: CommunityId, rules: Sequence[Rule], now: int) -> None:
    await tx.run(
        """INSERT INTO community_routes (community_id, body, changed_at) VALUES (:community_id, :body, :now)
           ON CONFLICT (community_id) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at
           WHERE community_routes.body <> excluded.body""",
        community_id=community_id, body=written(rules), now=now,
    )
    tx.kept.clear()


async def take_table(tx: Transaction, community_id: CommunityId, rules: Sequence[Rule], now: int) -> int:
    """The id of this table; it is stored the first time that it is seen."""
    body, digest = _hashed(tuple(rules))
    row = await tx.one(
        "SELECT id FROM routing_tables WHERE community_id = :community_id AND hash = :hash",
        community_id=community_id, hash=digest,
    )
    row = row or await tx.one(
        """INSERT INTO routing_tables (community_id, hash, body, loaded_at)
           VALUES (:community_id, :hash, :body, :now) RETURNING id""",
        community_id=community_id, hash=digest, body=body, now=now,
    )
    assert row is not None
    return int(row["id"])


@lru_cache(maxsize=256)
def _hashed(rules: tuple[Rule, ...]) -> tuple[str, str]:
    """Each request names its table, and tables seldom change."""
    body = written(rules)
    return body, sha256(body.encode()).hexdigest()


def add_decision(tx: Transaction, request_id: RequestId, table_id: int, decided: Route, now: int) -> None:
    tx.later(
        """INSERT INTO decisions (request_id, table_id, rule, why, cell_id, looked, to_desk, handling_unit_id,
             decided_at)
           VALUES (:request_id, :table_id, :rule, :why, :cell_id, :looked, :to_desk, :unit_id, :now)""",
        request_id=request_id, table_id=table_id, rule=decided.rule, why=decided.why, cell_id=decided.cell_id,
        looked=",".join(map(str, decided.looked)), to_desk=int(decided.to_desk), unit_id=decided.unit_id, now=now,
    )


async def list_decisions(tx: Transaction, request_id: RequestId) -> list[Decision]:
    rows = await tx.all(
        """SELECT d.*, t.hash, t.loaded_at FROM decisions d JOIN routing_tables t ON t.id = d.table_id
           WHERE d.request_id = :request_id ORDER BY d.id""",
        request_id=request_id,
    )
    return [
        Decision(
            row["rule"], row["why"], CellId(row["cell_id"]), _cells(row["looked"]), bool(row["to_desk"]),
            row["handling_unit_id"], row["decided_at"], row["hash"], row["loaded_at"],
        )
        for row in rows
    ]


def _cells(looked: str) -> tuple[CellId, ...]:
    return tuple(CellId(int(one)) for one in looked.split(","))


async def find_target(tx: Transaction, community_id: CommunityId, code: str) -> Cell | None:
    """A cell of this community by its code, if it still exists."""
    row = await tx.one(
        """SELECT id, parent_id, level, name, code FROM cells
           WHERE community_id = :community_id AND code = :code AND ended_at IS NULL""",
        community_id=community_id, code=code,
    )
    return _cell(row) if row else None


async def find_unit_name(tx: Transaction, unit_id: HandlingUnitId) -> str | None:
    row = await tx.one("SELECT name FROM handling_units WHERE id = :unit_id", unit_id=unit_id)
    return row["name"] if row else None


async def is_at_desk(tx: Transaction, request_id: RequestId) -> bool:
    """The latest decision found nobody better than the community's desk."""
    row = await tx.one(
        "SELECT to_desk FROM decisions WHERE request_id = :request_id ORDER BY id DESC LIMIT 1", request_id=request_id
    )
    return bool(row and row["to_desk"])


async def find_unit(tx: Transaction, community_id: CommunityId, name: str) -> HandlingUnitId | None:
    row = await tx.one(
        "SELECT id FROM handling_units WHERE community_id = :community_id AND name = :name",
        community_id=community_id, name=name,
    )
    return HandlingUnitId(row["id"]) if row else None


async def list_parents(tx: Transaction, community_id: CommunityId) -> list[tuple[str, str | None]]:
    """The code of each cell that has not ended, and of the one above it."""
    rows = await tx.all(
        """SELECT c.code, p.code AS parent FROM cells c LEFT JOIN cells p ON p.id = c.parent_id
           WHERE c.community_id = :community_id AND c.ended_at IS NULL ORDER BY c.id""",
        community_id=community_id,
    )
    return [(row["code"], row["parent"]) for row in rows]


async def list_cells(tx: Transaction, community_id: CommunityId) -> list[Cell]:
    """Every cell of the community that has not ended."""
    rows = await tx.all(
        """SELECT id, parent_id, level, name, code FROM cells
           WHERE community_id = :community_id AND ended_at IS NULL ORDER BY id""",
        community_id=community_id,
    )
    return [_cell(row) for row in rows]


async def list_spots(tx: Transaction, community_id: CommunityId) -> list[Spot]:
    """Every building."""
    rows = await tx.all(
        "SELECT compound, name, cell_id FROM buildings WHERE community_id = :community_id ORDER BY id",
        community_id=community_id,
    )
    return [Spot(row["compound"], row["name"], CellId(row["cell_id"])) for row in rows]


def _cell(row: Row) -> Cell:
    parent = row["parent_id"]
    return Cell(CellId(row["id"]), CellId(parent) if parent else None, row["level"], row["name"], row["code"])


class Decided(NamedTuple):
    """A request as it was filed, and where it went then."""

    request_id: RequestId
    number: str
    community_id: CommunityId
    kind: str
    category: str
    source: str
    household_id: HouseholdId | None
    building_id: BuildingId | None
    filed_at: int
    cell_id: CellId
    rule: str


async def list_decided(tx: Transaction, since: int, after: int, limit: int) -> list[Decided]:
    """Requests filed since then, in pages by id; where each went is its last decision."""
    rows = await tx.all(
        """SELECT r.id, r.number, r.community_id, r.kind, r.category, r.source, r.household_id, r.building_id,
             r.filed_at, d.cell_id, d.rule
           FROM requests r JOIN decisions d ON d.id = (SELECT MAX(id) FROM decisions WHERE request_id = r.id)
           WHERE r.filed_at >= :since AND r.id > :after ORDER BY r.id LIMIT :limit""",
        since=since, after=after, limit=limit,
    )
    return [
        Decided(RequestId(row["id"]), row["number"], CommunityId(row["community_id"]), row["kind"], row["category"],
                row["source"], row["household_id"], row["building_id"], row["filed_at"], CellId(row["cell_id"]),
                row["rule"])
        for row in rows
    ]


async def count_decided(tx: Transaction, since: int) -> int:
    row = await tx.one("SELECT COUNT(*) AS n FROM requests WHERE filed_at >= :since", since=since)
    return int(row["n"]) if row else 0
