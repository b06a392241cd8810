"""What the next words of somebody in a chat are for, because a button has asked for them."""

from typing import NamedTuple

from domain.ids import BotId, ChatId, PersonId
from storage.database import Transaction


class Expectation(NamedTuple):
    """An act that waits for words."""

    act: str
    subject_id: int
    asked_at: int


async def expect(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, person_id: PersonId, act: str, subject_id: int, now: int
) -> None:
    await tx.run(
        """INSERT INTO expectations (bot_id, chat_id, person_id, act, subject_id, asked_at)
           VALUES (:bot_id, :chat_id, :person_id, :act, :subject_id, :now)
           ON CONFLICT (bot_id, chat_id, person_id)
           DO UPDATE SET act = excluded.act, subject_id = excluded.subject_id, asked_at = excluded.asked_at""",
        bot_id=bot_id, chat_id=chat_id, person_id=person_id, act=act, subject_id=subject_id, now=now,
    )


async def find_expectation(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, person_id: PersonId
) -> Expectation | None:
    """What is waited for, without taking it."""
    row = await tx.one(
        """SELECT act, subject_id, asked_at FROM expectations
           WHERE bot_id = :bot_id AND chat_id = :chat_id AND person_id = :person_id""",
        bot_id=bot_id, chat_id=chat_id, person_id=person_id,
    )
    return Expectation(row["act"], row["subject_id"], row["asked_at"]) if row else None


async def take_expectation(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, person_id: PersonId
) -> Expectation | None:
    """Taken once: the next words after these are something new."""
    row = await tx.one(
        """DELETE FROM expectations WHERE bot_id = :bot_id AND chat_id = :chat_id AND person_id = :person_id
           RETURNING act, subject_id, asked_at""",
        bot_id=bot_id, chat_id=chat_id, person_id=person_id,
    )
    return Expectation(row["act"], row["subject_id"], row["asked_at"]) if row else None
