"""What people do in chats: write, edit, send things, forward, react, delete."""

from typing import Any

from sandbox import shelf
from sandbox.entities import Entity
from sandbox.ground import Ground
from sandbox.notices import bots_in, set_blocked, tell
from sandbox.texts import marked
from sandbox.things import Chat, Message

Data = bytes


class Speech(Ground):
    def say(
        self,
        user: int,
        chat: int,
        text: str,
        *,
        reply_to: int | None = None,
        entities: list[Entity] | None = None,
        topic: int | None = None,
        bot: str | None = None,
    ) -> int:
        """A person writes; `chat` is a group, or the person's own id for the chat with the bot."""
        content = marked("text", "entities", text, entities or [])
        return self.utter(user, chat, content, "text", reply_to, topic, bot)

    def utter(
        self,
        user: int,
        chat: int,
        content: dict[str, Any],
        kind: str,
        reply_to: int | None = None,
        topic: int | None = None,
        bot: str | None = None,
    ) -> int:
        where = self.entered(user, chat, bot)
        message = Message(self.next_id(where), where.key, user, self.now(), content, kind, topic, reply_to)
        self.post(where, message)
        tell(self, where, message)
        return message.id

    def entered(self, user: int, chat: int, bot: str | None) -> Chat:
        """Writing to a bot starts it, and unblocks it."""
        where = self.chat(chat, bot)
        if where.private:
            if where.blocked:
                set_blocked(self, where, blocked=False)
            if not where.started:
                where.started = True
                self.keep_chat(where)
        elif user not in where.members or not where.members[user].present:
            raise LookupError(f"{user} is not in {where.title}")
        return where

    def edit(self, user: int, chat: int, message_id: int, text: str, bot: str | None = None) -> None:
        """The person changes the words, or the caption, of an own message."""
        where = self.chat(chat, bot)
        message = self.history[where.key][message_id]
        if message.sender != user:
            raise LookupError(f"message {message_id} is not by {user}")
        key = "text" if message.kind == "text" else "caption"
        marks = "entities" if message.kind == "text" else "caption_entities"
        kept = {name: value for name, value in message.content.items() if name not in {key, marks}}
        message.content = kept | marked(key, marks, text, [])
        message.edits += 1
        message.edited_ms = self.now()
        self.touch(message)
        tell(self, where, message, "edited_message")

    def send_photo(self, user: int, chat: int, data: Data, caption: str = "", **more: Any) -> int:
        return self.send_file(user, chat, "photo", data, "photo.jpg", caption, **more)

    def send_voice(self, user: int, chat: int, data: Data, caption: str = "", **more: Any) -> int:
        return self.send_file(user, chat, "voice", data, "voice.ogg", caption, **more)

    def send_video(self, user: int, chat: int, data: Data, caption: str = "", **more: Any) -> int:
        return self.send_file(user, chat, "video", data, "video.mp4", caption, **more)

    def send_document(
        self, user: int, chat: int, data: Data, name: str = "file.pdf", caption: str = "", **more: Any
    ) -> int:
        return self.send_file(user, chat, "document", data, name, caption, **more)

    def send_file(
        self, user: int, chat: int, kind: str, data: Data, name: str, caption: str = "", **more: Any
    ) -> int:
        content = {kind: shelf.describe(shelf.keep(self, kind, name, data))}
        if caption:
            content |= marked("caption", "caption_entities", caption, [])
        if album := more.pop("album", None):
            content["media_group_id"] = album
        return self.utter(user, chat, content, kind, **more)

    def send_album(
        self, user: int, chat: int, photos: list[Data], caption: str = "", **more: Any
    ) -> list[int]:
        album = str(13_000_000_000 + self.count("album"))
        captions = [caption] + [""] * (len(photos) - 1)
        return [
            self.send_photo(user, chat, data, words, album=album, **more)
            for data, words in zip(photos, captions, strict=True)
        ]

    def send_location(self, user: int, chat: int, latitude: float, longitude: float, **more: Any) -> int:
        content = {"location": {"latitude": latitude, "longitude": longitude}}
        return self.utter(user, chat, content, "location", **more)

    def send_contact(
        self, user: int, chat: int, phone: str = "13800000000", of: int | None = None, **more: Any
    ) -> int:
        """A person's card: one's own, or that of somebody else."""
        owner = self.people[of or user]
        card: dict[str, Any] = {"phone_number": phone, "first_name": owner.name, "user_id": owner.id}
        return self.utter(user, chat, {"contact": card}, "contact", **more)

    def forward(
        self, user: int, chat: int, from_chat: int, message_id: int, *, bot: str | None = None
    ) -> int:
        source = self.chat(from_chat, bot)
        message = self.history[source.key][message_id]
        gone = {"reply_markup", "media_group_id"}
        content = {key: value for key, value in message.content.items() if key not in gone}
        content["forward_origin"] = self.origin(message)
        return self.utter(user, chat, content, message.kind, bot=bot)

    def delete(self, user: int, chat: int, message_id: int, bot: str | None = None) -> None:
        """A person takes a message back, or anybody's as an administrator or in a private chat; bots are not told."""
        where = self.chat(chat, bot)
        message = self.history[where.key][message_id]
        may = where.private or message.sender == user or (user in where.members and where.members[user].admin)
        if not may:
            raise LookupError(f"message {message_id} is not by {user}")
        message.deleted = True
        self.touch(message)

    def react(self, user: int, chat: int, message_id: int, emoji: str = "", bot: str | None = None) -> None:
        """A reaction, or none; administrators that asked for message_reaction hear of it."""
        where = self.chat(chat, bot)
        message = self.history[where.key][message_id]
        old = message.reactions.get(user, [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        message.reactions[user] = new
        self.touch(message)
        head = {"chat": self.heads[where.key], "message_id": message_id, "user": self.users[user]}
        body = head | {"date": self.now() // 1000, "old_reaction": old, "new_reaction": new}
        for one in bots_in(self, where):
            if where.private or where.members[one.id].admin:
                self.publish(one, "message_reaction", body, where.key)
