"""What the next consultation meeting talks about: suggestions, and requests that were unsolved twice."""

from typing import NamedTuple

from domain.ids import CommunityId, RequestId
from storage.database import Transaction


class Item(NamedTuple):
    """One thing for the agenda."""

    request_id: RequestId
    why: str
    added_at: int


def add_item(tx: Transaction, request_id: RequestId, community_id: CommunityId, why: str, now: int) -> None:
    """Once only while it waits; what a meeting has had and was not solved after it waits for the next."""
    tx.later(
        """INSERT INTO agenda (request_id, community_id, why, added_at) VALUES (:request_id, :community_id, :why, :now)
           ON CONFLICT (request_id) DO UPDATE SET listed_at = NULL, why = excluded.why, added_at = excluded.added_at
           WHERE agenda.listed_at IS NOT NULL""",
        request_id=request_id, community_id=community_id, why=why, now=now,
    )


async def list_waiting(tx: Transaction, community_id: CommunityId) -> list[Item]:
    """What has not been put on a meeting's agenda yet, oldest first."""
    rows = await tx.all(
        """SELECT request_id, why, added_at FROM agenda WHERE community_id = :community_id AND listed_at IS NULL
           ORDER BY request_id""",
        community_id=community_id,
    )
    return [Item(RequestId(row["request_id"]), row["why"], row["added_at"]) for row in rows]


async def mark_listed(tx: Transaction, request_id: RequestId, now: int) -> bool:
    """False where it stands on an agenda already, or was never meant for one."""
    return await tx.run(
        "UPDATE agenda SET listed_at = :now WHERE request_id = :request_id AND listed_at IS NULL",
        request_id=request_id, now=now,
    ) == 1
