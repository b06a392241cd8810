"""Words in a private chat and edits of them, and the buttons under the summary."""

from telegram import Update

from bot.actions import drafts
from bot.context import Context
from handlers.media import media_of
from handlers.press import Acting


async def on_words(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    await drafts.hear(context.act, message.text or "")


async def on_edit(update: Update, context: Context) -> None:
    message = update.edited_message
    assert message is not None
    await drafts.edited(context.act, message.text or message.caption or "")


async def on_other(update: Update, context: Context) -> None:
    """Pictures, voices, files and places; what we cannot carry is answered with what we can."""
    message = update.effective_message
    assert message is not None
    media = media_of(message)
    if media is None:
        context.act.reply("media.unknown")
    else:
        await drafts.hear(context.act, message.caption or "", media)


async def on_cancel(update: Update, context: Context) -> None:
    await drafts.cancel(context.act)


async def on_report(update: Update, context: Context) -> None:
    context.act.reply("help.report")


PRESSES: dict[str, Acting] = {
    "submit": lambda act, press: drafts.submit(act, press.subject_id, press.generation),
    "discard": lambda act, press: drafts.discard(act, press.subject_id, press.generation),
    "pick_category": lambda act, press: drafts.ask_category(act, press.subject_id, press.generation),
    "set_category": lambda act, press: drafts.set_category(act, press.subject_id, press.generation),
}
