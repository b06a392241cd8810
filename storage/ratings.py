"""What residents said of how it ended: solved or not, a grade, and the reasons."""

from typing import NamedTuple

from domain.ids import PersonId, RequestId
from storage.database import Transaction


class Rating(NamedTuple):
    """One answer; `at` is when it was first given."""

    round: int
    rater_id: PersonId
    solved: bool
    grade: int | None
    at: int


async def save_rating(
    tx: Transaction, request_id: RequestId, round_: int, rater_id: PersonId, *, solved: bool, now: int
) -> None:
    """Said anew it counts anew, without the grade; when it was first said stays."""
    await tx.run(
        """INSERT INTO ratings (request_id, round, rater_id, solved, at)
           VALUES (:request_id, :round, :rater_id, :solved, :now)
           ON CONFLICT (request_id, round) DO UPDATE SET solved = excluded.solved, grade = NULL""",
        request_id=request_id, round=round_, rater_id=rater_id, solved=int(solved), now=now,
    )


async def find_rating(tx: Transaction, request_id: RequestId) -> Rating | None:
    """The latest round's."""
    row = await tx.one(
        "SELECT * FROM ratings WHERE request_id = :request_id ORDER BY round DESC LIMIT 1", request_id=request_id
    )
    if row is None:
        return None
    return Rating(row["round"], PersonId(row["rater_id"]), bool(row["solved"]), row["grade"], row["at"])


async def set_grade(tx: Transaction, request_id: RequestId, round_: int, grade: int | None) -> None:
    await tx.run(
        "UPDATE ratings SET grade = :grade WHERE request_id = :request_id AND round = :round AND solved = 1",
        request_id=request_id, round=round_, grade=grade,
    )


async def get_grade(tx: Transaction, request_id: RequestId) -> int | None:
    found = await find_rating(tx, request_id)
    return found.grade if found else None


async def toggle_reason(tx: Transaction, request_id: RequestId, round_: int, reason: str) -> None:
    """Pressed once it is one of the reasons, pressed again it is not."""
    gone = await tx.run(
        "DELETE FROM rating_reasons WHERE request_id = :request_id AND round = :round AND reason = :reason",
        request_id=request_id, round=round_, reason=reason,
    )
    if not gone:
        await tx.run(
            "INSERT INTO rating_reasons (request_id, round, reason) VALUES (:request_id, :round, :reason)",
            request_id=request_id, round=round_, reason=reason,
        )


async def list_reasons(tx: Transaction, request_id: RequestId, round_: int) -> list[str]:
    rows = await tx.all(
        "SELECT reason FROM rating_reasons WHERE request_id = :request_id AND round = :round ORDER BY reason",
        request_id=request_id, round=round_,
    )
    return [row["reason"] for row in rows]
