"""The buttons under the question how it went."""

from bot.actions import ratings
from handlers.press import Acting

PRESSES: dict[str, Acting] = {
    "solved": lambda act, press: ratings.rate(act, press.subject_id, press.generation, solved=True),
    "unsolved": lambda act, press: ratings.rate(act, press.subject_id, press.generation, solved=False),
    "grade": lambda act, press: ratings.grade(act, press.subject_id, press.generation),
}
