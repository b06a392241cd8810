"""我是家属，替老人办, and what the elder has said."""

from bot.actions import families
from handlers.press import Acting

PRESSES: dict[str, Acting] = {
    "family": lambda act, _: families.begin(act),
    "elder_agrees": lambda act, press: families.agrees(act, press.subject_id),
    "elder_refuses": lambda act, press: families.refuses(act, press.subject_id),
    "elder_away": lambda act, press: families.away(act, press.subject_id),
    "elder_is": lambda act, press: families.is_elder(act, press.subject_id, press.generation),
}
