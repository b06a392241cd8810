"""How much somebody has written in a chat lately."""

from domain.floods import Bucket
from domain.ids import BotId, ChatId
from storage.database import Transaction


async def find_bucket(tx: Transaction, bot_id: BotId, chat_id: ChatId, sender_id: int) -> Bucket | None:
    row = await tx.one(
        """SELECT tokens, at, told, minute_at, in_minute, muted_until FROM floods
           WHERE bot_id = :bot_id AND chat_id = :chat_id AND sender_id = :sender_id""",
        bot_id=bot_id, chat_id=chat_id, sender_id=sender_id,
    )
    if row is None:
        return None
    return Bucket(row["tokens"], row["at"], bool(row["told"]), row["minute_at"], row["in_minute"], row["muted_until"])


def save_bucket(tx: Transaction, bot_id: BotId, chat_id: ChatId, sender_id: int, bucket: Bucket) -> None:
    tx.later(
        """INSERT INTO floods (bot_id, chat_id, sender_id, tokens, at, told, minute_at, in_minute, muted_until)
           VALUES (:bot_id, :chat_id, :sender_id, :tokens, :at, :told, :minute_at, :in_minute, :muted_until)
           ON CONFLICT (bot_id, chat_id, sender_id)
           DO UPDATE SET tokens = excluded.tokens, at = excluded.at, told = excluded.told,
             minute_at = excluded.minute_at, in_minute = excluded.in_minute, muted_until = excluded.muted_until""",
        bot_id=bot_id, chat_id=chat_id, sender_id=sender_id, tokens=bucket.tokens, at=bucket.at,
        told=int(bucket.told), minute_at=bucket.minute_at, in_minute=bucket.in_minute,
        muted_until=bucket.muted_until,
    )
