"""One call of a bot, and what nearly every method asks of it first."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.ground import Ground
from sandbox.problems import Refused, forbidden
from sandbox.things import Bot, Chat, Member, Message

Upload = tuple[str, bytes]


@dataclass(slots=True)
class Ask:
    world: Ground
    bot: Bot
    args: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def chat(self) -> Chat:
        """The chat of the call, which the bot can write to."""
        return reach(self.world, self.bot, self.args.get("chat_id"))

    def group(self) -> Chat:
        chat = self.chat()
        if chat.private:
            raise Refused("method is available only for groups and supergroups")
        return chat

    def me(self, chat: Chat) -> Member:
        return chat.members[self.bot.id]

    def message(self, chat: Chat, missing: str, field_name: str = "message_id") -> Message:
        message_id = self.args.get(field_name)
        if not message_id:
            raise Refused("message identifier is not specified")
        found = self.world.message(chat, message_id)
        if found is None:
            raise Refused(missing)
        return found


def reach(world: Ground, bot: Bot, chat_id: int | str | None, *, write: bool = True) -> Chat:
    """The chat a bot names, if it may look at it; with `write`, if it may also write there."""
    if not chat_id:
        raise Refused("chat_id is empty")
    if isinstance(chat_id, str):
        raise Refused("chat not found")
    if chat_id > 0:
        return reach_person(world, bot, chat_id, write=write)
    chat = world.chats.get(str(chat_id))
    if chat is None or bot.id not in chat.members:
        raise Refused("chat not found")
    if chat.migrated_to:
        text = "group chat was upgraded to a supergroup chat"
        raise Refused(text, parameters={"migrate_to_chat_id": chat.migrated_to})
    status = chat.members[bot.id].status
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if status == "left":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def reach_person(world: Ground, bot: Bot, user: int, *, write: bool) -> Chat:
    person = world.people.get(user)
    if person is None:
        raise Refused("chat not found")
    chat = world.private(user, bot)
    if not write:
        return chat
    if person.deleted:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    return chat
