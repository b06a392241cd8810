"""The buttons around a promise: the record, 催一催, 延期."""

from bot.actions import extensions, promises
from handlers.press import Acting

PRESSES: dict[str, Acting] = {
    "custody": lambda act, press: promises.show_record(act, press.subject_id),
    "hurry": lambda act, press: promises.hurry(act, press.subject_id),
    "extend": lambda act, press: extensions.ask_extension(act, press.subject_id),
    "extend_by": lambda act, press: extensions.extend_by(act, press.subject_id, press.generation),
}
