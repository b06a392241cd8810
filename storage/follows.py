"""Who follows a request that somebody else has filed."""

from domain.ids import PersonId, RequestId
from storage.database import Transaction


async def add_follower(tx: Transaction, request_id: RequestId, person_id: PersonId, now: int) -> bool:
    """False for somebody who follows it already."""
    return await tx.run(
        """INSERT INTO follows (request_id, person_id, since_at) VALUES (:request_id, :person_id, :now)
           ON CONFLICT (request_id, person_id) DO NOTHING""",
        request_id=request_id, person_id=person_id, now=now,
    ) == 1


async def drop_follower(tx: Transaction, request_id: RequestId, person_id: PersonId) -> bool:
    return await tx.run(
        "DELETE FROM follows WHERE request_id = :request_id AND person_id = :person_id",
        request_id=request_id, person_id=person_id,
    ) == 1


async def list_followers(tx: Transaction, request_id: RequestId) -> list[PersonId]:
    rows = await tx.all(
        "SELECT person_id FROM follows WHERE request_id = :request_id ORDER BY since_at, person_id",
        request_id=request_id,
    )
    return [PersonId(row["person_id"]) for row in rows]


async def move_followers(tx: Transaction, request_id: RequestId, new_request_id: RequestId) -> None:
    """A request was merged into another: whoever followed it follows that one."""
    await tx.run(
        """INSERT INTO follows (request_id, person_id, since_at)
           SELECT :new_request_id, person_id, since_at FROM follows WHERE request_id = :request_id
           ON CONFLICT (request_id, person_id) DO NOTHING""",
        request_id=request_id, new_request_id=new_request_id,
    )
