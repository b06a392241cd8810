"""Who was asked to do a piece of a request, or the whole work of it, and what became of that."""

from typing import NamedTuple

from domain.ids import NoteId, PersonId, RequestId, TaskId
from storage.database import Row, Transaction


class Task(NamedTuple):
    """`work` is the whole (请人代办), `help` a part of it (邀请协办)."""

    id: TaskId
    request_id: RequestId
    kind: str
    person_id: PersonId
    asked_by_id: PersonId
    note_id: NoteId | None
    state: str
    asked_at: int


async def add_task(
    tx: Transaction, request_id: RequestId, kind: str, person_id: PersonId, asked_by_id: PersonId, now: int,
    note_id: int | None = None,
) -> TaskId:
    row = await tx.one(
        """INSERT INTO tasks (request_id, kind, person_id, asked_by_id, note_id, asked_at)
           VALUES (:request_id, :kind, :person_id, :asked_by_id, CAST(:note_id AS BIGINT), :now) RETURNING id""",
        request_id=request_id, kind=kind, person_id=person_id, asked_by_id=asked_by_id, note_id=note_id, now=now,
    )
    assert row is not None
    return TaskId(row["id"])


async def get_task(tx: Transaction, task_id: TaskId) -> Task | None:
    row = await tx.one("SELECT * FROM tasks WHERE id = :task_id", task_id=task_id)
    return _task(row) if row else None


async def list_tasks_of(tx: Transaction, request_id: RequestId) -> list[Task]:
    """What is still asked for or under way."""
    rows = await tx.all(
        "SELECT * FROM tasks WHERE request_id = :request_id AND state IN ('asked', 'taken') ORDER BY id",
        request_id=request_id,
    )
    return [_task(row) for row in rows]


async def list_tasks_for(tx: Transaction, person_id: PersonId) -> list[Task]:
    rows = await tx.all(
        "SELECT * FROM tasks WHERE person_id = :person_id AND state IN ('asked', 'taken') ORDER BY id",
        person_id=person_id,
    )
    return [_task(row) for row in rows]


async def mark_task(tx: Transaction, task_id: TaskId, state: str, now: int | None) -> bool:
    """False where it has ended already."""
    return await tx.run(
        """UPDATE tasks SET state = :state, ended_at = CAST(:now AS BIGINT)
           WHERE id = :task_id AND state IN ('asked', 'taken') AND state <> :state""",
        task_id=task_id, state=state, now=now,
    ) == 1


async def end_tasks(tx: Transaction, request_id: RequestId, kind: str, now: int) -> None:
    await tx.run(
        """UPDATE tasks SET state = 'ended', ended_at = :now
           WHERE request_id = :request_id AND kind = :kind AND state IN ('asked', 'taken')""",
        request_id=request_id, kind=kind, now=now,
    )


def _task(row: Row) -> Task:
    return Task(
        TaskId(row["id"]), RequestId(row["request_id"]), row["kind"], PersonId(row["person_id"]),
        PersonId(row["asked_by_id"]), row["note_id"], row["state"], row["asked_at"],
    )
