"""Which message in a chat stands for what: replies, edits and presses are resolved through it."""

from collections.abc import Iterable
from typing import NamedTuple

from domain.ids import BotId, ChatId
from storage.database import Transaction, Values


class Link(NamedTuple):
    """What a message stands for."""

    kind: str
    subject_id: int


def add_links(tx: Transaction, rows: Iterable[Values]) -> None:
    """Each row: bot_id, chat_id, message_id, kind, subject_id, and sent_at where the message is our own."""
    tx.later_many(
        """INSERT INTO links (bot_id, chat_id, message_id, kind, subject_id, sent_at)
           VALUES (:bot_id, :chat_id, :message_id, :kind, :subject_id, :sent_at)
           ON CONFLICT (bot_id, chat_id, message_id)
           DO UPDATE SET kind = excluded.kind, subject_id = excluded.subject_id""",
        rows,
    )


async def get_link(tx: Transaction, bot_id: BotId, chat_id: ChatId, message_id: int) -> Link | None:
    row = await tx.one(
        """SELECT kind, subject_id FROM links
           WHERE bot_id = :bot_id AND chat_id = :chat_id AND message_id = :message_id""",
        bot_id=bot_id, chat_id=chat_id, message_id=message_id,
    )
    return Link(row["kind"], row["subject_id"]) if row else None


async def list_sent(tx: Transaction, bot_id: BotId, chat_id: ChatId, limit: int) -> list[int]:
    """When our own among the newest `limit` messages of this chat went out."""
    rows = await tx.all(
        """SELECT sent_at FROM links WHERE bot_id = :bot_id AND chat_id = :chat_id
           ORDER BY message_id DESC LIMIT :limit""",
        bot_id=bot_id, chat_id=chat_id, limit=limit,
    )
    return [row["sent_at"] for row in rows if row["sent_at"] is not None]


async def move_links(tx: Transaction, kind: str, subject_id: int, new_kind: str, new_subject_id: int) -> None:
    """What stood for one thing stands for another from here on, as when a draft is filed."""
    await tx.run(
        """UPDATE links SET kind = :new_kind, subject_id = :new_subject_id
           WHERE kind = :kind AND subject_id = :subject_id""",
        kind=kind, subject_id=subject_id, new_kind=new_kind, new_subject_id=new_subject_id,
    )
