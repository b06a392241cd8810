"""The lists that people ask for, and what a filer does with a request."""

from telegram import Update

from bot.actions import requests
from bot.context import Context
from handlers.press import Acting


async def on_my(update: Update, context: Context) -> None:
    await requests.list_mine(context.act)


async def on_mine(update: Update, context: Context) -> None:
    await requests.list_held(context.act)


PRESSES: dict[str, Acting] = {
    "my_page": lambda act, press: requests.show_mine(act, press.subject_id),
    "withdraw": lambda act, press: requests.withdraw(act, press.subject_id, press.generation),
}
