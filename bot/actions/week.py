"""/week: what the cells of a work group, or of whoever asks, did this week, and the dates of the next."""

from collections.abc import Mapping
from typing import Any

from bot.act import Act
from bot.actions import access, posts
from bot.actions.people import chat_of
from bot.drawing import Reader, page
from bot.views import week as pages
from bot.views.page import Page
from domain import recurrence
from domain.errors import NotAllowed
from domain.ids import CellId
from domain.programmes import starts_at
from domain.week import week_of
from storage import bindings, grid, week
from storage.grid import Community

_DAYS = 7


async def show(act: Act) -> None:
    """In a group its own cells alone, for those who answer there; in private one's own."""
    person = await access.person_of(act)
    if act.origin.private:
        cells = [cell.id for cell in await posts.cells_of(act.tx, person.id)]
        if not cells:
            raise NotAllowed("week.no_post")
    else:
        bound = await bindings.list_cells_of(act.tx, act.bot.bot_id, chat_of(act))
        cells = [one for one in bound if await access.handles(act.tx, person.id, one)]
    for cell_id in cells:
        act.say(chat_of(act), "week.here", cell_id=cell_id, now=act.now)


@page("week.here")
async def here(reader: Reader, facts: Mapping[str, Any]) -> Page:
    cell = await grid.get_cell(reader.tx, CellId(facts["cell_id"]))
    community = await grid.get_community(reader.tx, await grid.get_community_of(reader.tx, cell.id))
    began_at = week_of(facts["now"], community.timezone).began_at
    return pages.week(
        cell.name, await week.count_filed(reader.tx, community.id, cell.id, began_at),
        await week.count_resolved(reader.tx, cell.id, began_at), await week.count_undone(reader.tx, cell.id),
        await _coming(reader, cell.id, community, facts["now"]),
    )


async def _coming(reader: Reader, cell_id: CellId, community: Community, now: int) -> list[tuple[str, int]]:
    """Next week's dates, in order."""
    week_now = week_of(now, community.timezone)
    found = [
        (starts_at(day, one.time, community.timezone), one.name)
        for one in await week.list_programmes_of(reader.tx, cell_id, community.id)
        for day in recurrence.dates(recurrence.parse(one.rule), week_now.sunday, _DAYS)
        if day <= week_now.next_sunday
    ]
    return [(name, at) for at, name in sorted(found)]
