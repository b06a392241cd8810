"""What a working morning's list is made of."""

from domain.ids import CommunityId, PersonId
from domain.requests import Request
from storage.database import Transaction
from storage.requests import request_of


async def list_staff(tx: Transaction, community_id: CommunityId) -> list[PersonId]:
    """Everybody with a post and a chat with the bot."""
    rows = await tx.all(
        """SELECT DISTINCT p.id FROM posts o JOIN people p ON p.id = o.person_id
           WHERE o.community_id = :community_id AND o.ended_at IS NULL AND p.telegram_id IS NOT NULL ORDER BY p.id""",
        community_id=community_id,
    )
    return [PersonId(row["id"]) for row in rows]


async def list_held_by_need(tx: Transaction, person_id: PersonId) -> list[Request]:
    """What is urgent, then what was promised soonest."""
    rows = await tx.all(
        """SELECT r.*, CASE r.urgency WHEN 'danger' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END AS need,
             COALESCE((SELECT MIN(p.due_at) FROM promises p WHERE p.request_id = r.id AND p.state = 'running'),
               4611686018427387904) AS promise_due_at
           FROM requests r WHERE r.holder_id = :person_id
           AND r.state IN ('claimed', 'external', 'waiting', 'on_hold') ORDER BY need, promise_due_at, r.id""",
        person_id=person_id,
    )
    return [request_of(row) for row in rows]


async def list_activities(tx: Transaction, community_id: CommunityId, begins: int, ends: int) -> list[tuple[str, int]]:
    """Names and beginnings of what takes place in between."""
    rows = await tx.all(
        """SELECT p.name, o.starts_at FROM occurrences o JOIN programmes p ON p.id = o.programme_id
           WHERE p.community_id = :community_id AND o.state = 'planned' AND o.starts_at >= :begins
             AND o.starts_at < :ends ORDER BY o.starts_at, o.id""",
        community_id=community_id, begins=begins, ends=ends,
    )
    return [(row["name"], row["starts_at"]) for row in rows]


async def take_day(tx: Transaction, person_id: PersonId, date: str) -> bool:
    """False for somebody whose day has begun already."""
    return await tx.run(
        """INSERT INTO mornings (person_id, date) VALUES (:person_id, :date)
           ON CONFLICT (person_id) DO UPDATE SET date = excluded.date WHERE mornings.date <> excluded.date""",
        person_id=person_id, date=date,
    ) == 1
