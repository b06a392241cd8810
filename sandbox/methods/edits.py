"""Changes of messages the bot has sent."""

from typing import Any

from sandbox.markup import inline_only
from sandbox.methods.ask import Ask
from sandbox.methods.files import media_content
from sandbox.problems import Refused
from sandbox.texts import caption_content, text_content
from sandbox.things import Message

SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
CAPTION = {"caption", "caption_entities", "show_caption_above_media"}
CAPTIONED = {"photo", "voice", "video", "audio", "document"}


def own_message(ask: Ask) -> Message:
    chat = ask.chat()
    message = ask.message(chat, "message to edit not found")
    if message.sender != ask.bot.id or message.kind == "service":
        raise Refused("message can't be edited")
    return message


def change(ask: Ask, message: Message, content: dict[str, Any], kind: str | None = None) -> dict[str, Any]:
    """Replace what a message holds; its buttons go unless the call gives them again."""
    markup = inline_only(ask.args.get("reply_markup"))
    if markup:
        content["reply_markup"] = markup
    if content == message.content:
        raise Refused(SAME)
    world = ask.world
    world.limiters[ask.bot.id].check_edit(world.now())
    message.content = content
    message.kind = kind or message.kind
    message.edited_ms = world.now()
    message.edits += 1
    world.touch(message)
    return world.shape(message)


def edit_message_text(ask: Ask) -> dict[str, Any]:
    message = own_message(ask)
    content = text_content(ask.args)
    if message.kind != "text":
        raise Refused("there is no text in the message to edit")
    return change(ask, message, content)


def edit_message_caption(ask: Ask) -> dict[str, Any]:
    message = own_message(ask)
    if message.kind not in CAPTIONED:
        raise Refused("there is no caption in the message to edit")
    return change(ask, message, bare(message, CAPTION) | caption_content(ask.args))


def edit_message_reply_markup(ask: Ask) -> dict[str, Any]:
    message = own_message(ask)
    return change(ask, message, bare(message, set()))


def edit_message_media(ask: Ask) -> dict[str, Any]:
    message = own_message(ask)
    given = ask.args.get("media")
    if not isinstance(given, dict):
        raise Refused("can't parse media JSON object")
    if message.kind not in CAPTIONED:
        raise Refused("there is no media in the message to edit")
    kind, content = media_content(ask, given)
    if album := message.content.get("media_group_id"):
        content["media_group_id"] = album
    return change(ask, message, content, kind)


def bare(message: Message, without: set[str]) -> dict[str, Any]:
    gone = without | {"reply_markup"}
    return {key: value for key, value in message.content.items() if key not in gone}
