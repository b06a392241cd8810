"""Due times as rows: one per kind and subject, ended inside the act that they cause."""

from typing import NamedTuple

from storage.database import Transaction


class Timer(NamedTuple):
    """One due time."""

    id: int
    kind: str
    subject_id: int
    due_at: int
    attempts: int
    reason: str | None = None


def set_timer(tx: Transaction, kind: str, subject_id: int, due_at: int) -> None:
    """Set or move it; a timer that has gone off is set anew."""
    tx.later(
        """INSERT INTO timers (kind, subject_id, due_at) VALUES (:kind, :subject_id, :due_at)
           ON CONFLICT (kind, subject_id)
           DO UPDATE SET due_at = excluded.due_at, state = 'waiting', attempts = 0, reason = NULL""",
        kind=kind, subject_id=subject_id, due_at=due_at,
    )


def keep_timer(tx: Transaction, kind: str, subject_id: int, due_at: int) -> None:
    """Set it where it does not wait already."""
    tx.later(
        """INSERT INTO timers (kind, subject_id, due_at) VALUES (:kind, :subject_id, :due_at)
           ON CONFLICT (kind, subject_id)
           DO UPDATE SET due_at = excluded.due_at, state = 'waiting', attempts = 0, reason = NULL
           WHERE timers.state <> 'waiting'""",
        kind=kind, subject_id=subject_id, due_at=due_at,
    )


def end_timer(tx: Transaction, kind: str, subject_id: int) -> None:
    """Take a timer back that is no longer wanted."""
    tx.later(
        "UPDATE timers SET state = 'done' WHERE kind = :kind AND subject_id = :subject_id",
        kind=kind, subject_id=subject_id,
    )


async def list_due(tx: Transaction, now: int, limit: int) -> list[Timer]:
    rows = await tx.all(
        """SELECT id, kind, subject_id, due_at, attempts, reason FROM timers
           WHERE state = 'waiting' AND due_at <= :now ORDER BY due_at, id LIMIT :limit""",
        now=now, limit=limit,
    )
    return [
        Timer(row["id"], row["kind"], row["subject_id"], row["due_at"], row["attempts"], row["reason"]) for row in rows
    ]


async def get_next_due(tx: Transaction) -> int | None:
    row = await tx.one("SELECT MIN(due_at) AS at FROM timers WHERE state = 'waiting'")
    return row["at"] if row else None


async def take_timer(tx: Transaction, timer: Timer) -> bool:
    """End it, if it is still the one that was read: false when it was moved or taken meanwhile."""
    return await tx.run(
        "UPDATE timers SET state = 'done' WHERE id = :id AND state = 'waiting' AND due_at = :due_at",
        id=timer.id, due_at=timer.due_at,
    ) == 1


async def postpone_timer(tx: Transaction, timer_id: int, attempts: int, due_at: int, reason: str) -> None:
    await tx.run(
        """UPDATE timers SET attempts = :attempts, due_at = :due_at, reason = :reason
           WHERE id = :timer_id AND state = 'waiting'""",
        timer_id=timer_id, attempts=attempts, due_at=due_at, reason=reason,
    )


async def quarantine_timer(tx: Transaction, timer_id: int, reason: str) -> None:
    await tx.run(
        "UPDATE timers SET state = 'quarantined', reason = :reason WHERE id = :timer_id AND state = 'waiting'",
        timer_id=timer_id, reason=reason,
    )
