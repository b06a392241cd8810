"""/invite and its buttons."""

from telegram import Update

from bot.actions import inviting
from bot.context import Context
from handlers.press import Acting


async def on_invite(update: Update, context: Context) -> None:
    await inviting.ask(context.act)


PRESSES: dict[str, Acting] = {
    "invite_for": lambda act, press: inviting.ask_where(act, press.subject_id),
    "invite_cell": lambda act, press: inviting.ask_role(act, press.subject_id),
    "invite_role": lambda act, press: inviting.for_post(act, press.subject_id, press.generation),
}
