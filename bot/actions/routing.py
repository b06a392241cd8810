"""Asks the rule table where a request belongs, and writes down why it went there."""

from collections.abc import Sequence

from bot.act import Act
from bot.actions import posts
from bot.actions import requests as core
from bot.settings import Settings
from domain.calendar import local_date
from domain.ids import BuildingId, ChatId, CommunityId, HouseholdId, RequestId
from domain.requests import Filing
from domain.routing import Asked, Route, Rule, Targets, past_vacancies, route
from storage import grid, places
from storage import routing as table
from storage.database import Transaction
from storage.places import Spot


async def rules_of(tx: Transaction, settings: Settings, community_id: CommunityId) -> list[Rule]:
    """The community's own rows, then those of the configuration."""
    return [*await table.list_own_rules(tx, community_id), *settings.routes]


async def targets_of(tx: Transaction, community_id: CommunityId, rules: Sequence[Rule]) -> Targets:
    """Of the cells and units that the rules name, those that there are."""
    cells = {code: await table.find_target(tx, community_id, code) for code in {one.cell for one in rules if one.cell}}
    units = {name: await table.find_unit(tx, community_id, name) for name in {one.unit for one in rules if one.unit}}
    return Targets({code: cell for code, cell in cells.items() if cell},
                   {name: unit for name, unit in units.items() if unit})


async def spot_of(tx: Transaction, filing: Filing) -> Spot | None:
    """Where it is: the building that was named, else the household's own."""
    if filing.building_id is not None:
        return await places.get_spot(tx, BuildingId(filing.building_id))
    place = await places.get_place(tx, HouseholdId(filing.household_id)) if filing.household_id else None
    return Spot(place.compound, place.building, place.cell_id) if place else None


async def asked_of(tx: Transaction, spot: Spot, community_id: CommunityId, filing: Filing, now: int) -> Asked:
    community = await grid.get_community(tx, community_id)
    date = local_date(now, community.timezone).isoformat()
    chain = await grid.list_chain(tx, spot.cell_id)
    return Asked(filing.category, filing.kind, filing.source, date, spot.compound, spot.building, chain)


async def decide(
    tx: Transaction, rules: Sequence[Rule], community_id: CommunityId, filing: Filing, spot: Spot, now: int
) -> Route:
    asked = await asked_of(tx, spot, community_id, filing, now)
    decided = route(rules, asked, await targets_of(tx, community_id, rules))
    above = [cell.id for cell in asked.chain]
    if decided.cell_id in above:
        above = above[above.index(decided.cell_id):]
    else:
        above = [cell.id for cell in await grid.list_chain(tx, decided.cell_id)]
    return past_vacancies(decided, await posts.up_to_somebody(tx, above, now, filing.category))


async def note_decision(
    tx: Transaction, rules: Sequence[Rule], community_id: CommunityId, request_id: RequestId, decided: Route, now: int
) -> None:
    table_id = await table.take_table(tx, community_id, rules, now)
    table.add_decision(tx, request_id, table_id, decided, now)


async def explain(act: Act, request_id: int) -> None:
    """派单依据, in private."""
    person, request = await core.for_staff(act, request_id, "look")
    act.answer("people.go_on" if act.origin.private else "route.sent_short")
    act.say(ChatId(act.origin.sender_id or 0), "route.why", reader_id=person.id, request_id=request.id)
