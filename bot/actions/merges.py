"""并案: the same problem twice becomes one, and whoever waited for either hears of it."""

from bot.act import Act
from bot.actions import access, panels, pushes
from bot.actions import requests as core
from domain import handling as rules
from domain import requests as states
from domain.ids import RequestId
from domain.requests import Request
from storage import follows, grid, requests, tasks
from storage.database import Transaction

SHOWN = 6


async def candidates(tx: Transaction, request: Request) -> list[Request]:
    """Open ones of the same line: the same category first, the nearest in time first."""
    line = {cell.id for cell in await grid.list_chain(tx, request.cell_id)}
    line |= set(await grid.list_below(tx, request.cell_id))
    found = [one for cell_id in sorted(line) for one in await requests.list_open_in(tx, cell_id, request.id)]
    found.sort(key=lambda one: (one.category != request.category, one.building_id != request.building_id,
                                abs(one.filed_at - request.filed_at)))
    return found[:SHOWN]


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
    for kind in core.VIEWS:
        await act.redraw(kind, into.id)
    if request.holder_id not in {None, person.id}:
        await pushes.push(act, request.holder_id, "merge.away", request_id=merged.id)
    if into.holder_id not in {None, person.id}:
        await pushes.push(act, into.holder_id, "merge.more", request_id=into.id)
