"""Requests and their custody."""

from domain.errors import Overtaken
from domain.ids import CellId, CommunityId, PersonId, RequestId
from domain.requests import Filing, Request, State
from storage.database import Row, Transaction


async def take_number(tx: Transaction, community_id: CommunityId, date: str) -> int:
    """The next number of this community on this date, from 1."""
    row = await tx.one(
        """INSERT INTO counters (community_id, date, used) VALUES (:community_id, :date, 1)
           ON CONFLICT (community_id, date) DO UPDATE SET used = counters.used + 1 RETURNING used""",
        community_id=community_id, date=date,
    )
    assert row is not None
    return int(row["used"])


async def add_request(
    tx: Transaction, community_id: CommunityId, number: str, filing: Filing, *, cell_id: CellId, route: str, now: int
) -> RequestId:
    row = await tx.one(
        """INSERT INTO requests (community_id, number, kind, category, source, state, urgency, filer_id, subject_id,
             household_id, building_id, contact, anonymous, sensitive, outside_number, outside_due_at, cell_id, route,
             filed_at, held_since_at)
           VALUES (:community_id, :number, :kind, :category, :source, 'open', :urgency, :filer_id, :subject_id,
             :household_id, :building_id, :contact, :anonymous, :sensitive, :outside_number, :outside_due_at, :cell_id,
             :route, :now, :now) RETURNING id""",
        community_id=community_id, number=number, kind=filing.kind, category=filing.category, source=filing.source,
        urgency=filing.urgency, filer_id=filing.filer_id, subject_id=filing.subject_id,
        household_id=filing.household_id, building_id=filing.building_id, contact=filing.contact,
        anonymous=int(filing.anonymous), sensitive=int(filing.sensitive), outside_number=filing.outside_number,
        outside_due_at=filing.outside_due_at, cell_id=cell_id, route=route, now=now,
    )
    assert row is not None
    return RequestId(row["id"])


async def get_request(tx: Transaction, request_id: RequestId) -> Request | None:
    row = await tx.one("SELECT * FROM requests WHERE id = :request_id", request_id=request_id)
    return request_of(row) if row else None


async def save_request(tx: Transaction, request: Request) -> None:
    """Raises Overtaken where somebody else saved it since it was read."""
    changed = await tx.run(
        """UPDATE requests SET state = :state, holder_id = :holder_id, cell_id = :cell_id, round = :round,
             generation = :generation, held_since_at = :held_since_at, ended_at = :ended_at, category = :category,
             urgency = :urgency, sensitive = :sensitive, offered_to_id = :offered_to_id, worker_id = :worker_id,
             handling_unit_id = :handling_unit_id, unit_number = :unit_number, contacted_at = :contacted_at,
             resume_at = :resume_at, merged_into_id = :merged_into_id, version = version + 1
           WHERE id = :id AND version = :version""",
        id=request.id, state=str(request.state), holder_id=request.holder_id, cell_id=request.cell_id,
        round=request.round, generation=request.generation, held_since_at=request.held_since_at,
        ended_at=request.ended_at, category=request.category, urgency=request.urgency,
        sensitive=int(request.sensitive), offered_to_id=request.offered_to_id, worker_id=request.worker_id,
        handling_unit_id=request.handling_unit_id, unit_number=request.unit_number,
        contacted_at=request.contacted_at, resume_at=request.resume_at, merged_into_id=request.merged_into_id,
        version=request.version,
    )
    if changed != 1:
        raise Overtaken


async def list_filed_by(tx: Transaction, filer_id: PersonId, limit: int, before: int = 1 << 62) -> list[Request]:
    rows = await tx.all(
        "SELECT * FROM requests WHERE filer_id = :filer_id AND id < :before ORDER BY id DESC LIMIT :limit",
        filer_id=filer_id, before=before, limit=limit,
    )
    return [request_of(row) for row in rows]


async def list_known_to(tx: Transaction, person_id: PersonId, limit: int, offset: int) -> list[Request]:
    """Filed by this person, for this person or an elder of theirs, or followed: the newest first."""
    rows = await tx.all(
        """SELECT * FROM requests WHERE id IN (
             SELECT id FROM requests WHERE filer_id = :person_id
             UNION SELECT id FROM requests WHERE subject_id = :person_id
             UNION SELECT request_id FROM follows WHERE person_id = :person_id
             UNION SELECT r.id FROM contacts c JOIN requests r ON r.subject_id = c.elder_id
               WHERE c.person_id = :person_id)
           ORDER BY id DESC LIMIT :limit OFFSET :offset""",
        person_id=person_id, limit=limit, offset=offset,
    )
    return [request_of(row) for row in rows]


async def list_held_by(tx: Transaction, holder_id: PersonId) -> list[Request]:
    rows = await tx.all(
        """SELECT * FROM requests WHERE holder_id = :holder_id
           AND state IN ('claimed', 'external', 'waiting', 'on_hold') ORDER BY id""",
        holder_id=holder_id,
    )
    return [request_of(row) for row in rows]


