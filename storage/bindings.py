"""Which group belongs to which cell: where cards hang, in which topic, and whether they are stopped."""

from typing import NamedTuple

from domain.ids import BotId, CellId, ChatId
from storage.database import Row, Transaction


async def bind_chat(tx: Transaction, bot_id: BotId, chat_id: ChatId, cell_id: CellId, now: int) -> None:
    await tx.run(
        """INSERT INTO bindings (bot_id, chat_id, cell_id, bound_at) VALUES (:bot_id, :chat_id, :cell_id, :now)
           ON CONFLICT (bot_id, cell_id) DO UPDATE SET chat_id = excluded.chat_id, bound_at = excluded.bound_at""",
        bot_id=bot_id, chat_id=chat_id, cell_id=cell_id, now=now,
    )


async def get_chat_of(tx: Transaction, bot_id: BotId, cell_id: CellId) -> ChatId | None:
    row = await tx.one(
        "SELECT chat_id FROM bindings WHERE bot_id = :bot_id AND cell_id = :cell_id AND stopped_at IS NULL",
        bot_id=bot_id, cell_id=cell_id,
    )
    return ChatId(row["chat_id"]) if row else None


async def list_cells_of(tx: Transaction, bot_id: BotId, chat_id: ChatId) -> list[CellId]:
    rows = await tx.all(
        "SELECT cell_id FROM bindings WHERE bot_id = :bot_id AND chat_id = :chat_id ORDER BY cell_id",
        bot_id=bot_id, chat_id=chat_id,
    )
    return [CellId(row["cell_id"]) for row in rows]


async def list_bound_chats(tx: Transaction, bot_id: BotId) -> list[ChatId]:
    rows = await tx.all("SELECT DISTINCT chat_id FROM bindings WHERE bot_id = :bot_id ORDER BY chat_id", bot_id=bot_id)
    return [ChatId(row["chat_id"]) for row in rows]


class Binding(NamedTuple):
    """The group, and the topic of it, where the cards of a cell hang."""

    cell_id: CellId
    chat_id: ChatId
    topic_id: int
    by_category: bool
    stopped: bool


async def find_binding(tx: Transaction, bot_id: BotId, cell_id: CellId) -> Binding | None:
    """Of exactly this cell."""
    row = await tx.one(
        "SELECT * FROM bindings WHERE bot_id = :bot_id AND cell_id = :cell_id", bot_id=bot_id, cell_id=cell_id
    )
    return _binding(row) if row else None


async def find_nearest(tx: Transaction, bot_id: BotId, cell_id: CellId) -> Binding | None:
    """The cell's own, else that of the nearest one above. It counts as stopped, too, while its group cannot be
    reached: the cards then go the private way.
    """
    row = await tx.one(
        """WITH RECURSIVE chain (id, parent_id, depth) AS (
             SELECT id, parent_id, 0 FROM cells WHERE id = :cell_id
             UNION ALL
             SELECT c.id, c.parent_id, chain.depth + 1 FROM cells c JOIN chain ON c.id = chain.parent_id)
           SELECT b.cell_id, b.chat_id, b.topic_id, b.by_category, CASE WHEN c.state = 'unreachable' THEN 1
             ELSE b.stopped_at END AS stopped_at
           FROM chain JOIN bindings b ON b.bot_id = :bot_id AND b.cell_id = chain.id
           LEFT JOIN chats c ON c.bot_id = b.bot_id AND c.chat_id = b.chat_id
           ORDER BY chain.depth LIMIT 1""",
        bot_id=bot_id, cell_id=cell_id,
    )
    return _binding(row) if row else None


async def list_bindings(tx: Transaction, bot_id: BotId, chat_id: ChatId) -> list[Binding]:
    rows = await tx.all(
        "SELECT * FROM bindings WHERE bot_id = :bot_id AND chat_id = :chat_id ORDER BY cell_id",
        bot_id=bot_id, chat_id=chat_id,
    )
    return [_binding(row) for row in rows]


async def set_place(
    tx: Transaction, bot_id: BotId, cell_id: CellId, topic_id: int, *, by_category: bool
) -> None:
    await tx.run(
        """UPDATE bindings SET topic_id = :topic_id, by_category = :by_category, stopped_at = NULL
           WHERE bot_id = :bot_id AND cell_id = :cell_id""",
        bot_id=bot_id, cell_id=cell_id, topic_id=topic_id, by_category=int(by_category),
    )


async def stop_chat(tx: Transaction, bot_id: BotId, chat_id: ChatId, now: int) -> bool:
    """No cards from here on; false where nothing was bound or it was stopped before."""
    return await tx.run(
        """UPDATE bindings SET stopped_at = :now
           WHERE bot_id = :bot_id AND chat_id = :chat_id AND stopped_at IS NULL""",
        bot_id=bot_id, chat_id=chat_id, now=now,
    ) > 0


async def resume_chat(tx: Transaction, bot_id: BotId, chat_id: ChatId) -> bool:
    return await tx.run(
        """UPDATE bindings SET stopped_at = NULL
           WHERE bot_id = :bot_id AND chat_id = :chat_id AND stopped_at IS NOT NULL""",
        bot_id=bot_id, chat_id=chat_id,
    ) > 0


async def drop_binding(tx: Transaction, bot_id: BotId, cell_id: CellId, chat_id: ChatId) -> bool:
    return await tx.run(
        "DELETE FROM bindings WHERE bot_id = :bot_id AND cell_id = :cell_id AND chat_id = :chat_id",
        bot_id=bot_id, cell_id=cell_id, chat_id=chat_id,
    ) == 1


def _binding(row: Row) -> Binding:
    return Binding(
        CellId(row["cell_id"]), ChatId(row["chat_id"]), row["topic_id"], bool(row["by_category"]),
        row["stopped_at"] is not None,
    )
