"""What people are to be told without having asked: held, due, said; and how much they were told today."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from domain.ids import PersonId
from domain.pushes import Told
from storage.database import Transaction


class Push(NamedTuple):
    """One thing to tell somebody: a text key with ids and numbers."""

    id: int
    staff: bool
    key: str
    facts: Mapping[str, Any]
    urgency: int
    due_at: int


async def add_push(
    tx: Transaction, person_id: PersonId, key: str, facts: Mapping[str, Any], urgency: int, *, staff: bool, due_at: int
) -> int:
    row = await tx.one(
        """INSERT INTO pushes (person_id, staff, key, facts, class, due_at)
           VALUES (:person_id, :staff, :key, :facts, :class, :due_at) RETURNING id""",
        person_id=person_id, staff=int(staff), key=key, facts=orjson.dumps(facts).decode(), due_at=due_at,
        **{"class": urgency},
    )
    assert row is not None
    return int(row["id"])


async def list_held(tx: Transaction, person_id: PersonId) -> list[Push]:
    rows = await tx.all(
        """SELECT id, staff, key, facts, class, due_at FROM pushes WHERE person_id = :person_id AND said_at IS NULL
           ORDER BY id""",
        person_id=person_id,
    )
    return [
        Push(row["id"], bool(row["staff"]), row["key"], orjson.loads(row["facts"]), row["class"], row["due_at"])
        for row in rows
    ]


async def find_next_due(tx: Transaction, person_id: PersonId) -> int | None:
    row = await tx.one(
        "SELECT MIN(due_at) AS at FROM pushes WHERE person_id = :person_id AND said_at IS NULL", person_id=person_id
    )
    return row["at"] if row else None


async def put_off(tx: Transaction, push_id: int, due_at: int) -> None:
    await tx.run("UPDATE pushes SET due_at = :due_at WHERE id = :push_id AND said_at IS NULL",
                 push_id=push_id, due_at=due_at)


def mark_said(tx: Transaction, push_ids: list[int], now: int) -> None:
    """All of them in one message, known by its first."""
    tx.later_many(
        "UPDATE pushes SET said_at = :now, said_with = :first WHERE id = :push_id AND said_at IS NULL",
        [{"push_id": push_id, "now": now, "first": push_ids[0]} for push_id in push_ids],
    )


async def get_told(tx: Transaction, person_id: PersonId, since: int) -> Told:
    """The messages that somebody was pushed as a member of staff since then."""
    row = await tx.one(
        """SELECT COUNT(DISTINCT said_with) AS n, MAX(said_at) AS at FROM pushes
           WHERE person_id = :person_id AND staff = 1 AND said_at >= :since AND said_at IS NOT NULL""",
        person_id=person_id, since=since,
    )
    return Told(int(row["n"]), row["at"]) if row else Told(0, None)


def drop_said(tx: Transaction, person_id: PersonId, before: int) -> None:
    """Nobody counts them any more."""
    tx.later(
        "DELETE FROM pushes WHERE person_id = :person_id AND said_at < :before AND said_at IS NOT NULL",
        person_id=person_id, before=before,
    )
