"""撤销: within a minute, and only while nothing has happened since."""

from bot.act import Act
from bot.actions import cards, panels, pushes
from bot.actions import requests as core
from domain import handling as rules
from domain.errors import Conflict, NotAllowed
from domain.requests import HELD, Request, State
from storage import undos
from storage.people import Person

_TIMERS = ("resume", "answer", "news")


async def keep(act: Act, before: Request, after: Request, person: Person, what: str) -> None:
    """Remember how it was; the private confirmation carries the button."""
    await undos.save_undo(act.tx, before, after, person.id, what, act.now)


async def undo(act: Act, request_id: int) -> None:
    person, request = await core.for_staff(act, request_id, "look")
    found = await undos.find_undo(act.tx, request)
    if found is None:
        raise Conflict("undo.overtaken")
    if found.person_id != person.id:
        raise NotAllowed("undo.not_yours")
    await undos.drop_undo(act.tx, request)
    if act.now - found.done_at > rules.UNDO:
        await panels.show(act, person, request)
        act.answer("undo.late")
        return
    undone = rules.undo(request, found.restore(request), found.done_at, act.now)
    undone = await core.save(act, undone, person, "undo")
    _wind_timers(act, undone)
    act.answer("undo.done")
    await cards.put_up(act, undone)
    await panels.show(act, person, undone)
    if found.act in {"hold", "decline"}:
        await pushes.tell_filer(act, undone, "undo.told")


def _wind_timers(act: Act, request: Request) -> None:
    for kind in _TIMERS:
        act.end_timer(kind, request.id)
    if request.state in HELD - {State.CLAIMED} and request.resume_at is not None:
        kind = {State.ON_HOLD: "resume", State.WAITING: "answer", State.EXTERNAL: "news"}[request.state]
        act.set_timer(kind, request.id, request.resume_at)
