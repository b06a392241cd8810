"""Where cards hang: groups and topics of cells, boards, digests of a burst, topics by category."""

from typing import NamedTuple

from domain.ids import BotId, CellId, ChatId, RequestId
from domain.requests import Request
from storage.database import Transaction
from storage.requests import request_of


class OpenLine(NamedTuple):
    """One request that is not done, and when its promise runs out."""

    request: Request
    due_at: int | None


async def list_open_here(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, limit: int, topic_id: int | None = None
) -> list[OpenLine]:
    """Everything not done whose card belongs into this group, by need: what is urgent, then what is promised soonest.

    A cell's cards hang in its own group, else in the nearest one above it.
    """
    rows = await tx.all(
        """WITH RECURSIVE here (id) AS (
             SELECT cell_id FROM bindings WHERE bot_id = :bot_id AND chat_id = :chat_id AND stopped_at IS NULL
               AND (topic_id = :topic_id OR CAST(:topic_id AS BIGINT) IS NULL)
             UNION
             SELECT c.id FROM cells c JOIN here ON c.parent_id = here.id
             WHERE NOT EXISTS (SELECT 1 FROM bindings b
               WHERE b.bot_id = :bot_id AND b.cell_id = c.id AND b.stopped_at IS NULL))
           SELECT r.*, (SELECT MIN(p.due_at) FROM promises p WHERE p.request_id = r.id AND p.state = 'running')
             AS promise_due_at
           FROM requests r JOIN here ON here.id = r.cell_id
           WHERE r.state IN ('open', 'claimed', 'external', 'waiting', 'on_hold') AND r.sensitive = 0
           ORDER BY CASE r.urgency WHEN 'danger' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END,
             COALESCE((SELECT MIN(p.due_at) FROM promises p WHERE p.request_id = r.id AND p.state = 'running'),
               4611686018427387904), r.id
           LIMIT :limit""",
        bot_id=bot_id, chat_id=chat_id, topic_id=topic_id, limit=limit,
    )
    return [OpenLine(request_of(row), row["promise_due_at"]) for row in rows]


async def list_open_below(tx: Transaction, cell_id: CellId, limit: int) -> list[Request]:
    """What is not done in this cell and below it and may hang in a group, in the order of a board."""
    rows = await tx.all(
        """WITH RECURSIVE here (id) AS (
             SELECT id FROM cells WHERE id = :cell_id
             UNION ALL
             SELECT c.id FROM cells c JOIN here ON c.parent_id = here.id)
           SELECT r.*, CASE r.urgency WHEN 'danger' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END AS need,
             COALESCE((SELECT MIN(p.due_at) FROM promises p WHERE p.request_id = r.id AND p.state = 'running'),
               4611686018427387904) AS promise_due_at
           FROM requests r JOIN here ON here.id = r.cell_id
           WHERE r.state IN ('open', 'claimed', 'external', 'waiting', 'on_hold') AND r.sensitive = 0
           ORDER BY need, promise_due_at, r.id LIMIT :limit""",
        cell_id=cell_id, limit=limit,
    )
    return [request_of(row) for row in rows]


async def list_open_of(tx: Transaction, cell_id: CellId, limit: int) -> list[Request]:
    """What is not done in exactly this cell and may hang in a group, the oldest first."""
    rows = await tx.all(
        """SELECT * FROM requests WHERE cell_id = :cell_id AND sensitive = 0
           AND state IN ('open', 'claimed', 'external', 'waiting', 'on_hold') ORDER BY id LIMIT :limit""",
        cell_id=cell_id, limit=limit,
    )
    return [request_of(row) for row in rows]


async def count_card(tx: Transaction, bot_id: BotId, chat_id: ChatId, topic_id: int, now: int) -> int:
    """Which new card of its minute this is, from 1."""
    row = await tx.one(
        """INSERT INTO boards (bot_id, chat_id, topic_id, minute_at, cards)
           VALUES (:bot_id, :chat_id, :topic_id, :now, 1)
           ON CONFLICT (bot_id, chat_id, topic_id) DO UPDATE SET
             cards = CASE WHEN boards.minute_at + 60000 > excluded.minute_at THEN boards.cards + 1 ELSE 1 END,
             minute_at = CASE WHEN boards.minute_at + 60000 > excluded.minute_at THEN boards.minute_at
               ELSE excluded.minute_at END
           RETURNING cards""",
        bot_id=bot_id, chat_id=chat_id, topic_id=topic_id, now=now,
    )
    assert row is not None
    return int(row["cards"])


async def find_pinned(tx: Transaction, bot_id: BotId, chat_id: ChatId, topic_id: int) -> int | None:
    row = await tx.one(
        """SELECT pinned_message_id FROM boards
           WHERE bot_id = :bot_id AND chat_id = :chat_id AND topic_id = :topic_id""",
        bot_id=bot_id, chat_id=chat_id, topic_id=topic_id,
    )
    return row["pinned_message_id"] if row else None


