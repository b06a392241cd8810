"""One way into the books for every source: route it, number it, note who had it first, show it to those who act."""

from bot.act import Act
from bot.actions import clocks, offers, requests, routing
from domain.calendar import local_date
from domain.errors import NotFound
from domain.ids import CommunityId, DraftId
from domain.requests import Filing, Request
from storage import grid, links, notes
from storage import history as records
from storage import requests as table
from storage.people import Person


async def file(act: Act, person: Person, filing: Filing, *, from_draft: DraftId | None = None) -> Request:
    """`person` is whoever does it: the resident, a relative, a member of staff. Raises NotFound without a place."""
    spot = await routing.spot_of(act.tx, filing)
    if spot is None:
        raise NotFound("people.no_door")
    rules = await routing.rules_of(act.tx, act.settings, person.community_id)
    decided = await routing.decide(act.tx, rules, person.community_id, filing, spot, act.now)
    request_id = await table.add_request(
        act.tx, person.community_id, await _number(act, person.community_id), filing, cell_id=decided.cell_id,
        route=decided.rule, now=act.now,
    )
    if from_draft is not None:
        await notes.move_notes(act.tx, from_draft, request_id)
        await links.move_links(act.tx, "draft", from_draft, "request", request_id)
    await routing.note_decision(act.tx, rules, person.community_id, request_id, decided, act.now)
    await table.add_custody(act.tx, request_id, decided.cell_id, None, "filed", act.now)
    records.add_history(act.tx, person.community_id, person.id, "submit", "request", request_id, act.now,
                        cell=decided.cell_id, desk=int(decided.to_desk))
    request = await requests.get(act, request_id)
    await clocks.begin(act, request)
    return await offers.place(act, request)


async def _number(act: Act, community_id: CommunityId) -> str:
    community = await grid.get_community(act.tx, community_id)
    date = local_date(act.now, community.timezone)
    count = await table.take_number(act.tx, community.id, date.isoformat())
    return f"{community.code}-{date:%m%d}-{count:03d}"
