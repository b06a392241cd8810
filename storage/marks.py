"""Named instants of a bot, such as its last intake."""

from domain.ids import BotId
from storage.database import Transaction


def set_mark(tx: Transaction, bot_id: BotId, name: str, at: int) -> None:
    tx.later(
        """INSERT INTO marks (bot_id, name, at) VALUES (:bot_id, :name, :at)
           ON CONFLICT (bot_id, name) DO UPDATE SET at = excluded.at""",
        bot_id=bot_id, name=name, at=at,
    )


async def get_mark(tx: Transaction, bot_id: BotId, name: str) -> int | None:
    row = await tx.one("SELECT at FROM marks WHERE bot_id = :bot_id AND name = :name", bot_id=bot_id, name=name)
    return row["at"] if row else None


async def drop_mark(tx: Transaction, bot_id: BotId, name: str) -> None:
    await tx.run("DELETE FROM marks WHERE bot_id = :bot_id AND name = :name", bot_id=bot_id, name=name)
