"""活动提醒: what is coming."""

from telegram import Update

from bot.actions import programmes
from bot.context import Context
from handlers.press import Acting


async def on_activities(update: Update, context: Context) -> None:
    await programmes.list_upcoming(context.act)


PRESSES: dict[str, Acting] = {
    "join": lambda act, press: programmes.respond(act, press.subject_id, "join"),
    "decline": lambda act, press: programmes.respond(act, press.subject_id, "decline"),
    "fetch": lambda act, press: programmes.respond(act, press.subject_id, "fetch"),
}
