"""The buttons under the question how it went."""

from bot.actions import ratings
from handlers.press import Acting

PRESSES: dict[str, Acting] = {
    "solved": lambda act, press: ratings.rate(act, press.subject_id, press.generation, is_solved=True),
    "unsolved": lambda act, press: ratings.rate(act, press.subject_id, press.generation, is_solved=False),
    "grade": lambda act, press: ratings.grade(act, press.subject_id, press.generation),
    "change_rating": lambda act, press: ratings.change(act, press.subject_id),
    "rating_reason": lambda act, press: ratings.give_reason(act, press.subject_id, press.generation),
    "rating_words": lambda act, press: ratings.ask_words(act, press.subject_id),
    "open_call": lambda act, press: ratings.open_call(act, press.subject_id),
    "not_reached": lambda act, press: ratings.not_reached(act, press.subject_id),
}
