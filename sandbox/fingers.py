"""Pressing of inline buttons, honestly or forged."""

from typing import Any
from zlib import crc32

from sandbox.ground import Ground
from sandbox.things import Chat, Press

INSTANCES = 7_000_000_000
FIRST_PRESS = 4_000_000_000_000_001


class Fingers(Ground):
    def press(self, user: int, chat: int, message_id: int, label_or_data: str, bot: str | None = None) -> str:
        """Press a button that is there, found by its words or else by its data."""
        where = self.chat(chat, bot)
        message = self.message(where, message_id)
        rows = message.content.get("reply_markup", {}).get("inline_keyboard", []) if message else []
        keys = [key for row in rows for key in row]
        for field in ("text", "callback_data"):
            for key in keys:
                if key.get(field) == label_or_data and "callback_data" in key:
                    return self.press_raw(user, chat, message_id, key["callback_data"], bot)
        shown = [key["text"] for key in keys]
        raise LookupError(f"no button {label_or_data!r} on message {message_id}, only {shown}")

    def press_raw(self, user: int, chat: int, message_id: int, data: str, bot: str | None = None) -> str:
        """A press with any data on any message, as a forged client could send it."""
        where = self.chat(chat, bot)
        message = self.message(where, message_id)
        of = self.bot(bot)
        if message and message.sender in self.bots_by_id:
            of = self.bots_by_id[message.sender]
        press = Press(str(self.count("press", FIRST_PRESS)), of.id, user, self.now())
        self.presses[press.id] = press
        self.save("press", press.id, press)
        body = {
            "id": press.id,
            "from": self.users[user],
            "message": self.shape(message) if message else self.inaccessible(where, message_id),
            "chat_instance": str(INSTANCES + crc32(where.key.encode())),
            "data": data,
        }
        self.publish(of, "callback_query", body, where.key)
        return press.id

    def inaccessible(self, chat: Chat, message_id: int) -> dict[str, Any]:
        return {"chat": self.heads[chat.key], "message_id": message_id, "date": 0}
