"""/bind, and what Telegram says about the chats themselves."""

from telegram import Update
from telegram.constants import ChatMemberStatus

from bot.actions import chats, members
from bot.context import Context
from domain.ids import ChatId
from handlers.press import Acting

_GONE = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}


async def on_bind(update: Update, context: Context) -> None:
    chat, message = update.effective_chat, update.effective_message
    assert chat is not None
    assert message is not None
    topic_id = message.message_thread_id if message.is_topic_message else None
    await chats.ask_to_bind(context.act, context.args or [], chat.title or "", topic_id or 0, forum=bool(chat.is_forum))


async def on_membership(update: Update, context: Context) -> None:
    """Blocked, unblocked, added, thrown out."""
    changed = update.my_chat_member
    assert changed is not None
    await chats.reachable(
        context.act, ChatId(changed.chat.id), private=changed.chat.type == "private",
        reachable=changed.new_chat_member.status not in _GONE, status=changed.new_chat_member.status,
    )


async def on_member(update: Update, context: Context) -> None:
    """Somebody else has come, gone or been made an administrator."""
    changed = update.chat_member
    assert changed is not None
    member = changed.new_chat_member
    await members.changed(context.act, ChatId(changed.chat.id), member.user.id, member.status)


async def on_left(update: Update, context: Context) -> None:
    """The same from the service message, which groups send where we are no administrator."""
    message = update.effective_message
    assert message is not None
    assert message.left_chat_member is not None
    await members.changed(context.act, ChatId(message.chat.id), message.left_chat_member.id, ChatMemberStatus.LEFT)


async def on_moved(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    here = ChatId(message.chat.id)
    if message.migrate_to_chat_id:
        await chats.moved(context.act, here, ChatId(message.migrate_to_chat_id))
    elif message.migrate_from_chat_id:
        await chats.moved(context.act, ChatId(message.migrate_from_chat_id), here)


async def on_help(update: Update, context: Context) -> None:
    key = "help.resident" if context.act.origin.private else "help.staff"
    context.act.reply(key)


PRESSES: dict[str, Acting] = {
    "stays": lambda act, press: members.stays(act, press.subject_id),
    "bind": lambda act, press: chats.bind(act, press.subject_id, press.generation),
    "bind_topics": lambda act, press: chats.bind(act, press.subject_id, press.generation, by_category=True),
}
