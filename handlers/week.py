"""/week."""

from telegram import Update

from bot.actions import week
from bot.context import Context


async def on_week(update: Update, context: Context) -> None:
    await week.show(context.act)