async def set_pinned(tx: Transaction, bot_id: BotId, chat_id: ChatId, topic_id: int, message_id: int) -> None:
    await tx.run(
        """INSERT INTO boards (bot_id, chat_id, topic_id, pinned_message_id)
           VALUES (:bot_id, :chat_id, :topic_id, :message_id)
           ON CONFLICT (bot_id, chat_id, topic_id) DO UPDATE SET pinned_message_id = excluded.pinned_message_id""",
        bot_id=bot_id, chat_id=chat_id, topic_id=topic_id, message_id=message_id,
    )


async def note_refused(tx: Transaction, bot_id: BotId, chat_id: ChatId, topic_id: int, now: int) -> bool:
    """False where it was noted before, so that it is said once."""
    return await tx.run(
        """UPDATE boards SET refused_at = :now
           WHERE bot_id = :bot_id AND chat_id = :chat_id AND topic_id = :topic_id AND refused_at IS NULL""",
        bot_id=bot_id, chat_id=chat_id, topic_id=topic_id, now=now,
    ) == 1


async def find_digest(tx: Transaction, bot_id: BotId, chat_id: ChatId, topic_id: int, since: int) -> int | None:
    """The digest that still takes lines."""
    row = await tx.one(
        """SELECT id FROM digests WHERE bot_id = :bot_id AND chat_id = :chat_id AND topic_id = :topic_id
           AND closed_at IS NULL AND opened_at > :since ORDER BY id DESC LIMIT 1""",
        bot_id=bot_id, chat_id=chat_id, topic_id=topic_id, since=since,
    )
    return row["id"] if row else None


async def open_digest(tx: Transaction, bot_id: BotId, chat_id: ChatId, topic_id: int, now: int) -> int:
    row = await tx.one(
        """INSERT INTO digests (bot_id, chat_id, topic_id, opened_at) VALUES (:bot_id, :chat_id, :topic_id, :now)
           RETURNING id""",
        bot_id=bot_id, chat_id=chat_id, topic_id=topic_id, now=now,
    )
    assert row is not None
    return int(row["id"])


async def close_digest(tx: Transaction, digest_id: int, now: int) -> None:
    await tx.run("UPDATE digests SET closed_at = :now WHERE id = :digest_id", digest_id=digest_id, now=now)


async def get_digest_place(tx: Transaction, digest_id: int) -> tuple[ChatId, int]:
    row = await tx.one("SELECT chat_id, topic_id FROM digests WHERE id = :digest_id", digest_id=digest_id)
    assert row is not None
    return ChatId(row["chat_id"]), row["topic_id"]


async def add_line(tx: Transaction, digest_id: int, request_id: RequestId) -> int:
    """How many lines the digest has now."""
    await tx.run(
        """INSERT INTO digest_lines (digest_id, request_id) VALUES (:digest_id, :request_id)
           ON CONFLICT (digest_id, request_id) DO NOTHING""",
        digest_id=digest_id, request_id=request_id,
    )
    row = await tx.one("SELECT COUNT(*) AS n FROM digest_lines WHERE digest_id = :digest_id", digest_id=digest_id)
    return int(row["n"]) if row else 0


async def list_lines(tx: Transaction, digest_id: int) -> list[Request]:
    rows = await tx.all(
        """SELECT r.* FROM digest_lines l JOIN requests r ON r.id = l.request_id
           WHERE l.digest_id = :digest_id ORDER BY r.id""",
        digest_id=digest_id,
    )
    return [request_of(row) for row in rows]


async def list_digests_of(tx: Transaction, request_id: RequestId) -> list[int]:
    rows = await tx.all("SELECT digest_id FROM digest_lines WHERE request_id = :request_id ORDER BY digest_id",
                        request_id=request_id)
    return [row["digest_id"] for row in rows]


async def find_topic(tx: Transaction, bot_id: BotId, chat_id: ChatId, category: str) -> tuple[int, str] | None:
    row = await tx.one(
        "SELECT topic_id, state FROM topics WHERE bot_id = :bot_id AND chat_id = :chat_id AND category = :category",
        bot_id=bot_id, chat_id=chat_id, category=category,
    )
    return (row["topic_id"], row["state"]) if row else None


async def save_topic(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, category: str, topic_id: int, state: str
) -> None:
    await tx.run(
        """INSERT INTO topics (bot_id, chat_id, category, topic_id, state)
           VALUES (:bot_id, :chat_id, :category, :topic_id, :state)
           ON CONFLICT (bot_id, chat_id, category)
           DO UPDATE SET topic_id = excluded.topic_id, state = excluded.state""",
        bot_id=bot_id, chat_id=chat_id, category=category, topic_id=topic_id, state=state,
    )


async def set_topic_state(tx: Transaction, bot_id: BotId, chat_id: ChatId, topic_id: int, state: str) -> None:
    await tx.run(
        "UPDATE topics SET state = :state WHERE bot_id = :bot_id AND chat_id = :chat_id AND topic_id = :topic_id",
        bot_id=bot_id, chat_id=chat_id, topic_id=topic_id, state=state,
    )
