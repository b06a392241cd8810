"""Who reads in a chat: everything that drawing needs to know about it, in one row."""

from typing import NamedTuple

from domain.ids import BotId, ChatId, PersonId
from storage.database import Row, Transaction


class Reading(NamedTuple):
    """The person behind a private chat, the language and zone to draw in, and whether the chat can be reached.

    Until somebody has agreed to the notice the register does not know what they read; their telephone does.
    """

    person_id: PersonId | None
    language: str | None
    timezone: str | None
    reachable: bool


async def list_readings(tx: Transaction, bot_id: BotId, chat_ids: set[ChatId]) -> dict[ChatId, Reading]:
    """For each chat, asked for together in one go."""
    found: dict[ChatId, Reading] = {}
    for chat_id in chat_ids:
        _look_up(tx, bot_id, chat_id, found)
    await tx.flush()
    return found


def _look_up(tx: Transaction, bot_id: BotId, chat_id: ChatId, found: dict[ChatId, Reading]) -> None:
    def take(row: Row | None) -> None:
        assert row is not None
        found[chat_id] = Reading(row["person_id"], row["language"], row["timezone"], row["state"] != "unreachable")

    tx.later(
        """SELECT p.id AS person_id, o.timezone,
             COALESCE(CASE WHEN p.consent IS NULL THEN c.language END, p.language, c.language, o.language) AS language,
             COALESCE(c.state, 'open') AS state
           FROM (SELECT CAST(:chat_id AS BIGINT) AS chat_id) AS x
           LEFT JOIN people p ON p.telegram_id = x.chat_id
           LEFT JOIN chats c ON c.bot_id = :bot_id AND c.chat_id = x.chat_id
           LEFT JOIN bindings b ON b.bot_id = :bot_id AND b.chat_id = x.chat_id
           LEFT JOIN cells e ON e.id = b.cell_id
           LEFT JOIN communities o ON o.id = COALESCE(p.community_id, e.community_id)
           ORDER BY p.id, b.cell_id LIMIT 1""",
        bot_id=bot_id, chat_id=chat_id, take=take,
    )
