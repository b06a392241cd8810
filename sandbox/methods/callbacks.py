"""Answers to pressed buttons, and reactions."""

from sandbox.entities import units
from sandbox.methods.ask import Ask
from sandbox.problems import Refused
from sandbox.reactions import EMOJI

ANSWER_UNITS = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(ask: Ask) -> bool:
    world = ask.world
    press = world.presses.get(ask.args.get("callback_query_id", ""))
    if press is None or press.bot_id != ask.bot.id or press.answered:
        raise Refused(TOO_OLD)
    if world.now() - press.at_ms > world.limits.press_window * 1000:
        raise Refused(TOO_OLD)
    text = ask.args.get("text", "")
    if units(text) > ANSWER_UNITS:
        raise Refused("MESSAGE_TOO_LONG")
    press.answered = True
    press.text = text
    press.show_alert = bool(ask.args.get("show_alert"))
    press.url = str(ask.args.get("url", ""))
    world.save("press", press.id, press)
    world.emit("toast", user=press.user, text=press.text, show_alert=press.show_alert)
    return True


def set_message_reaction(ask: Ask) -> bool:
    chat = ask.chat()
    message = ask.message(chat, "message to react not found")
    given = ask.args.get("reaction") or []
    if len(given) > 1 or any(str(one.get("emoji")) not in EMOJI for one in given):
        raise Refused("REACTION_INVALID")
    message.reactions[ask.bot.id] = given
    ask.world.touch(message)
    return True