async def list_left_by(tx: Transaction, person_id: PersonId, limit: int) -> list[Request]:
    """What somebody holds or has been asked to take."""
    rows = await tx.all(
        """SELECT * FROM requests
           WHERE (holder_id = :person_id AND state IN ('claimed', 'external', 'waiting', 'on_hold'))
             OR (offered_to_id = :person_id AND state = 'open') ORDER BY id LIMIT :limit""",
        person_id=person_id, limit=limit,
    )
    return [request_of(row) for row in rows]


async def list_offered_to(tx: Transaction, person_id: PersonId) -> list[Request]:
    rows = await tx.all(
        """SELECT * FROM requests WHERE offered_to_id = :person_id AND offered_to_id IS NOT NULL AND state = 'open'
           ORDER BY id""",
        person_id=person_id,
    )
    return [request_of(row) for row in rows]


async def list_worked_by(tx: Transaction, person_id: PersonId) -> list[Request]:
    """What somebody does for whoever holds it."""
    rows = await tx.all(
        "SELECT * FROM requests WHERE worker_id = :person_id AND worker_id IS NOT NULL ORDER BY id",
        person_id=person_id,
    )
    return [request_of(row) for row in rows]


async def list_touched_last(tx: Transaction, person_id: PersonId, limit: int) -> list[Request]:
    """What somebody has in hand, what they have looked at or done something with last coming first."""
    rows = await tx.all(
        """SELECT r.*, COALESCE((SELECT MAX(h.id) FROM history h
             WHERE h.subject = 'request' AND h.subject_id = r.id AND h.actor_id = :person_id), 0) AS touched
           FROM requests r WHERE r.id IN (
             SELECT id FROM requests WHERE holder_id = :person_id
               AND state IN ('claimed', 'external', 'waiting', 'on_hold')
             UNION SELECT id FROM requests WHERE worker_id = :person_id AND worker_id IS NOT NULL
               AND state IN ('claimed', 'external', 'waiting', 'on_hold'))
           ORDER BY touched DESC, r.id DESC LIMIT :limit""",
        person_id=person_id, limit=limit,
    )
    return [request_of(row) for row in rows]


async def list_open_in(tx: Transaction, cell_id: CellId, but: RequestId) -> list[Request]:
    """What has not ended in exactly this cell, the newest first; at most fifty."""
    rows = await tx.all(
        """SELECT * FROM requests WHERE cell_id = :cell_id AND id <> :but AND sensitive = 0
           AND state IN ('open', 'claimed', 'external', 'waiting', 'on_hold') ORDER BY id DESC LIMIT 50""",
        cell_id=cell_id, but=but,
    )
    return [request_of(row) for row in rows]


async def list_private_open(tx: Transaction, community_id: CommunityId) -> list[Request]:
    """What no group may see and nobody has taken."""
    rows = await tx.all(
        """SELECT * FROM requests WHERE community_id = :community_id AND sensitive = 1 AND state = 'open'
           AND holder_id IS NULL ORDER BY id""",
        community_id=community_id,
    )
    return [request_of(row) for row in rows]


async def list_unclaimed(tx: Transaction, cell_id: CellId) -> list[Request]:
    rows = await tx.all(
        """SELECT * FROM requests WHERE cell_id = :cell_id AND state = 'open' AND sensitive = 0
           AND state IN ('open', 'claimed', 'external', 'waiting', 'on_hold') ORDER BY id""",
        cell_id=cell_id,
    )
    return [request_of(row) for row in rows]


async def add_custody(
    tx: Transaction, request_id: RequestId, cell_id: CellId, person_id: PersonId | None, why: str, now: int
) -> None:
    await tx.run(
        """INSERT INTO custody (request_id, cell_id, person_id, why, since_at)
           VALUES (:request_id, :cell_id, :person_id, :why, :now)""",
        request_id=request_id, cell_id=cell_id, person_id=person_id, why=why, now=now,
    )


async def list_custody(tx: Transaction, request_id: RequestId) -> list[tuple[int, int | None, str, int]]:
    """Cell, person, why, since: oldest first."""
    rows = await tx.all(
        "SELECT cell_id, person_id, why, since_at FROM custody WHERE request_id = :request_id ORDER BY id",
        request_id=request_id,
    )
    return [(row["cell_id"], row["person_id"], row["why"], row["since_at"]) for row in rows]


def request_of(row: Row) -> Request:
    return Request(
        RequestId(row["id"]), CommunityId(row["community_id"]), row["number"], row["kind"], row["category"],
        row["source"], State(row["state"]), PersonId(row["filer_id"]), row["household_id"], CellId(row["cell_id"]),
        row["holder_id"], row["round"], row["generation"], row["filed_at"], row["held_since_at"], row["ended_at"],
        row["version"], row["urgency"], row["subject_id"], row["building_id"], row["contact"],
        bool(row["anonymous"]), bool(row["sensitive"]), row["outside_number"], row["outside_due_at"],
        row["offered_to_id"], row["worker_id"], row["handling_unit_id"], row["unit_number"], row["contacted_at"],
        row["resume_at"], row["merged_into_id"],
    )
