"""派单依据, /agenda and the canned answers."""

from telegram import Update

from bot.actions import agenda, routing
from bot.context import Context
from handlers.press import Acting


async def on_agenda(update: Update, context: Context) -> None:
    await agenda.show(context.act)


PRESSES: dict[str, Acting] = {
    "why_route": lambda act, press: routing.explain(act, press.subject_id),
    "put_on_agenda": lambda act, press: agenda.put_on(act, press.subject_id),
}
