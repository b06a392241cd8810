"""What staff are told in private: the one way, so that it can be merged, held back in the evening, and counted."""

from typing import Any

from bot.act import ANSWER, Act
from domain.ids import ChatId, PersonId
from storage import people


async def push(act: Act, person_id: PersonId, key: str, *, urgency: int = ANSWER, **facts: Any) -> bool:
    """Tell a member of staff something in private; false where they have no chat with the bot."""
    person = await people.get_person(act.tx, person_id)
    if person.telegram_id is None:
        return False
    act.say(ChatId(person.telegram_id), key, urgency=urgency, reader_id=person.id, **facts)
    return True
