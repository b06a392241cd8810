"""The world as the page and scripts read it: people, their chats, and every message in them."""

from typing import Any

from sandbox.things import Chat
from sandbox.world import World


def overview(world: World, viewer: int = 0, last: int = 0) -> dict[str, Any]:
    """Everything, or what one person sees; `last` keeps that many messages of each chat."""
    return {
        "now": world.now(),
        "people": [
            {"id": person.id, "name": full_name(person.name, person.last_name), "language": person.language}
            for person in world.people.values()
        ],
        "bots": [{"id": bot.id, "name": bot.name, "username": bot.username} for bot in world.bots.values()],
        "chats": [
            chat_view(world, chat, viewer, last) for chat in world.chats.values() if seen(world, chat, viewer)
        ],
        "pending": {bot.username: world.pending(bot.token) for bot in world.bots.values()},
    }


def full_name(name: str, last: str | None) -> str:
    return f"{name} {last}" if last else name


def seen(world: World, chat: Chat, viewer: int) -> bool:
    return not viewer or world.sees(viewer, chat)


def chat_view(world: World, chat: Chat, viewer: int, last: int) -> dict[str, Any]:
    bot = next(iter(world.bots.values())) if not chat.private else world.bots_by_id[chat.bot_id]
    reader = viewer or chat.id
    return {
        "id": chat.id,
        "bot": bot.token,
        "type": chat.type,
        "username": bot.username,
        "title": chat.title if not chat.private else bot.name,
        "members": [member.id for member in chat.members.values() if member.present],
        "admins": [member.id for member in chat.members.values() if member.admin],
        "blocked": chat.blocked,
        "started": chat.started,
        "topics": [{"id": topic.id, "name": topic.name} for topic in chat.topics.values()],
        "keyboard": world.keys(reader, chat.id, bot.token) if chat.private or viewer else [],
        "commands": world.commands_for(bot, chat),
        "messages": [
            world.shown(chat, message) for message in list(world.history[chat.key].values())[-last:]
        ],
    }
