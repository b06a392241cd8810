"""我的网格员, the way to a door, and moving out."""

from telegram import Update

from bot.actions import homes, matters
from bot.context import Context
from handlers.press import Acting


async def on_staff(update: Update, context: Context) -> None:
    await homes.show_staff(context.act)


PRESSES: dict[str, Acting] = {
    "home_compound": lambda act, press: homes.pick(act, "compound", press.subject_id, press.generation),
    "home_building": lambda act, press: homes.pick(act, "building", press.subject_id, press.generation),
    "home_unit": lambda act, press: homes.pick(act, "unit", press.subject_id, press.generation),
    "home_room": lambda act, press: homes.pick(act, "room", press.subject_id, press.generation),
    "home_more": lambda act, press: homes.turn(act, press.subject_id, press.generation),
    "home_missing": lambda act, press: homes.ask_room(act, press.subject_id, press.generation),
    "move_out": lambda act, press: homes.move_out(act, press.subject_id),
    "add_home": lambda act, _: homes.add_home(act),
    "report_there": lambda act, press: matters.ask(act, press.subject_id, press.generation),
}
