"""/duty and its buttons."""

from telegram import Update

from bot.actions import departures, duty
from bot.context import Context
from handlers.press import Acting


async def on_duty(update: Update, context: Context) -> None:
    await duty.show(context.act)


PRESSES: dict[str, Acting] = {
    "duty": lambda act, press: duty.show_person(act, press.subject_id),
    "duty_cell": lambda act, press: duty.show_cell(act, press.subject_id),
    "leave_for": lambda act, press: duty.leave(act, press.subject_id, press.generation),
    "leave_end": lambda act, press: duty.end_leave(act, press.subject_id),
    "stand_in_pick": lambda act, press: duty.ask_stand_in(act, press.subject_id),
    "stand_in": lambda act, press: duty.set_stand_in(act, press.subject_id, press.generation),
    "departed": lambda act, press: departures.ask_departed(act, press.subject_id),
    "departed_sure": lambda act, press: departures.depart(act, press.subject_id),
}
