"""What was said in residents' groups and waits for its author, and when somebody was last answered there."""

import json
from typing import NamedTuple

from domain.ids import BotId, ChatId
from domain.media import Media
from storage.database import Row, Transaction
from storage.keys import Key


class Waiting(NamedTuple):
    """Words of a group that wait: `asked` for the author's yes, otherwise for their consent to the notice."""

    id: int
    chat_id: ChatId
    message_id: int
    author_id: int
    asked: bool
    words: str
    media: Media | None


_SELECT = "SELECT g.*, k.wrapped FROM group_words g JOIN keys k ON k.id = g.key_id"


async def add_words(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, message_id: int, author_id: int, words: str, media: Media | None,
    *, asked: bool, key: Key, now: int,
) -> int | None:
    """None where this message waits already."""
    body = json.dumps([words, media], ensure_ascii=False)
    row = await tx.one(
        """INSERT INTO group_words (bot_id, chat_id, message_id, author_id, asked, key_id, body, at)
           VALUES (:bot_id, :chat_id, :message_id, :author_id, :asked, :key_id, :body, :now)
           ON CONFLICT (bot_id, chat_id, message_id) DO NOTHING RETURNING id""",
        bot_id=bot_id, chat_id=chat_id, message_id=message_id, author_id=author_id, asked=int(asked), key_id=key.id,
        body=tx.vault.seal(key.id, key.wrapped, "group_words.body", body), now=now,
    )
    return int(row["id"]) if row else None


async def get_words(tx: Transaction, words_id: int) -> Waiting | None:
    row = await tx.one(f"{_SELECT} WHERE g.id = :words_id", words_id=words_id)
    return _waiting(tx, row) if row else None


async def list_words_of(tx: Transaction, bot_id: BotId, author_id: int) -> list[Waiting]:
    """Those that wait for nothing but consent."""
    rows = await tx.all(
        f"{_SELECT} WHERE g.bot_id = :bot_id AND g.author_id = :author_id AND g.asked = 0 ORDER BY g.id",
        bot_id=bot_id, author_id=author_id,
    )
    return [_waiting(tx, row) for row in rows]


async def drop_words(tx: Transaction, words_id: int) -> bool:
    return await tx.run("DELETE FROM group_words WHERE id = :words_id", words_id=words_id) == 1


async def take_line(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, sender_id: int, now: int, pause: int
) -> bool:
    """Whether somebody may be answered in a group now: not twice within `pause`."""
    return await tx.run(
        """INSERT INTO group_lines (bot_id, chat_id, sender_id, said_at) VALUES (:bot_id, :chat_id, :sender_id, :now)
           ON CONFLICT (bot_id, chat_id, sender_id) DO UPDATE SET said_at = excluded.said_at
           WHERE group_lines.said_at <= :before""",
        bot_id=bot_id, chat_id=chat_id, sender_id=sender_id, now=now, before=now - pause,
    ) == 1


async def drop_lines(tx: Transaction, before: int) -> None:
    await tx.run("DELETE FROM group_lines WHERE said_at < :before", before=before)


def _waiting(tx: Transaction, row: Row) -> Waiting:
    body = tx.vault.open_text(row["wrapped"], "group_words.body", row["body"])
    words, media = json.loads(body) if body else ("", None)
    return Waiting(
        row["id"], ChatId(row["chat_id"]), row["message_id"], row["author_id"], bool(row["asked"]), words,
        Media(*media) if media else None,
    )
