"""The buttons under the daily list of unconfirmed residents."""

from bot.actions import confirmations
from handlers.press import Acting

PRESSES: dict[str, Acting] = {
    "confirm_all": lambda act, press: confirmations.confirm_all(act, press.generation),
    "confirm_each": lambda act, _: confirmations.confirm_each(act),
    "confirm_yes": lambda act, press: confirmations.judge(
        act, press.subject_id, press.generation, lives_there=True),
    "confirm_no": lambda act, press: confirmations.judge(
        act, press.subject_id, press.generation, lives_there=False),
}
