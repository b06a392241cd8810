"""Promises, their pauses, and the vacancies that were met on the way up."""

from collections.abc import Iterable
from typing import Any

import orjson

from domain.errors import Overtaken
from domain.ids import CellId, PersonId, PromiseId, RequestId
from domain.promises import Promise, Term
from domain.requests import Request
from storage.database import Row, Transaction


async def add_promise(
    tx: Transaction, request: Request, term: Term, *, rule: str, texts: dict[str, str], calendar: str, now: int
) -> PromiseId | None:
    """None where this round has its promise already."""
    row = await tx.one(
        """INSERT INTO promises (request_id, round, clock, rule, texts, calendar, outside, begun_at, promised_at,
             half_at, warn_at, due_at, next_at, state)
           VALUES (:request_id, :round, :clock, :rule, :texts, :calendar, :outside, :now, :promised_at, :half_at,
             :warn_at, :promised_at, :promised_at, 'running')
           ON CONFLICT (request_id, round, clock) DO NOTHING RETURNING id""",
        request_id=request.id, round=request.round, clock=term.clock, rule=rule,
        texts=orjson.dumps(texts).decode(), calendar=calendar, outside=int(term.outside), now=now,
        promised_at=term.promised_at, half_at=term.half_at, warn_at=term.warn_at,
    )
    return PromiseId(row["id"]) if row else None


async def get_promise(tx: Transaction, promise_id: PromiseId) -> Promise | None:
    row = await tx.one("SELECT * FROM promises WHERE id = :promise_id", promise_id=promise_id)
    return _promise(row) if row else None


async def list_promises(tx: Transaction, request_id: RequestId) -> list[Promise]:
    """Of every round, the oldest first; within a round first contact before solving."""
    rows = await tx.all("SELECT * FROM promises WHERE request_id = :request_id ORDER BY id", request_id=request_id)
    return [_promise(row) for row in rows]


async def get_text(tx: Transaction, request_id: RequestId) -> dict[str, str]:
    """What was said at the filing of the latest round, by language."""
    row = await tx.one(
        "SELECT texts FROM promises WHERE request_id = :request_id ORDER BY id DESC LIMIT 1", request_id=request_id
    )
    found: dict[str, Any] = orjson.loads(row["texts"]) if row else {}
    return found


async def save_promise(tx: Transaction, promise: Promise) -> None:
    """Raises Overtaken where it has changed since it was read."""
    changed = await tx.run(
        """UPDATE promises SET state = :state, half_at = :half_at, warn_at = :warn_at, due_at = :due_at,
             next_at = :next_at, paused_at = :paused_at, ended_at = :ended_at, step = :step, hurried_at = :hurried_at,
             version = version + 1 WHERE id = :id AND version = :version""",
        id=promise.id, state=promise.state, half_at=promise.half_at, warn_at=promise.warn_at, due_at=promise.due_at,
        next_at=promise.next_at, paused_at=promise.paused_at, ended_at=promise.ended_at, step=promise.step,
        hurried_at=promise.hurried_at, version=promise.version,
    )
    if changed != 1:
        raise Overtaken


async def open_pause(tx: Transaction, promise_id: PromiseId, why: str, now: int) -> None:
    await tx.run(
        """INSERT INTO promise_pauses (promise_id, from_at, why) VALUES (:promise_id, :now, :why)
           ON CONFLICT (promise_id, from_at) DO UPDATE SET to_at = NULL, why = excluded.why""",
        promise_id=promise_id, now=now, why=why,
    )


async def close_pause(tx: Transaction, promise_id: PromiseId, now: int) -> None:
    await tx.run(
        "UPDATE promise_pauses SET to_at = :now WHERE promise_id = :promise_id AND to_at IS NULL",
        promise_id=promise_id, now=now,
    )


def add_steps(tx: Transaction, promise: Promise, step: str, people: Iterable[PersonId], now: int) -> None:
    """Who was reminded, told to watch, or given it: each once at each step."""
    tx.later_many(
        """INSERT INTO promise_steps (promise_id, n, step, person_id, at)
           VALUES (:promise_id, :n, :step, :person_id, :now)""",
        [{"promise_id": promise.id, "n": promise.step, "step": step, "person_id": one, "now": now} for one in people],
    )


async def list_passed(tx: Transaction, request_id: RequestId) -> set[PersonId]:
    """Everybody who has had it, or has been reminded of it: it moves up to somebody else."""
    rows = await tx.all(
        """SELECT person_id FROM custody WHERE request_id = :request_id AND person_id IS NOT NULL
           UNION SELECT s.person_id FROM promise_steps s JOIN promises p ON p.id = s.promise_id
           WHERE p.request_id = :request_id AND s.step = 'nudge'""",
        request_id=request_id,
    )
    return {PersonId(row["person_id"]) for row in rows}


async def needs_help(tx: Transaction, request_id: RequestId) -> bool:
    """Whether a promise has run out that nobody has kept yet: the card then says 需要协助."""
    row = await tx.one(
        "SELECT 1 AS yes FROM promises WHERE request_id = :request_id AND state = 'running' AND step > 0",
        request_id=request_id,
    )
    return row is not None


async def add_vacancy(tx: Transaction, cell_id: CellId, date: str) -> bool:
    """False where this cell's vacancy was reported on this day already."""
    return await tx.run(
        "INSERT INTO vacancies (cell_id, date) VALUES (:cell_id, :date) ON CONFLICT (cell_id, date) DO NOTHING",
        cell_id=cell_id, date=date,
    ) == 1


def _promise(row: Row) -> Promise:
    return Promise(
        PromiseId(row["id"]), RequestId(row["request_id"]), row["round"], row["clock"], bool(row["outside"]),
        row["begun_at"], row["promised_at"], row["half_at"], row["warn_at"], row["due_at"], row["next_at"],
        row["state"], row["paused_at"], row["ended_at"], row["step"], row["hurried_at"], row["version"],
    )
