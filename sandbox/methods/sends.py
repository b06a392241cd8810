"""Sending of texts and places, and the steps all sending has in common."""

from typing import Any

from sandbox.markup import split_markup
from sandbox.methods.ask import Ask
from sandbox.problems import Refused
from sandbox.texts import text_content
from sandbox.things import Chat, Message

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
GENERAL = 1
LATITUDE = 90
LONGITUDE = 180


def deliver(ask: Ask, chat: Chat, content: dict[str, Any], kind: str = "text") -> Message:
    """Put what a bot sends into a chat, within the limits."""
    markup, below = split_markup(ask.args.get("reply_markup"))
    if markup:
        content["reply_markup"] = markup
    topic = topic_of(ask, chat)
    reply_to = replied(ask, chat)
    world = ask.world
    now = world.now()
    world.limiters[ask.bot.id].check(chat.id, now)
    message = Message(world.next_id(chat), chat.key, ask.bot.id, now, content, kind, topic, reply_to, below)
    message.protected = bool(ask.args.get("protect_content"))
    return world.post(chat, message)


def topic_of(ask: Ask, chat: Chat) -> int | None:
    thread: int | None = ask.args.get("message_thread_id")
    if not thread or (chat.forum and thread == GENERAL):
        return None
    topic = chat.topics.get(thread)
    if topic is None:
        raise Refused("message thread not found")
    if topic.closed and not ask.me(chat).admin:
        raise Refused("TOPIC_CLOSED")
    return thread


def replied(ask: Ask, chat: Chat) -> int | None:
    given = ask.args.get("reply_parameters") or {}
    message_id = given.get("message_id") or ask.args.get("reply_to_message_id")
    if not message_id:
        return None
    if isinstance(message_id, int) and ask.world.message(chat, message_id):
        return message_id
    if given.get("allow_sending_without_reply") or ask.args.get("allow_sending_without_reply"):
        return None
    raise Refused("message to be replied not found")


def send_message(ask: Ask) -> dict[str, Any]:
    chat = ask.chat()
    return ask.world.shape(deliver(ask, chat, text_content(ask.args)))


def send_location(ask: Ask) -> dict[str, Any]:
    chat = ask.chat()
    for name, bound in (("latitude", LATITUDE), ("longitude", LONGITUDE)):
        if name not in ask.args:
            raise Refused(f"{name} is empty")
        if not -bound <= ask.args[name] <= bound:
            raise Refused("invalid location specified")
    place = {name: ask.args[name] for name in ("latitude", "longitude")}
    return ask.world.shape(deliver(ask, chat, {"location": place}, "location"))


def send_chat_action(ask: Ask) -> bool:
    chat = ask.chat()
    action = ask.args.get("action")
    if action not in ACTIONS:
        raise Refused("wrong parameter action in request")
    ask.world.emit("action", chat=chat.id, action=action)
    return True
