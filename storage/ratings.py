"""What residents said of how it ended: solved or not, and a grade."""

from domain.ids import PersonId, RequestId
from storage.database import Transaction


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
