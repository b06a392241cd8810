"""Members of staff whom a request speaks of."""

from collections.abc import Iterable

from domain.ids import CommunityId, PersonId, RequestId
from domain.sensitive import Staff
from storage.database import Transaction
from storage.keeping import once


def add_mentions(tx: Transaction, request_id: RequestId, people: Iterable[PersonId]) -> None:
    tx.later_many(
        """INSERT INTO mentions (request_id, person_id) VALUES (:request_id, :person_id)
           ON CONFLICT (request_id, person_id) DO NOTHING""",
        [{"request_id": request_id, "person_id": person_id} for person_id in sorted(people)],
    )


async def list_mentions(tx: Transaction, request_id: RequestId) -> set[PersonId]:
    rows = await tx.all("SELECT person_id FROM mentions WHERE request_id = :request_id", request_id=request_id)
    return {PersonId(row["person_id"]) for row in rows}


async def count_praise(tx: Transaction, person_id: PersonId, since: int) -> int:
    """How often somebody was praised since then."""
    row = await tx.one(
        """SELECT COUNT(*) AS n FROM mentions m JOIN requests r ON r.id = m.request_id
           WHERE m.person_id = :person_id AND r.kind = 'praise' AND r.filed_at >= :since""",
        person_id=person_id, since=since,
    )
    return int(row["n"]) if row else 0


@once
async def list_staff(tx: Transaction, community_id: CommunityId) -> list[Staff]:
    """Everybody with a post in the community, by name."""
    rows = await tx.all(
        """SELECT p.id, p.name, k.wrapped, o.role FROM posts o JOIN people p ON p.id = o.person_id
           JOIN keys k ON k.id = p.key_id
           WHERE o.community_id = :community_id AND o.ended_at IS NULL AND p.name IS NOT NULL ORDER BY p.id""",
        community_id=community_id,
    )
    roles: dict[int, set[str]] = {}
    for row in rows:
        roles.setdefault(row["id"], set()).add(row["role"])
    named = {row["id"]: row for row in rows}
    return [
        Staff(PersonId(person_id), tx.vault.open_text(row["wrapped"], "people.name", row["name"]) or "",
              frozenset(roles[person_id]))
        for person_id, row in named.items()
    ]
