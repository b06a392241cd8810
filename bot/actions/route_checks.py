"""Looks whether everything that the rules lead to is there; the office is told once, until it changes."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.act import Act
from bot.actions import posts, pushes, routing, sensitive
from bot.actions.importing.routes import below
from bot.drawing import Reader, page
from bot.settings import Settings
from bot.views.page import Line, Page, line
from bot.works import on_timer
from domain.answers import variables
from domain.calendar import local_date
from domain.coverage import unreachable
from domain.ids import CellId, CommunityId
from domain.routing import DESK, Cell, Rule
from storage import answers, grid, marks, people, requests
from storage import history as records
from storage import routing as table
from storage.database import Transaction

_DAY = 86_400_000
_NAMED = 5
_TIMER = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that leads nowhere: a text key and its values."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@on_timer("route_check_of")
async def soon(act: Act, community_id: int) -> None:
    """Something has gone to the desk; a burst of it is looked into once, in an act of its own."""
    await check(act, CommunityId(community_id))


@on_timer("route_check")
async def daily(act: Act, _: int) -> None:
    await check_all(act)


async def check_all(act: Act) -> None:
    """At the start and every day."""
    for community in await grid.list_communities(act.tx):
        await check(act, community.id)
    act.set_timer("route_check", _TIMER, act.now + _DAY)


async def check(act: Act, community_id: CommunityId) -> None:
    """Tell the office in private what leads nowhere, if it is not what they were told last."""
    found = await findings(act.tx, act.settings, community_id, act.now)
    fingerprint = zlib.crc32(repr(found).encode()) if found else 0
    name = f"route_check:{community_id}"
    if (await marks.get_mark(act.tx, act.bot.bot_id, name) or 0) == fingerprint:
        return
    marks.set_mark(act.tx, act.bot.bot_id, name, fingerprint)
    records.add_history(act.tx, community_id, None, "route_check", "community", community_id, act.now,
                        findings=len(found))
    for person_id in await people.list_with_role(act.tx, community_id, "office") if found else ():
        await pushes.push(act, person_id, "route_check.found", community_id=community_id)


@page("route_check.found")
async def told(reader: Reader, facts: Mapping[str, Any]) -> Page:
    """As it is when it is read."""
    found = await findings(reader.tx, reader.settings, CommunityId(facts["community_id"]), reader.now)
    return Page((line("route_check.found" if found else "route_check.nothing"), *lines(found)))


def lines(found: list[Finding]) -> list[Line]:
    return [line(one.key, **one.values) for one in found]


async def findings(tx: Transaction, settings: Settings, community_id: CommunityId, now: int) -> list[Finding]:
    rules = await routing.rules_of(tx, settings, community_id)
    cells = await table.list_cells(tx, community_id)
    return [
        *await _gone(tx, community_id, rules, cells),
        *await _hidden(tx, community_id),
        *await _vacant(tx, rules, cells, now),
        *await _uncovered(tx, community_id, rules, cells),
        *await _expired(tx, community_id, now),
        *await _nobody_may(tx, community_id, now),
    ]


async def _gone(
    tx: Transaction, community_id: CommunityId, rules: list[Rule], cells: list[Cell]
) -> list[Finding]:
    """What a rule names and there is not."""
    levels, codes = {cell.level for cell in cells}, {cell.code for cell in cells}
    found: list[Finding] = []
    for rule in rules:
        if rule.level not in {"", DESK, *levels}:
            found.append(Finding("route_check.gone_level", {"rule": rule.name, "name": rule.level}))
        found += [Finding("route_check.gone_cell", {"rule": rule.name, "name": code})
                  for code in (*rule.cells, *([rule.cell] if rule.cell else [])) if code not in codes]
        if rule.unit and await table.find_unit(tx, community_id, rule.unit) is None:
            found.append(Finding("route_check.gone_unit", {"rule": rule.name, "name": rule.unit}))
    return found


async def _hidden(tx: Transaction, community_id: CommunityId) -> list[Finding]:
    """Cells may have moved since the table was taken."""
    own = await table.list_own_rules(tx, community_id)
    return [Finding("route_check.unreachable", {"rule": own[n].name})
            for n in unreachable(own, await below(tx, community_id))]


async def _vacant(tx: Transaction, rules: list[Rule], cells: list[Cell], now: int) -> list[Finding]:
    """Cells to which requests go and in which nobody answers now."""
    levels, codes = {rule.level for rule in rules if rule.level}, {rule.cell for rule in rules}
    wanted = [cell for cell in cells if cell.level in levels or cell.code in codes]
    vacant = [cell.name for cell in wanted if not await posts.answering(tx, cell.id, now)]
    return [Finding("route_check.vacant", {"count": len(vacant), "names": _some(vacant)})] if vacant else []


async def _uncovered(
    tx: Transaction, community_id: CommunityId, rules: list[Rule], cells: list[Cell]
) -> list[Finding]:
    """Buildings that have no cell of a level that the rules send to; what happens there goes to the desk."""
    by_id = {cell.id: cell for cell in cells}
    found: list[Finding] = []
    spots = await table.list_spots(tx, community_id)
    for level in dict.fromkeys(rule.level for rule in rules if rule.level not in {"", DESK}):
        bare = [f"{spot.compound}{spot.building}" for spot in spots if not _has_level(by_id, spot.cell_id, level)]
        if bare and any(cell.level == level for cell in cells):
            found.append(Finding("route_check.uncovered", {"count": len(bare), "level": level, "names": _some(bare)}))
    return found


def _has_level(by_id: Mapping[CellId, Cell], cell_id: CellId, level: str) -> bool:
    cell = by_id.get(cell_id)
    while cell is not None:
        if cell.level == level:
            return True
        cell = by_id.get(cell.parent_id) if cell.parent_id else None
    return False


async def _expired(tx: Transaction, community_id: CommunityId, now: int) -> list[Finding]:
    community = await grid.get_community(tx, community_id)
    date = local_date(now, community.timezone).isoformat()
    old = [one.question for one in await answers.list_expired(tx, community_id, date)]
    facts = await answers.list_facts(tx, community_id)
    blank = [name for one in await answers.list_answers(tx, community_id, date)
             for name in variables(one.answer) if name not in facts]
    missing = list(dict.fromkeys(blank))
    return [
        *([Finding("route_check.expired", {"count": len(old), "names": _some(old)})] if old else []),
        *([Finding("route_check.blank", {"count": len(missing), "names": _some(missing)})] if missing else []),
    ]


async def _nobody_may(tx: Transaction, community_id: CommunityId, now: int) -> list[Finding]:
    """Private matters that speak of everybody who could take them."""
    waiting = await requests.list_private_open(tx, community_id)
    alone = [one.number for one in waiting if not await sensitive.recipients(tx, one, now)]
    return [Finding("route_check.nobody_may", {"count": len(alone), "names": _some(alone)})] if alone else []


def _some(names: list[str]) -> str:
    return "、".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
