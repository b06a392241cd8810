"""Who is in a work group, as Telegram last said."""

from typing import NamedTuple

from domain.ids import BotId, ChatId, PersonId
from storage.database import Row, Transaction

HERE = ("creator", "administrator", "member", "restricted")


class Member(NamedTuple):
    """Somebody in one group."""

    id: int
    chat_id: ChatId
    telegram_id: int
    status: str

    @property
    def here(self) -> bool:
        return self.status in HERE


async def get_member(tx: Transaction, member_id: int) -> Member | None:
    row = await tx.one("SELECT id, chat_id, telegram_id, status FROM members WHERE id = :id", id=member_id)
    return _member(row) if row else None


async def find_member(tx: Transaction, bot_id: BotId, chat_id: ChatId, telegram_id: int) -> Member | None:
    row = await tx.one(
        """SELECT id, chat_id, telegram_id, status FROM members
           WHERE bot_id = :bot_id AND chat_id = :chat_id AND telegram_id = :telegram_id""",
        bot_id=bot_id, chat_id=chat_id, telegram_id=telegram_id,
    )
    return _member(row) if row else None


async def save_member(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, telegram_id: int, status: str, now: int
) -> Member:
    row = await tx.one(
        """INSERT INTO members (bot_id, chat_id, telegram_id, status, since_at)
           VALUES (:bot_id, :chat_id, :telegram_id, :status, :now)
           ON CONFLICT (bot_id, chat_id, telegram_id)
           DO UPDATE SET status = excluded.status, since_at = excluded.since_at
           RETURNING id, chat_id, telegram_id, status""",
        bot_id=bot_id, chat_id=chat_id, telegram_id=telegram_id, status=status, now=now,
    )
    assert row is not None
    return _member(row)


async def list_left(tx: Transaction, bot_id: BotId, telegram_id: int) -> list[Member]:
    """The bound groups that somebody is not in any more."""
    rows = await tx.all(
        """SELECT m.id, m.chat_id, m.telegram_id, m.status FROM members m
           WHERE m.bot_id = :bot_id AND m.telegram_id = :telegram_id AND m.status IN ('left', 'kicked')
             AND EXISTS (SELECT 1 FROM bindings b WHERE b.bot_id = m.bot_id AND b.chat_id = m.chat_id)
           ORDER BY m.id""",
        bot_id=bot_id, telegram_id=telegram_id,
    )
    return [_member(row) for row in rows]


async def list_staff_of(tx: Transaction, bot_id: BotId, chat_id: ChatId, limit: int) -> list[tuple[PersonId, int]]:
    """Person and account of everybody with a post in the cells of this group."""
    rows = await tx.all(
        """SELECT DISTINCT p.id, p.telegram_id FROM bindings b
           JOIN posts o ON o.cell_id = b.cell_id AND o.ended_at IS NULL JOIN people p ON p.id = o.person_id
           WHERE b.bot_id = :bot_id AND b.chat_id = :chat_id AND p.telegram_id IS NOT NULL
           ORDER BY p.id LIMIT :limit""",
        bot_id=bot_id, chat_id=chat_id, limit=limit,
    )
    return [(PersonId(row["id"]), int(row["telegram_id"])) for row in rows]


def _member(row: Row) -> Member:
    return Member(row["id"], row["chat_id"], row["telegram_id"], row["status"])
