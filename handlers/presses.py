"""Every pressed button comes through here: unpack it, find its act, answer it whatever happens."""

from collections.abc import Awaitable, Callable

from telegram import Update

from bot.act import Act
from bot.actions import chats, people, programmes, requests
from bot.buttons import Press, unpack
from bot.context import Context
from domain.errors import Invalid

Acting = Callable[[Act, Press], Awaitable[None]]

PRESSES: dict[str, Acting] = {
    "language": lambda act, press: people.choose_language(act, press.subject_id),
    "consent": lambda act, _: people.consent(act),
    "home_compound": lambda act, press: people.pick(act, "compound", press.subject_id),
    "home_building": lambda act, press: people.pick(act, "building", press.subject_id),
    "home_unit": lambda act, press: people.pick(act, "unit", press.subject_id),
    "home_room": lambda act, press: people.pick(act, "room", press.subject_id),
    "submit": lambda act, press: requests.submit(act, press.subject_id, press.generation),
    "discard": lambda act, press: requests.discard(act, press.subject_id, press.generation),
    "pick_category": lambda act, press: requests.ask_category(act, press.subject_id, press.generation),
    "set_category": lambda act, press: requests.set_category(act, press.subject_id, press.generation),
    "claim": lambda act, press: requests.claim(act, press.subject_id, press.generation),
    "release": lambda act, press: requests.release(act, press.subject_id, press.generation),
    "progress": lambda act, press: requests.ask_words(act, "progress", press.subject_id, press.generation),
    "resolve": lambda act, press: requests.ask_words(act, "resolve", press.subject_id, press.generation),
    "solved": lambda act, press: requests.rate(act, press.subject_id, press.generation, solved=True),
    "unsolved": lambda act, press: requests.rate(act, press.subject_id, press.generation, solved=False),
    "grade": lambda act, press: requests.grade(act, press.subject_id, press.generation),
    "my_page": lambda act, press: requests.show_mine(act, press.subject_id),
    "withdraw": lambda act, press: requests.withdraw(act, press.subject_id, press.generation),
    "join": lambda act, press: programmes.respond(act, press.subject_id, "join"),
    "decline": lambda act, press: programmes.respond(act, press.subject_id, "decline"),
    "fetch": lambda act, press: programmes.respond(act, press.subject_id, "fetch"),
    "bind": lambda act, press: chats.bind(act, press.subject_id),
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
