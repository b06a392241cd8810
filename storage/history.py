"""Who did what to what, when: keys, ids and numbers, appended and never edited."""

import json
from typing import NamedTuple

from domain.ids import CommunityId, PersonId
from storage.database import Transaction


def add_history(
    tx: Transaction, community_id: CommunityId, actor_id: PersonId | None, act: str, subject: str, subject_id: int,
    now: int, **facts: int | str | None,
) -> None:
    tx.later(
        """INSERT INTO history (community_id, actor_id, act, subject, subject_id, facts, at)
           VALUES (:community_id, :actor_id, :act, :subject, :subject_id, :facts, :now)""",
        community_id=community_id, actor_id=actor_id, act=act, subject=subject, subject_id=subject_id,
        facts=json.dumps(facts), now=now,
    )


class Record(NamedTuple):
    """One thing that was done."""

    act: str
    actor_id: PersonId | None
    facts: dict[str, int | str | None]
    at: int


async def list_history(tx: Transaction, subject: str, subject_id: int) -> list[Record]:
    """The oldest first."""
    rows = await tx.all(
        """SELECT act, actor_id, facts, at FROM history WHERE subject = :subject AND subject_id = :subject_id
           ORDER BY id""",
        subject=subject, subject_id=subject_id,
    )
    return [Record(row["act"], row["actor_id"], json.loads(row["facts"]), row["at"]) for row in rows]


async def count_history(tx: Transaction, subject: str, subject_id: int, act: str) -> int:
    row = await tx.one(
        "SELECT COUNT(*) AS n FROM history WHERE subject = :subject AND subject_id = :subject_id AND act = :act",
        subject=subject, subject_id=subject_id, act=act,
    )
    return int(row["n"]) if row else 0
