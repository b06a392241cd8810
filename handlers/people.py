"""/start, the notice's buttons, a shared phone number."""

from telegram import Update

from bot.actions import people
from bot.context import Context
from domain.errors import NotAllowed
from handlers.press import Acting


async def on_start(update: Update, context: Context) -> None:
    await people.start(context.act)


async def on_contact(update: Update, context: Context) -> None:
    """Only one's own number counts: Telegram marks it with the sender's id."""
    message = update.effective_message
    assert message is not None
    assert message.contact is not None
    if message.contact.user_id != context.act.origin.sender_id:
        raise NotAllowed("people.phone_unknown")
    await people.share_phone(context.act, message.contact.phone_number)


async def on_language(update: Update, context: Context) -> None:
    context.act.reply("people.pick_language")


async def on_privacy(update: Update, context: Context) -> None:
    context.act.reply("people.privacy")


async def on_staff(update: Update, context: Context) -> None:
    await people.show_staff(context.act)


PRESSES: dict[str, Acting] = {
    "language": lambda act, press: people.choose_language(act, press.subject_id),
    "consent": lambda act, _: people.consent(act),
    "home_compound": lambda act, press: people.pick(act, "compound", press.subject_id),
    "home_building": lambda act, press: people.pick(act, "building", press.subject_id),
    "home_unit": lambda act, press: people.pick(act, "unit", press.subject_id),
    "home_room": lambda act, press: people.pick(act, "room", press.subject_id),
}
