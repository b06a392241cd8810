"""The buttons of an alarm, for those who were alarmed and for whoever wrote of the danger."""

from bot.actions import alarms, neighbours
from handlers.press import Acting

PRESSES: dict[str, Acting] = {
    "alarm_coming": lambda act, press: alarms.respond(act, press.subject_id, "coming"),
    "alarm_there": lambda act, press: alarms.respond(act, press.subject_id, "there"),
    "alarm_false": lambda act, press: alarms.respond(act, press.subject_id, "false"),
    "alarm_over": lambda act, press: neighbours.call_off(act, press.subject_id),
    "alarm_apart": lambda act, press: neighbours.move_apart(act, press.subject_id),
    "alarm_where": lambda act, press: alarms.ask_place(act, press.subject_id, 0),
    "alarm_compound": lambda act, press: alarms.ask_place(act, press.subject_id, press.generation),
    "alarm_building": lambda act, press: neighbours.set_place(act, press.subject_id, press.generation),
}
