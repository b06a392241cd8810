"""Chats as Telegram has them: can they be reached, what language do they read, where did they move."""

from typing import NamedTuple

from domain.ids import BotId, ChatId
from storage.database import Transaction


class Chat(NamedTuple):
    """One private chat or group."""

    chat_id: ChatId
    kind: str
    language: str | None
    state: str
    moved_to: ChatId | None
    noticed_at: int | None
    agreed: str | None


async def add_chat(tx: Transaction, bot_id: BotId, chat_id: ChatId, kind: str, language: str | None = None) -> None:
    """A language that is known already stays."""
    await tx.run(
        """INSERT INTO chats (bot_id, chat_id, kind, language) VALUES (:bot_id, :chat_id, :kind, :language)
           ON CONFLICT (bot_id, chat_id) DO UPDATE SET language = excluded.language WHERE chats.language IS NULL""",
        bot_id=bot_id, chat_id=chat_id, kind=kind, language=language,
    )


async def get_chat(tx: Transaction, bot_id: BotId, chat_id: ChatId) -> Chat | None:
    row = await tx.one(
        """SELECT chat_id, kind, language, state, moved_to, noticed_at, agreed FROM chats
           WHERE bot_id = :bot_id AND chat_id = :chat_id""",
        bot_id=bot_id, chat_id=chat_id,
    )
    return Chat(
        row["chat_id"], row["kind"], row["language"], row["state"], row["moved_to"], row["noticed_at"],
        row["agreed"],
    ) if row else None


async def mark_noticed(tx: Transaction, bot_id: BotId, chat_id: ChatId, now: int) -> None:
    await tx.run(
        "UPDATE chats SET noticed_at = :now WHERE bot_id = :bot_id AND chat_id = :chat_id",
        bot_id=bot_id, chat_id=chat_id, now=now,
    )


async def set_agreed(tx: Transaction, bot_id: BotId, chat_id: ChatId, version: str | None) -> None:
    await tx.run(
        "UPDATE chats SET agreed = :version WHERE bot_id = :bot_id AND chat_id = :chat_id",
        bot_id=bot_id, chat_id=chat_id, version=version,
    )


async def set_reachable(tx: Transaction, bot_id: BotId, chat_id: ChatId, kind: str, *, reachable: bool) -> None:
    await tx.run(
        """INSERT INTO chats (bot_id, chat_id, kind, state) VALUES (:bot_id, :chat_id, :kind, :state)
           ON CONFLICT (bot_id, chat_id) DO UPDATE SET state = excluded.state WHERE chats.state <> 'moved'""",
        bot_id=bot_id, chat_id=chat_id, kind=kind, state="open" if reachable else "unreachable",
    )


async def set_chat_language(tx: Transaction, bot_id: BotId, chat_id: ChatId, language: str) -> None:
    await tx.run(
        "UPDATE chats SET language = :language WHERE bot_id = :bot_id AND chat_id = :chat_id",
        bot_id=bot_id, chat_id=chat_id, language=language,
    )


async def move_chat(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> bool:
    """False where the move was known already."""
    return await tx.run(
        """INSERT INTO chats (bot_id, chat_id, kind, state, moved_to) VALUES (:bot_id, :old, 'group', 'moved', :new)
           ON CONFLICT (bot_id, chat_id) DO UPDATE SET state = 'moved', moved_to = excluded.moved_to
           WHERE chats.state <> 'moved'""",
        bot_id=bot_id, old=old, new=new,
    ) == 1


async def move_bindings(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> int:
    return await tx.run(
        "UPDATE bindings SET chat_id = :new WHERE bot_id = :bot_id AND chat_id = :old",
        bot_id=bot_id, old=old, new=new,
    )
