"""Handing a request to a unit or to the street, and what the unit presses."""

from bot.actions import unit_answers, units
from handlers.press import Acting

PRESSES: dict[str, Acting] = {
    "hand_over": lambda act, press: units.pick_unit(act, press.subject_id, press.generation),
    "street": lambda act, press: units.to_street(act, press.subject_id, press.generation),
    "news": lambda act, press: units.pick_news(act, press.subject_id, press.generation),
    "unit_number": lambda act, press: units.ask_number(act, press.subject_id),
    "unit_reply": lambda act, press: unit_answers.ask_reply(act, press.subject_id),
    "unit_taken": lambda act, press: unit_answers.answer(act, press.subject_id, press.generation, "taken"),
    "unit_done": lambda act, press: unit_answers.answer(act, press.subject_id, press.generation, "done"),
    "unit_refused": lambda act, press: unit_answers.answer(act, press.subject_id, press.generation, "refused"),
    "unit_more": lambda act, press: unit_answers.ask_more(act, press.subject_id),
    "unit_page": lambda act, press: unit_answers.open_page(act, press.subject_id),
    "unit_contact": lambda act, press: unit_answers.show_contact(act, press.subject_id),
}
