"""The pinned board, digests, who comes into a work group, its title and its topics."""

from telegram import Update

from bot.actions import bindings, cards, handling, topics
from bot.context import Context
from handlers.press import Acting


async def on_joined(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    await bindings.joined(context.act, [one.id for one in message.new_chat_members or () if not one.is_bot])


async def on_title(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    await bindings.renamed(context.act, message.new_chat_title or "")


async def on_topic_closed(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    await topics.closed(context.act, message.message_thread_id or 0, closed=message.forum_topic_closed is not None)


PRESSES: dict[str, Acting] = {
    "claim_line": lambda act, press: handling.claim(act, press.subject_id, press.generation),
    "show_card": lambda act, press: cards.show_card(act, press.subject_id),
    "unbind": lambda act, press: bindings.unbind(act, press.subject_id),
    "still_staff": lambda act, press: bindings.still_staff(act, press.subject_id),
}
