"""并案: the same problem twice becomes one, and whoever waited for either hears of it."""

from bot.act import Act
from bot.actions import access, panels, pushes
from bot.actions import requests as core
from domain import handling as rules
from domain import requests as states
from domain.ids import RequestId
from domain.requests import Request
from domain.similarity import likeness
from storage import follows, grid, notes, requests, tasks
from storage.database import Transaction

SHOWN = 6
_COMPARED = 24


async def candidates(tx: Transaction, request: Request) -> list[Request]:
    """Open ones of the same line: the same category first, in it those whose words are most alike."""
    line = {cell.id for cell in await grid.list_chain(tx, request.cell_id)}
    line |= set(await grid.list_below(tx, request.cell_id))
    found = [one for cell_id in sorted(line) for one in await requests.list_open_in(tx, cell_id, request.id)]
    found.sort(key=lambda one: (one.category != request.category, abs(one.filed_at - request.filed_at)))
    said = await _words(tx, request)
    alike = {one.id: likeness(said, await _words(tx, one)) for one in found[:_COMPARED]}
    return sorted(found[:_COMPARED], key=lambda one: (one.category != request.category, -alike[one.id]))[:SHOWN]


async def _words(tx: Transaction, request: Request) -> str:
    return " ".join(note.words for note in await notes.list_notes(tx, "request", request.id)
                    if note.kind == "report" and note.words)


async def merge(act: Act, request_id: int, into_id: int) -> None:
    person, request = await core.for_staff(act, request_id, "merge")
    states.check(request, "merge")
    await panels.check(act, person, request, "merge")
    await panels.chosen(act, person, request, "merge")
    into = await access.request_for(act, person, into_id, "merge")
    merged = await core.save(act, rules.merge(request, into, act.now), person, "merge")
    await pushes.tell_filer(act, merged, "request.merged", into_id=into.id)
    await follows.move_followers(act.tx, merged.id, RequestId(into.id))
    await follows.add_follower(act.tx, into.id, merged.filer_id, act.now)
    await tasks.end_tasks(act.tx, merged.id, "work", act.now)
    await tasks.end_tasks(act.tx, merged.id, "help", act.now)
    act.answer("merge.done_short", number=into.number)
    await core.redraw(act, into)
    if request.holder_id not in {None, person.id}:
        await pushes.push(act, request.holder_id, "merge.away", request_id=merged.id)
    if into.holder_id not in {None, person.id}:
        await pushes.push(act, into.holder_id, "merge.more", request_id=into.id)
