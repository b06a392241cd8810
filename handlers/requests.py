"""Words in a private chat, edits of them, and the lists that people ask for."""

from telegram import Update

from bot.actions import requests
from bot.context import Context


async def on_words(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    await requests.hear(context.act, message.text or "")


async def on_edit(update: Update, context: Context) -> None:
    message = update.edited_message
    assert message is not None
    await requests.edited(context.act, message.text or "")


async def on_other(update: Update, context: Context) -> None:
    context.act.reply("help.words_only")


async def on_cancel(update: Update, context: Context) -> None:
    await requests.cancel(context.act)


async def on_report(update: Update, context: Context) -> None:
    context.act.reply("help.report")


async def on_my(update: Update, context: Context) -> None:
    await requests.list_mine(context.act)


async def on_mine(update: Update, context: Context) -> None:
    await requests.list_held(context.act)


async def on_tasks(update: Update, context: Context) -> None:
    await requests.list_tasks(context.act)
