"""活动提醒: what is coming."""

from telegram import Update

from bot.actions import programmes
from bot.context import Context


async def on_activities(update: Update, context: Context) -> None:
    await programmes.list_upcoming(context.act)
