"""Requests, their custody and their ratings."""

from domain.errors import Overtaken
from domain.ids import CellId, CommunityId, HouseholdId, PersonId, RequestId
from domain.requests import Request, State
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
    tx: Transaction, community_id: CommunityId, number: str, *, kind: str, category: str, source: str,
    filer_id: PersonId, household_id: HouseholdId | None, cell_id: CellId, route: str, now: int,
) -> RequestId:
    row = await tx.one(
        """INSERT INTO requests (community_id, number, kind, category, source, state, filer_id, household_id, cell_id,
             route, filed_at, held_since_at)
           VALUES (:community_id, :number, :kind, :category, :source, 'open', :filer_id, :household_id, :cell_id,
             :route, :now, :now) RETURNING id""",
        community_id=community_id, number=number, kind=kind, category=category, source=source, filer_id=filer_id,
        household_id=household_id, cell_id=cell_id, route=route, now=now,
    )
    assert row is not None
    return RequestId(row["id"])


async def get_request(tx: Transaction, request_id: RequestId) -> Request | None:
    row = await tx.one("SELECT * FROM requests WHERE id = :request_id", request_id=request_id)
    return _request(row) if row else None


async def save_request(tx: Transaction, request: Request) -> None:
    """Raises Overtaken where somebody else saved it since it was read."""
    changed = await tx.run(
        """UPDATE requests SET state = :state, holder_id = :holder_id, cell_id = :cell_id, round = :round,
             generation = :generation, held_since_at = :held_since_at, ended_at = :ended_at, version = version + 1
           WHERE id = :id AND version = :version""",
        id=request.id, state=str(request.state), holder_id=request.holder_id, cell_id=request.cell_id,
        round=request.round, generation=request.generation, held_since_at=request.held_since_at,
        ended_at=request.ended_at, version=request.version,
    )
    if changed != 1:
        raise Overtaken


async def list_filed_by(tx: Transaction, filer_id: PersonId, limit: int, before: int = 1 << 62) -> list[Request]:
    rows = await tx.all(
        "SELECT * FROM requests WHERE filer_id = :filer_id AND id < :before ORDER BY id DESC LIMIT :limit",
        filer_id=filer_id, before=before, limit=limit,
    )
    return [_request(row) for row in rows]


async def list_held_by(tx: Transaction, holder_id: PersonId) -> list[Request]:
    rows = await tx.all(
        """SELECT * FROM requests WHERE holder_id = :holder_id AND holder_id IS NOT NULL
           AND state IN ('claimed', 'external', 'waiting', 'on_hold') ORDER BY id""",
        holder_id=holder_id,
    )
    return [_request(row) for row in rows]


async def list_unclaimed(tx: Transaction, cell_id: CellId) -> list[Request]:
    rows = await tx.all(
        "SELECT * FROM requests WHERE cell_id = :cell_id AND state = 'open' ORDER BY id", cell_id=cell_id
    )
    return [_request(row) for row in rows]


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


async def add_rating(
    tx: Transaction, request_id: RequestId, round_: int, rater_id: PersonId, *, solved: bool, now: int
) -> None:
    await tx.run(
        """INSERT INTO ratings (request_id, round, rater_id, solved, at)
           VALUES (:request_id, :round, :rater_id, :solved, :now) ON CONFLICT (request_id, round) DO NOTHING""",
        request_id=request_id, round=round_, rater_id=rater_id, solved=int(solved), now=now,
    )


async def set_grade(tx: Transaction, request_id: RequestId, rater_id: PersonId, grade: int) -> bool:
    """The first grade counts; false for a second one."""
    return await tx.run(
        """UPDATE ratings SET grade = :grade
           WHERE request_id = :request_id AND rater_id = :rater_id AND solved = 1 AND grade IS NULL""",
        request_id=request_id, rater_id=rater_id, grade=grade,
    ) == 1


async def get_grade(tx: Transaction, request_id: RequestId) -> int | None:
    row = await tx.one(
        "SELECT grade FROM ratings WHERE request_id = :request_id ORDER BY round DESC", request_id=request_id
    )
    return row["grade"] if row else None


def _request(row: Row) -> Request:
    return Request(
        RequestId(row["id"]), CommunityId(row["community_id"]), row["number"], row["kind"], row["category"],
        row["source"], State(row["state"]), PersonId(row["filer_id"]), row["household_id"], CellId(row["cell_id"]),
        row["holder_id"], row["round"], row["generation"], row["filed_at"], row["held_since_at"], row["ended_at"],
        row["version"],
    )
