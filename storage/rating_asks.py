"""The question how it went: whom it is put to, by whom, and what became of it."""

from typing import NamedTuple

from domain.ids import CellId, CommunityId, PersonId, RequestId
from domain.people import Post
from domain.requests import Request
from storage.database import Row, Transaction


class Ask(NamedTuple):
    """`rater_id` is asked in their own chat; else `caller_id` is somebody who asks at their next routine call."""

    request_id: RequestId
    round: int
    state: str
    holder_id: PersonId | None
    cell_id: CellId
    rater_id: PersonId | None
    caller_id: PersonId | None
    tries: int
    at: int


class Told(NamedTuple):
    """One finished question without a name: solved, not solved or silent, and the grade."""

    solved: bool | None
    grade: int | None


async def open_ask(tx: Transaction, request: Request, now: int) -> None:
    """It is done: whoever held it is remembered, because it may move on. Once more after an undo."""
    await tx.run(
        """INSERT INTO rating_asks (request_id, round, holder_id, cell_id, state, at)
           VALUES (:request_id, :round, :holder_id, :cell_id, 'waiting', :now)
           ON CONFLICT (request_id, round) DO UPDATE SET holder_id = excluded.holder_id, cell_id = excluded.cell_id,
             state = 'waiting', rater_id = NULL, caller_id = NULL, at = excluded.at""",
        request_id=request.id, round=request.round, holder_id=request.holder_id, cell_id=request.cell_id, now=now,
    )


async def find_ask(tx: Transaction, request_id: RequestId) -> Ask | None:
    """The latest round's."""
    row = await tx.one(
        "SELECT * FROM rating_asks WHERE request_id = :request_id ORDER BY round DESC LIMIT 1", request_id=request_id
    )
    return _ask(row) if row else None


async def save_ask(tx: Transaction, ask: Ask) -> None:
    await tx.run(
        """UPDATE rating_asks SET state = :state, rater_id = :rater_id, caller_id = :caller_id, tries = :tries, at = :at
           WHERE request_id = :request_id AND round = :round""",
        request_id=ask.request_id, round=ask.round, state=ask.state, rater_id=ask.rater_id, caller_id=ask.caller_id,
        tries=ask.tries, at=ask.at,
    )


async def list_calls(tx: Transaction, caller_id: PersonId) -> list[Ask]:
    """What somebody is to ask at their next routine calls."""
    rows = await tx.all(
        """SELECT * FROM rating_asks WHERE caller_id = :caller_id AND state IN ('asked', 'repeated')
           ORDER BY at, request_id""",
        caller_id=caller_id,
    )
    return [_ask(row) for row in rows]


async def list_told_of_holder(tx: Transaction, holder_id: PersonId, since: int, until: int) -> list[Told]:
    """Every question about what somebody held that was finished then, the oldest first."""
    rows = await tx.all(
        """SELECT r.solved, r.grade FROM rating_asks a
           LEFT JOIN ratings r ON r.request_id = a.request_id AND r.round = a.round
           WHERE a.holder_id = :holder_id AND a.at >= :since AND a.at < :until AND a.state IN ('rated', 'unrated')
           ORDER BY a.at, a.request_id""",
        holder_id=holder_id, since=since, until=until,
    )
    return [_told(row) for row in rows]


async def list_told_of_cell(tx: Transaction, cell_id: CellId, since: int, until: int) -> list[Told]:
    rows = await tx.all(
        """SELECT r.solved, r.grade FROM rating_asks a
           LEFT JOIN ratings r ON r.request_id = a.request_id AND r.round = a.round
           WHERE a.cell_id = :cell_id AND a.at >= :since AND a.at < :until AND a.state IN ('rated', 'unrated')
           ORDER BY a.at, a.request_id""",
        cell_id=cell_id, since=since, until=until,
    )
    return [_told(row) for row in rows]


async def list_staff(tx: Transaction, community_id: CommunityId) -> list[tuple[Post, int]]:
    """Every post of somebody with a chat, and how many calls that person has to make already."""
    rows = await tx.all(
        """SELECT o.person_id, o.cell_id, o.role, (SELECT COUNT(*) FROM rating_asks a
             WHERE a.caller_id = o.person_id AND a.state IN ('asked', 'repeated')) AS calls
           FROM posts o JOIN people p ON p.id = o.person_id
           WHERE o.community_id = :community_id AND o.ended_at IS NULL AND p.telegram_id IS NOT NULL
           ORDER BY o.person_id, o.id""",
        community_id=community_id,
    )
    return [(Post(PersonId(row["person_id"]), CellId(row["cell_id"]), row["role"]), int(row["calls"])) for row in rows]


def _told(row: Row) -> Told:
    return Told(None if row["solved"] is None else bool(row["solved"]), row["grade"])


def _ask(row: Row) -> Ask:
    return Ask(
        RequestId(row["request_id"]), row["round"], row["state"], row["holder_id"], CellId(row["cell_id"]),
        row["rater_id"], row["caller_id"], row["tries"], row["at"],
    )
