"""Every pressed button comes through here: unpack it, find its act, answer it whatever happens."""

from telegram import Update

from bot.actions import chats
from bot.buttons import unpack
from bot.context import Context
from domain.errors import Invalid
from handlers import (
    alarms,
    boards,
    confirmations,
    drafts,
    duty,
    families,
    groups,
    handling,
    homes,
    imports,
    invites,
    people,
    programmes,
    promises,
    ratings,
    requests,
    routing,
    sources,
    units,
)
from handlers import chats as chat_handlers
from handlers.press import Acting

PRESSES: dict[str, Acting] = {
    **people.PRESSES, **homes.PRESSES, **confirmations.PRESSES, **families.PRESSES, **invites.PRESSES, **duty.PRESSES,
    **drafts.PRESSES, **requests.PRESSES, **handling.PRESSES, **units.PRESSES, **promises.PRESSES, **ratings.PRESSES,
    **programmes.PRESSES, **alarms.PRESSES, **routing.PRESSES, **chat_handlers.PRESSES,
    **sources.PRESSES, **imports.PRESSES, **groups.PRESSES,
    **boards.PRESSES,
}


async def on_press(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    press = unpack(query.data or "")
    if press is None:
        raise Invalid("press.old")
    if query.message is not None:
        await chats.recognise(context.act)
    await PRESSES[press.act](context.act, press)
