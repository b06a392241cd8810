"""延期: a leader gives a promise more time, with a reason that the resident reads."""

from functools import partial

from bot.act import Act
from bot.actions import access, pushes, words
from bot.actions import requests as core
from bot.actions.working import calendar_of
from domain import promises as rules
from domain.errors import Conflict, Invalid, NotAllowed
from domain.ids import ChatId
from domain.promises import Promise
from domain.requests import Request
from storage import history as records
from storage import promises as table
from storage.people import Person


async def ask_extension(act: Act, request_id: int) -> None:
    person, request = await _for_leader(act, request_id)
    act.answer("people.go_on")
    act.say(ChatId(act.origin.sender_id or 0), "promise.how_long", reader_id=person.id, request_id=request.id)


async def extend_by(act: Act, request_id: int, days: int) -> None:
    if days not in rules.EXTENSIONS:
        raise Invalid("press.old")
    person, request = await _for_leader(act, request_id)
    private = await words.ask(act, person, f"extend_{days}", request.id)
    act.answer("people.go_on")
    act.say(private, "promise.ask_reason", reader_id=person.id, number=request.number, count=days)


async def _extend(act: Act, person: Person, request_id: int, said: str, days: int) -> None:
    """延期: by the leader alone, with a reason that the resident reads."""
    request = await access.request_for(act, person, request_id, "extend")
    promise = await _to_solve(act, person, request)
    calendar = await calendar_of(act.tx, act.settings, request.community_id)
    after = rules.extend(promise, days, act.now, calendar)
    note_id = await core.note(act, person, request, "extension", said)
    await table.save_promise(act.tx, after)
    if after.state == "running":
        act.set_timer("promise", after.id, after.next_at)
    records.add_history(act.tx, request.community_id, person.id, "extend", "request", request.id, act.now,
                        person=person.id, due_at=after.due_at)
    act.reply("promise.extended_by_you", number=request.number, due_at=after.due_at)
    await pushes.tell_filer(act, request, "promise.extended", note_id=note_id, due_at=after.due_at)
    await core.redraw(act, request)


for _days in rules.EXTENSIONS:
    words.on_words(f"extend_{_days}")(partial(_extend, days=_days))


async def _for_leader(act: Act, request_id: int) -> tuple[Person, Request]:
    person, request = await core.for_staff(act, request_id, "extend")
    await _to_solve(act, person, request)
    return person, request


async def _to_solve(act: Act, person: Person, request: Request) -> Promise:
    """The promise that a leader can put off. Raises NotAllowed, and Conflict where there is none any more."""
    if not await access.leads(act.tx, person.id, request.cell_id):
        raise NotAllowed("promise.leaders_only")
    for promise in await table.list_promises(act.tx, request.id):
        if promise.clock == "resolve" and promise.round == request.round and promise.state in {"running", "paused"}:
            return promise
    raise Conflict("promise.none", number=request.number)
