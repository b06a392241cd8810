"""/start with what a link brings, the notice's buttons, a shared phone number."""

from telegram import Update

from bot.actions import bindings, communities, consents, invites, moving, people, phones
from bot.context import Context
from domain.errors import NotAllowed
from handlers.press import Acting


async def on_start(update: Update, context: Context) -> None:
    await people.know_chat(context.act)
    payload = context.args[0] if context.args else ""
    if invites.is_token(payload):
        await invites.open_link(context.act, payload)
    else:
        await people.start(context.act)


async def on_contact(update: Update, context: Context) -> None:
    """Only one's own number counts: Telegram marks it with the sender's id."""
    message = update.effective_message
    assert message is not None
    assert message.contact is not None
    if message.contact.user_id != context.act.origin.sender_id:
        raise NotAllowed("people.phone_not_own")
    await phones.share_phone(context.act, message.contact.phone_number)


async def on_language(update: Update, context: Context) -> None:
    if context.act.origin.private:
        context.act.reply("people.pick_language")
    else:
        await bindings.ask_language(context.act)


async def on_privacy(update: Update, context: Context) -> None:
    await consents.show_privacy(context.act)


PRESSES: dict[str, Acting] = {
    "language": lambda act, press: (people if act.origin.private else bindings).choose_language(act, press.subject_id),
    "read_notice": lambda act, _: people.show_notice(act),
    "community": lambda act, press: consents.choose_community(act, press.subject_id),
    "change_community": lambda act, _: moving.ask(act),
    "community_again": lambda act, press: moving.choose(act, press.subject_id, press.generation),
    "communities": lambda act, press: communities.turn(act, press.generation),
    "consent": lambda act, _: consents.consent(act),
    "withdraw_consent": lambda act, _: consents.ask_withdrawal(act),
    "withdraw_consent_sure": lambda act, _: consents.withdraw(act),
    "keep_consent": lambda act, _: consents.keep(act),
}
