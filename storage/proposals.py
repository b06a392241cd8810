"""Proposals to decline a request: they wait for a second person."""

from typing import NamedTuple

from domain.ids import NoteId, PersonId, ProposalId, RequestId
from storage.database import Row, Transaction


class Proposal(NamedTuple):
    """Good only while the request still has the `version` that it was made for."""

    id: ProposalId
    request_id: RequestId
    proposer_id: PersonId
    reason: str
    note_id: NoteId | None
    version: int
    state: str


async def add_proposal(
    tx: Transaction, request_id: RequestId, proposer_id: PersonId, reason: str, note_id: int | None, version: int,
    now: int,
) -> ProposalId:
    row = await tx.one(
        """INSERT INTO proposals (request_id, proposer_id, reason, note_id, version, proposed_at)
           VALUES (:request_id, :proposer_id, :reason, CAST(:note_id AS BIGINT), :version, :now) RETURNING id""",
        request_id=request_id, proposer_id=proposer_id, reason=reason, note_id=note_id, version=version, now=now,
    )
    assert row is not None
    return ProposalId(row["id"])


async def get_proposal(tx: Transaction, proposal_id: int) -> Proposal | None:
    row = await tx.one("SELECT * FROM proposals WHERE id = :proposal_id", proposal_id=proposal_id)
    return _proposal(row) if row else None


async def find_open_proposal(tx: Transaction, request_id: RequestId, version: int) -> Proposal | None:
    row = await tx.one(
        """SELECT * FROM proposals WHERE request_id = :request_id AND version = :version AND state = 'open'
           ORDER BY id DESC""",
        request_id=request_id, version=version,
    )
    return _proposal(row) if row else None


async def decide_proposal(
    tx: Transaction, proposal_id: ProposalId, state: str, person_id: PersonId, now: int
) -> bool:
    """False where it has been decided already."""
    return await tx.run(
        """UPDATE proposals SET state = :state, decided_by_id = :person_id, decided_at = :now
           WHERE id = :proposal_id AND state = 'open'""",
        proposal_id=proposal_id, state=state, person_id=person_id, now=now,
    ) == 1


def _proposal(row: Row) -> Proposal:
    return Proposal(
        ProposalId(row["id"]), RequestId(row["request_id"]), PersonId(row["proposer_id"]), row["reason"],
        row["note_id"], row["version"], row["state"],
    )
