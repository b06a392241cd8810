"""Deleting and pinning."""

from sandbox.methods.ask import Ask
from sandbox.notices import pin_notice
from sandbox.problems import Refused
from sandbox.things import Chat, Message

TWO_DAYS_MS = 2 * 86_400_000
MOST = 100


def delete_message(ask: Ask) -> bool:
    chat = ask.chat()
    message = ask.message(chat, "message to delete not found")
    if not deletable(ask, chat, message):
        raise Refused("message can't be deleted")
    remove(ask, chat, message)
    return True


def delete_messages(ask: Ask) -> bool:
    chat = ask.chat()
    ids = ask.args.get("message_ids")
    if not isinstance(ids, list) or not ids:
        raise Refused("message identifiers are not specified")
    if len(ids) > MOST:
        raise Refused("too many message identifiers specified")
    for message_id in ids:
        message = ask.world.message(chat, message_id)
        if message and deletable(ask, chat, message):
            remove(ask, chat, message)
    return True


def deletable(ask: Ask, chat: Chat, message: Message) -> bool:
    """In groups an administrator deletes what others wrote; nothing older than 48 hours goes."""
    if ask.world.now() - message.at_ms > TWO_DAYS_MS:
        return False
    return chat.private or message.sender == ask.bot.id or ask.me(chat).admin


def remove(ask: Ask, chat: Chat, message: Message) -> None:
    message.deleted = True
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
        ask.world.keep_chat(chat)
    ask.world.touch(message)


def pinning_chat(ask: Ask) -> Chat:
    chat = ask.chat()
    if not chat.private and not ask.me(chat).admin:
        raise Refused("not enough rights to manage pinned messages in the chat")
    return chat


def pin_chat_message(ask: Ask) -> bool:
    chat = pinning_chat(ask)
    message = ask.message(chat, "message to pin not found")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        ask.world.keep_chat(chat)
        pin_notice(ask.world, chat, message, ask.bot.id)
    return True


def unpin_chat_message(ask: Ask) -> bool:
    chat = pinning_chat(ask)
    message_id = ask.args.get("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise Refused("message to unpin not found")
    chat.pinned.remove(message_id)
    ask.world.keep_chat(chat)
    return True


def unpin_all_chat_messages(ask: Ask) -> bool:
    chat = pinning_chat(ask)
    chat.pinned.clear()
    ask.world.keep_chat(chat)
    return True
