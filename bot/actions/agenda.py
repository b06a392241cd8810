"""What the next consultation meeting talks about: collected as it comes, put on the agenda by the office."""

from bot.act import Act
from bot.actions import access, pushes, sensitive
from domain.errors import Conflict
from domain.requests import Request
from storage import agenda, requests
from storage import history as records
from storage.database import Transaction
from storage.people import Person


def add(act: Act, request: Request, why: str) -> None:
    """`why` is suggestion or unsolved."""
    agenda.add_item(act.tx, request.id, request.community_id, why, act.now)


async def show(act: Act) -> None:
    """/agenda: for the office, in private."""
    person = await access.office_of(act)
    assert act.origin.chat_id is not None
    act.say(act.origin.chat_id, "agenda.list", reader_id=person.id)


async def waiting(tx: Transaction, person: Person, now: int) -> list[tuple[Request, str]]:
    """What waits for a meeting, as far as this reader may know of it."""
    found: list[tuple[Request, str]] = []
    for item in await agenda.list_waiting(tx, person.community_id):
        request = await requests.get_request(tx, item.request_id)
        if request and (not request.sensitive or await sensitive.may_know(tx, request, person.id, now)):
            found.append((request, item.why))
    return found


async def put_on(act: Act, request_id: int) -> None:
    """已列入议程: whoever said it is told."""
    person = await access.office_of(act)
    request = await access.request_for(act, person, request_id, "look")
    if not await agenda.mark_listed(act.tx, request.id, act.now):
        raise Conflict("agenda.already", number=request.number)
    records.add_history(act.tx, person.community_id, person.id, "agenda", "request", request.id, act.now)
    act.answer("agenda.done_short", number=request.number)
    await pushes.tell_filer(act, request, "agenda.listed", number=request.number)
