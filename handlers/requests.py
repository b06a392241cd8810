"""The lists that people ask for, and what a filer does with a request."""

from telegram import Update

from bot.actions import additions, mine, requests, similarity
from bot.context import Context
from handlers.press import Acting


async def on_my(update: Update, context: Context) -> None:
    await mine.show_list(context.act)


async def on_mine(update: Update, context: Context) -> None:
    await requests.list_held(context.act)


PRESSES: dict[str, Acting] = {
    "my_page": lambda act, press: mine.show_one(act, press.subject_id),
    "my_list": lambda act, press: mine.turn(act, press.subject_id),
    "add": lambda act, press: additions.ask(act, press.subject_id),
    "unfollow": lambda act, press: similarity.unfollow(act, press.subject_id),
    "withdraw": lambda act, press: requests.withdraw(act, press.subject_id, press.generation),
}
