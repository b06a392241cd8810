"""The last step on a request that may still be undone: what it was before, as ids and numbers."""

import json
from dataclasses import fields, replace
from typing import Any, NamedTuple

from domain.ids import PersonId
from domain.requests import Request, State
from storage.database import Transaction

# What a step changes; words and names are not among it.
_KEPT = (
    "state", "holder_id", "cell_id", "round", "generation", "held_since_at", "ended_at", "offered_to_id", "worker_id",
    "handling_unit_id", "unit_number", "contacted_at", "resume_at", "merged_into_id",
)


class Undo(NamedTuple):
    """Good only while the request still has the `version` that the step left behind."""

    person_id: PersonId
    act: str
    version: int
    before: dict[str, Any]
    done_at: int

    def restore(self, request: Request) -> Request:
        return replace(request, **{**self.before, "state": State(self.before["state"])})


async def save_undo(
    tx: Transaction, before: Request, after: Request, person_id: PersonId, act: str, now: int
) -> None:
    """One a request: a later step takes the place of an earlier one."""
    kept = {one.name: getattr(before, one.name) for one in fields(before) if one.name in _KEPT}
    await tx.run(
        """INSERT INTO undos (request_id, person_id, act, version, before, done_at)
           VALUES (:request_id, :person_id, :act, :version, :before, :now)
           ON CONFLICT (request_id) DO UPDATE SET person_id = excluded.person_id, act = excluded.act,
             version = excluded.version, before = excluded.before, done_at = excluded.done_at""",
        request_id=before.id, person_id=person_id, act=act, version=after.version, before=json.dumps(kept), now=now,
    )


async def find_undo(tx: Transaction, request: Request) -> Undo | None:
    """None where something has happened since."""
    row = await tx.one(
        "SELECT * FROM undos WHERE request_id = :request_id AND version = :version",
        request_id=request.id, version=request.version,
    )
    if row is None:
        return None
    return Undo(PersonId(row["person_id"]), row["act"], row["version"], json.loads(row["before"]), row["done_at"])


async def drop_undo(tx: Transaction, request: Request) -> None:
    await tx.run("DELETE FROM undos WHERE request_id = :request_id", request_id=request.id)
