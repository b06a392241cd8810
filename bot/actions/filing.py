"""One way into the books for every source: route it, number it, note who had it first, show it to those who act."""

from dataclasses import replace

from bot.act import Act
from bot.actions import agenda, clocks, offers, praise, requests, routing, sensitive
from domain.calendar import local_date
from domain.errors import NotFound
from domain.ids import CommunityId, DraftId, RequestId
from domain.kinds import ONLY_HEARD
from domain.requests import Filing, Request, State, moved
from storage import grid, links, mentions, notes
from storage import history as records
from storage import requests as table
from storage.people import Person
from storage.places import Spot


async def file(
    act: Act, person: Person, filing: Filing, *, words: str, from_draft: DraftId | None = None
) -> Request:
    """`person` is whoever does it: the resident, a relative, a member of staff. Raises NotFound without a place.

    `words` are what it says; they are not stored here.
    """
    spot = await routing.spot_of(act.tx, filing)
    if spot is None:
        raise NotFound("people.no_door")
    named = await sensitive.people_named(act, person.community_id, spot.cell_id, filing, words)
    filing = replace(filing, sensitive=sensitive.is_sensitive(act, filing, words, named))
    request_id = await _route(act, person, filing, spot)
    mentions.add_mentions(act.tx, request_id, named)
    if from_draft is not None:
        await notes.move_notes(act.tx, from_draft, request_id)
        await links.move_links(act.tx, "draft", from_draft, "request", request_id)
    return await _place(act, person, await requests.get(act, request_id))


async def _route(act: Act, person: Person, filing: Filing, spot: Spot) -> RequestId:
    rules = await routing.rules_of(act.tx, act.settings, person.community_id)
    decided = await routing.decide(act.tx, rules, person.community_id, filing, spot, act.now)
    request_id = await table.add_request(
        act.tx, person.community_id, await _number(act, person.community_id), filing, cell_id=decided.cell_id,
        route=decided.rule, now=act.now,
    )
    await routing.note_decision(act.tx, rules, person.community_id, request_id, decided, act.now)
    await table.add_custody(act.tx, request_id, decided.cell_id, None, "filed", act.now)
    records.add_history(act.tx, person.community_id, person.id, "submit", "request", request_id, act.now,
                        cell=decided.cell_id, desk=int(decided.to_desk))
    if decided.to_desk:
        act.set_timer("route_check_of", person.community_id, act.now)
    return request_id


async def _place(act: Act, person: Person, request: Request) -> Request:
    """To those who act; what is only to be heard is passed on and closed at once."""
    if request.sensitive or request.kind not in ONLY_HEARD:
        await clocks.begin(act, request)
        return await offers.place(act, request)
    if request.kind == "praise":
        await praise.deliver(act, request)
    else:
        agenda.add(act, request, "suggestion")
    return await requests.save(act, moved(request, act.now, State.CLOSED), person, "heard")


async def _number(act: Act, community_id: CommunityId) -> str:
    community = await grid.get_community(act.tx, community_id)
    date = local_date(act.now, community.timezone)
    count = await table.take_number(act.tx, community.id, date.isoformat())
    return f"{community.code}-{date:%m%d}-{count:03d}"
