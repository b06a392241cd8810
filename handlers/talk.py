"""Stickers, and commands that do not exist."""

from telegram import Update

from bot.actions import talk
from bot.context import Context


async def on_command(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    await talk.unknown_command(context.act, (message.text or "").split("@")[0])


async def on_sticker(update: Update, context: Context) -> None:
    context.act.reply("talk.sticker")
