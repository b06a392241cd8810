"""Topics of forum supergroups."""

from typing import Any

from sandbox.methods.ask import Ask
from sandbox.notices import open_topic, service
from sandbox.problems import Refused
from sandbox.things import Chat, Topic

NAME = 128
COLOUR = 0x6FB9F0


def forum(ask: Ask, verb: str) -> Chat:
    chat = ask.chat()
    if not chat.forum:
        raise Refused("the chat is not a forum")
    if not ask.me(chat).admin:
        raise Refused(f"not enough rights to {verb} a topic")
    return chat


def topic_name(ask: Ask) -> str:
    name: str = ask.args.get("name", "").strip()
    if not 1 <= len(name) <= NAME:
        raise Refused("TOPIC_TITLE_INVALID" if name else "TOPIC_TITLE_EMPTY")
    return name


def find_topic(ask: Ask, chat: Chat) -> Topic:
    topic = chat.topics.get(ask.args.get("message_thread_id") or 0)
    if topic is None:
        raise Refused("message thread not found")
    return topic


def create_forum_topic(ask: Ask) -> dict[str, Any]:
    chat = forum(ask, "create")
    name = topic_name(ask)
    shape = {"name": name, "icon_color": ask.args.get("icon_color", COLOUR)}
    topic = open_topic(ask.world, chat, ask.bot.id, shape)
    return {"message_thread_id": topic} | shape


def edit_forum_topic(ask: Ask) -> bool:
    chat = forum(ask, "edit")
    topic = find_topic(ask, chat)
    if ask.args.get("name"):
        topic.name = topic_name(ask)
        service(ask.world, chat, ask.bot.id, {"forum_topic_edited": {"name": topic.name}}, topic.id)
    ask.world.keep_chat(chat)
    return True


def close_forum_topic(ask: Ask) -> bool:
    chat = forum(ask, "close")
    topic = find_topic(ask, chat)
    if topic.closed:
        raise Refused("TOPIC_NOT_MODIFIED")
    topic.closed = True
    service(ask.world, chat, ask.bot.id, {"forum_topic_closed": {}}, topic.id)
    ask.world.keep_chat(chat)
    return True
