"""One row for many messages: expanded little by little, each recipient once."""

from typing import NamedTuple

from domain.ids import BotId
from storage.database import Transaction


class Mailing(NamedTuple):
    """How far a fan-out has come; recipients are visited in the order of their ids."""

    id: int
    bot_id: BotId
    kind: str
    subject_id: int
    reached_id: int
    state: str


async def open_mailing(tx: Transaction, bot_id: BotId, kind: str, subject_id: int, now: int) -> int:
    row = await tx.one(
        """INSERT INTO mailings (bot_id, kind, subject_id, created_at) VALUES (:bot_id, :kind, :subject_id, :now)
           ON CONFLICT (kind, subject_id) DO UPDATE SET kind = excluded.kind RETURNING id""",
        bot_id=bot_id, kind=kind, subject_id=subject_id, now=now,
    )
    assert row is not None
    return int(row["id"])


async def get_mailing(tx: Transaction, mailing_id: int) -> Mailing | None:
    row = await tx.one(
        "SELECT id, bot_id, kind, subject_id, reached_id, state FROM mailings WHERE id = :mailing_id",
        mailing_id=mailing_id,
    )
    return Mailing(*(row[name] for name in Mailing._fields)) if row else None


async def advance_mailing(tx: Transaction, mailing: Mailing, reached_id: int, *, done: bool) -> bool:
    """False where another act has come further."""
    return await tx.run(
        """UPDATE mailings SET reached_id = :reached_id, state = :state
           WHERE id = :id AND reached_id = :before AND state = 'open'""",
        id=mailing.id, before=mailing.reached_id, reached_id=reached_id, state="done" if done else "open",
    ) == 1


async def count_unsent(tx: Transaction, mailing_id: int) -> int:
    row = await tx.one(
        "SELECT COUNT(*) AS n FROM messages WHERE mailing_id = :mailing_id AND state IN ('ready', 'sending')",
        mailing_id=mailing_id,
    )
    return int(row["n"]) if row else 0
