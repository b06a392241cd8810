"""Links for a stairwell, a household or a post: only a hash of the token is kept, and each use."""

from typing import NamedTuple

from domain.ids import ChatId, CommunityId, PersonId
from storage.database import Row, Transaction


class Invite(NamedTuple):
    """What a link is for; `salt` makes its token again with the secret key."""

    id: int
    community_id: CommunityId
    purpose: str
    subject_id: int
    role: str | None
    salt: str
    maker_id: PersonId
    uses_left: int
    expires_at: int


async def add_invite(
    tx: Transaction, community_id: CommunityId, purpose: str, subject_id: int, role: str | None, *, salt: str,
    token_hash: str, maker_id: PersonId, uses: int, expires_at: int, now: int,
) -> int:
    row = await tx.one(
        """INSERT INTO invites (community_id, purpose, subject_id, role, salt, token_hash, maker_id, uses_left,
             expires_at, created_at)
           VALUES (:community_id, :purpose, :subject_id, :role, :salt, :token_hash, :maker_id, :uses, :expires_at,
             :now) RETURNING id""",
        community_id=community_id, purpose=purpose, subject_id=subject_id, role=role, salt=salt,
        token_hash=token_hash, maker_id=maker_id, uses=uses, expires_at=expires_at, now=now,
    )
    assert row is not None
    return int(row["id"])


async def get_invite(tx: Transaction, invite_id: int) -> Invite | None:
    row = await tx.one("SELECT * FROM invites WHERE id = :invite_id", invite_id=invite_id)
    return _invite(row) if row else None


async def find_invite(tx: Transaction, token_hash: str) -> Invite | None:
    row = await tx.one("SELECT * FROM invites WHERE token_hash = :token_hash", token_hash=token_hash)
    return _invite(row) if row else None


async def has_used(tx: Transaction, invite_id: int, person_id: PersonId) -> bool:
    row = await tx.one(
        "SELECT 1 AS yes FROM invite_uses WHERE invite_id = :invite_id AND person_id = :person_id",
        invite_id=invite_id, person_id=person_id,
    )
    return row is not None


async def take_use(tx: Transaction, invite_id: int, now: int) -> bool:
    """One of the uses that are left; false where there is none, or it is too late."""
    return await tx.run(
        """UPDATE invites SET uses_left = uses_left - 1
           WHERE id = :invite_id AND uses_left > 0 AND expires_at > :now""",
        invite_id=invite_id, now=now,
    ) == 1


async def add_use(tx: Transaction, invite_id: int, person_id: PersonId, now: int) -> None:
    await tx.run(
        "INSERT INTO invite_uses (invite_id, person_id, at) VALUES (:invite_id, :person_id, :now)",
        invite_id=invite_id, person_id=person_id, now=now,
    )


async def save_opening(tx: Transaction, chat_id: ChatId, invite_id: int, now: int) -> None:
    """The link was opened by somebody who has to read the notice first."""
    await tx.run(
        """INSERT INTO openings (chat_id, invite_id, at) VALUES (:chat_id, :invite_id, :now)
           ON CONFLICT (chat_id) DO UPDATE SET invite_id = excluded.invite_id, at = excluded.at""",
        chat_id=chat_id, invite_id=invite_id, now=now,
    )


async def take_opening(tx: Transaction, chat_id: ChatId) -> int | None:
    row = await tx.one("DELETE FROM openings WHERE chat_id = :chat_id RETURNING invite_id", chat_id=chat_id)
    return int(row["invite_id"]) if row else None


async def count_tries(tx: Transaction, chat_id: ChatId, since: int) -> int:
    row = await tx.one(
        "SELECT COUNT(*) AS n FROM invite_tries WHERE chat_id = :chat_id AND at > :since", chat_id=chat_id, since=since
    )
    return int(row["n"]) if row else 0


async def add_try(tx: Transaction, chat_id: ChatId, now: int, forget_before: int) -> None:
    """One more wrong token; those that do not count any more go."""
    await tx.run("DELETE FROM invite_tries WHERE at <= :forget_before", forget_before=forget_before)
    await tx.run("INSERT INTO invite_tries (chat_id, at) VALUES (:chat_id, :now)", chat_id=chat_id, now=now)


def _invite(row: Row) -> Invite:
    return Invite(
        row["id"], CommunityId(row["community_id"]), row["purpose"], row["subject_id"], row["role"], row["salt"],
        PersonId(row["maker_id"]), row["uses_left"], row["expires_at"],
    )
