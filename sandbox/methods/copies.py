"""Forwarding and copying of messages."""

from typing import Any

from sandbox.methods.ask import Ask, reach
from sandbox.methods.sends import deliver
from sandbox.problems import Refused
from sandbox.texts import caption_content
from sandbox.things import Message

NOT_COPIED = {"reply_markup", "media_group_id", "forward_origin"}


def source(ask: Ask, verb: str) -> Message:
    chat = reach(ask.world, ask.bot, ask.args.get("from_chat_id"), write=False)
    message = ask.message(chat, f"message to {verb} not found")
    if message.protected or message.kind == "service":
        past = "forwarded" if verb == "forward" else "copied"
        raise Refused(f"message can't be {past}")
    return message


def forward_message(ask: Ask) -> dict[str, Any]:
    chat = ask.chat()
    message = source(ask, "forward")
    content = {key: value for key, value in message.content.items() if key not in NOT_COPIED}
    content["forward_origin"] = ask.world.origin(message)
    return ask.world.shape(deliver(ask, chat, content, message.kind))


def copy_message(ask: Ask) -> dict[str, Any]:
    chat = ask.chat()
    message = source(ask, "copy")
    content = {key: value for key, value in message.content.items() if key not in NOT_COPIED}
    if "caption" in ask.args and message.kind not in {"text", "location", "contact"}:
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content |= caption_content(ask.args)
    return {"message_id": deliver(ask, chat, content, message.kind).id}
