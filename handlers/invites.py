"""/invite and its buttons."""

from telegram import Update

from bot.actions import invites
from bot.context import Context
from handlers.press import Acting


async def on_invite(update: Update, context: Context) -> None:
    await invites.ask(context.act)


PRESSES: dict[str, Acting] = {
    "invite_for": lambda act, press: invites.ask_where(act, press.subject_id),
    "invite_cell": lambda act, press: invites.ask_role(act, press.subject_id),
    "invite_role": lambda act, press: invites.for_post(act, press.subject_id, press.generation),
}
