"""What the bot wants to say: rows that outlive any crash, and the parts in which each is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from domain.ids import BotId, ChatId, MessageId, PersonId
from storage.database import Row, Transaction, Values
from storage.keys import Key

Facts = Mapping[str, Any]
_NOT_STORED = MessageId(0)


@dataclass(slots=True)
class Message:
    """One thing to say once: a text key with ids and numbers, in words only when it is drawn."""

    bot_id: BotId
    chat_id: ChatId
    urgency: int
    key: str
    facts: Facts = field(default_factory=dict)
    method: str = "send"
    reader_id: PersonId | None = None
    then_act: str | None = None
    expires_at: int | None = None
    mailing_id: int | None = None
    recipient_id: int | None = None
    attempts: int = 0
    doubtful: int = 0
    held_since_at: int | None = None
    retry_at: int = 0
    id: MessageId = _NOT_STORED


@dataclass(slots=True)
class Part:
    """One call to Telegram, frozen before it is made."""

    n: int
    method: str
    body: bytes
    outcome: str = "waiting"


_COLUMNS = """id, bot_id, chat_id, class, key, facts, method, reader_id, then_act, expires_at, mailing_id,
 recipient_id, attempts, doubtful, held_since_at, retry_at"""


def add_message(tx: Transaction, message: Message, now: int) -> None:
    """Its id is set once it is stored, and stays 0 where this recipient of a mailing has it already."""

    def stored(row: Row | None) -> None:
        message.id = MessageId(row["id"]) if row else _NOT_STORED

    tx.later(
        """INSERT INTO messages (bot_id, chat_id, class, method, key, facts, reader_id, mailing_id, recipient_id,
             then_act, expires_at, created_at)
           VALUES (:bot_id, :chat_id, :class, :method, :key, :facts, :reader_id, :mailing_id, :recipient_id,
             :then_act, :expires_at, :now)
           ON CONFLICT (mailing_id, recipient_id) DO NOTHING RETURNING id""",
        bot_id=message.bot_id, chat_id=message.chat_id, **{"class": message.urgency}, method=message.method,
        key=message.key, facts=orjson.dumps(message.facts).decode(),
        reader_id=message.reader_id, mailing_id=message.mailing_id, recipient_id=message.recipient_id,
        then_act=message.then_act, expires_at=message.expires_at, now=now, take=stored,
    )


async def list_open(tx: Transaction, state: str) -> list[Message]:
    """Everything in `ready` or `sending`, read once at the start."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM messages WHERE state = :state AND state IN ('ready', 'sending')
           ORDER BY id""",
        state=state,
    )
    return [_message(row) for row in rows]


async def get_message(tx: Transaction, message_id: MessageId) -> Message | None:
    row = await tx.one(f"SELECT {_COLUMNS} FROM messages WHERE id = :message_id", message_id=message_id)
    return _message(row) if row else None


def mark_sending(tx: Transaction, rows: Iterable[Values]) -> None:
    """Each row: message_id, attempts."""
    tx.later_many("UPDATE messages SET state = 'sending', attempts = :attempts WHERE id = :message_id", rows)


async def mark_ready(tx: Transaction, message: Message, reason: str) -> None:
    await tx.run(
        """UPDATE messages SET state = 'ready', retry_at = :retry_at, held_since_at = :held_since_at,
             attempts = :attempts, doubtful = :doubtful, reason = :reason
           WHERE id = :id AND state IN ('ready', 'sending')""",
        id=message.id, retry_at=message.retry_at, held_since_at=message.held_since_at, attempts=message.attempts,
        doubtful=message.doubtful, reason=reason,
    )


def mark_ended(tx: Transaction, rows: Iterable[Values]) -> None:
    """Each row: message_id, state, reason, now."""
    tx.later_many(
        """UPDATE messages SET state = :state, reason = :reason, ended_at = :now
           WHERE id = :message_id AND state IN ('ready', 'sending')""",
        rows,
    )


def add_parts(tx: Transaction, key: Key, parts: Iterable[tuple[MessageId, Part]]) -> None:
    tx.later_many(
        """INSERT INTO parts (message_id, n, method, key_id, body)
           VALUES (:message_id, :n, :method, :key_id, :body) ON CONFLICT (message_id, n) DO NOTHING""",
        [
            {
                "message_id": message_id, "n": part.n, "method": part.method, "key_id": key.id,
                "body": tx.vault.seal(key.id, key.wrapped, "parts.body", part.body),
            }
            for message_id, part in parts
        ],
    )


async def list_parts(tx: Transaction, message_id: MessageId) -> list[Part]:
    rows = await tx.all(
        """SELECT p.n, p.method, p.body, p.outcome, k.wrapped FROM parts p JOIN keys k ON k.id = p.key_id
           WHERE p.message_id = :message_id ORDER BY p.n""",
        message_id=message_id,
    )
    return [
        Part(row["n"], row["method"], tx.vault.open(row["wrapped"], "parts.body", row["body"]), row["outcome"])
        for row in rows
    ]


def mark_parts(tx: Transaction, rows: Iterable[Values]) -> None:
    """Each row: message_id, n, outcome."""
    tx.later_many("UPDATE parts SET outcome = :outcome WHERE message_id = :message_id AND n = :n", rows)


async def doubt_parts(tx: Transaction, message_id: MessageId) -> None:
    """Nobody knows which of the parts that were being sent have arrived."""
    await tx.run(
        "UPDATE parts SET outcome = 'unknown' WHERE message_id = :message_id AND outcome = 'waiting'",
        message_id=message_id,
    )


async def drop_waiting_parts(tx: Transaction, message_id: MessageId) -> None:
    """Forget what was frozen and not sent, so that it is drawn anew."""
    await tx.run("DELETE FROM parts WHERE message_id = :message_id AND outcome <> 'sent'", message_id=message_id)


async def move_chat(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> int:
    return await tx.run(
        """UPDATE messages SET chat_id = :new WHERE bot_id = :bot_id AND chat_id = :old
           AND state IN ('ready', 'sending')""",
        bot_id=bot_id, old=old, new=new,
    )


async def count_stuck(tx: Transaction) -> int:
    """Parked and refused messages, for the operator's page."""
    row = await tx.one("SELECT COUNT(*) AS n FROM messages WHERE state IN ('parked', 'refused')")
    return int(row["n"]) if row else 0


async def list_parked(tx: Transaction, limit: int = 100) -> list[dict[str, object]]:
    """What was given up, the newest first: keys and ids, never words."""
    rows = await tx.all(
        """SELECT id, chat_id, key, attempts, reason, created_at FROM messages WHERE state IN ('parked', 'refused')
           ORDER BY id DESC LIMIT :limit""",
        limit=limit,
    )
    return [{name: row[name] for name in row.keys()} for row in rows]  # noqa: SIM118 - rows, not mappings


async def withdraw_message(tx: Transaction, message_id: MessageId, now: int) -> bool:
    """Take back what has not been sent."""
    return await tx.run(
        "UPDATE messages SET state = 'withdrawn', ended_at = :now WHERE id = :message_id AND state = 'ready'",
        message_id=message_id, now=now,
    ) == 1


def _message(row: Row) -> Message:
    return Message(
        row["bot_id"], row["chat_id"], row["class"], row["key"], orjson.loads(row["facts"]), row["method"],
        row["reader_id"], row["then_act"], row["expires_at"], row["mailing_id"], row["recipient_id"],
        row["attempts"], row["doubtful"], row["held_since_at"], row["retry_at"], row["id"],
    )
