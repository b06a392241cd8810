"""What people are told in private without having asked: the one way, so that it can be merged, held back and counted.

`push` is for staff, `tell_filer` for residents. Answers to what somebody has just typed or pressed are not pushes: they
are said with `act.say` or `act.reply` at once.
"""

from typing import Any

from bot.act import ANSWER, Act
from domain.ids import ChatId, PersonId
from domain.requests import Request
from storage import follows, people


async def push(act: Act, person_id: PersonId, key: str, *, urgency: int = ANSWER, **facts: Any) -> bool:
    """Tell a member of staff something in private; false where they have no chat with the bot. DANGER never waits."""
    person = await people.get_person(act.tx, person_id)
    if person.telegram_id is None:
        return False
    act.say(ChatId(person.telegram_id), key, urgency=urgency, reader_id=person.id, **facts)
    return True


async def tell_filer(act: Act, request: Request, key: str, **facts: Any) -> None:
    """Whoever filed it and whoever follows it, each in their own chat; `request_id` goes with the facts."""
    for person_id in dict.fromkeys((request.filer_id, *await follows.list_followers(act.tx, request.id))):
        person = await people.get_person(act.tx, person_id)
        if person.telegram_id is not None:
            act.say(ChatId(person.telegram_id), key, reader_id=person.id, request_id=request.id, **facts)
