"""What staff ask for and press."""

from telegram import Update

from bot.actions import cards, handling
from bot.context import Context
from handlers.press import Acting


async def on_tasks(update: Update, context: Context) -> None:
    await cards.list_tasks(context.act)


PRESSES: dict[str, Acting] = {
    "claim": lambda act, press: handling.claim(act, press.subject_id, press.generation),
    "release": lambda act, press: handling.release(act, press.subject_id, press.generation),
    "progress": lambda act, press: handling.ask_words(act, "progress", press.subject_id, press.generation),
    "resolve": lambda act, press: handling.ask_words(act, "resolve", press.subject_id, press.generation),
}
