"""派单规则: the whole sheet takes the place of the community's table at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.actions.importing.work import Import
from bot.settings import Settings
from bot.workbook import Problem, RouteRow
from domain.coverage import unreachable
from domain.ids import CommunityId
from domain.requests import KINDS, SOURCES
from domain.routing import Rule
from storage import routing, units
from storage.database import Transaction

_SOURCES = {"居民自报": "resident", "来电来访": "call", "网格巡查": "patrol", "12345工单": "hotline",
            "街道交办": "street"}


class RouteSheet(NamedTuple):
    """Its rows together, because each hides what stands below it."""

    rows: tuple[RouteRow, ...]


async def take_routes(work: Import, tx: Transaction, sheet: RouteSheet) -> None:
    community_id = work.community_of(sheet.rows[0])
    if community_id is not None:
        await routing.save_own_rules(tx, community_id, await rules_of(work, tx, community_id, sheet), work.now)


async def rules_of(work: Import, tx: Transaction, community_id: CommunityId, sheet: RouteSheet) -> list[Rule]:
    """Rows that name what there is not, lead nowhere or are never reached are reported and left out."""
    ordered = sorted(sheet.rows, key=lambda row: (row.order is None, row.order or 0, row.row))
    kept: list[tuple[RouteRow, Rule]] = []
    for row in ordered:
        rule = _coded(work.settings, row.rule)
        problem = await _wrong(work, tx, community_id, row, rule)
        if problem is None:
            kept.append((row, rule))
        else:
            work.problems.append(problem)
    hidden = set(unreachable([rule for _, rule in kept], await below(tx, community_id)))
    work.problems += [Problem(row.sheet, row.row, "顺序", "workbook.route_unreachable", {"name": rule.name})
                      for n, (row, rule) in enumerate(kept) if n in hidden]
    return [rule for n, (_, rule) in enumerate(kept) if n not in hidden]


async def below(tx: Transaction, community_id: CommunityId) -> Mapping[str, frozenset[str]]:
    """Which cells lie in which, by their codes."""
    parents: Sequence[tuple[str, str | None]] = await routing.list_parents(tx, community_id)
    found: dict[str, set[str]] = {code: {code} for code, _ in parents}
    above = dict(parents)
    for code, parent in above.items():
        up = parent
        while up in found:
            found[up].add(code)
            up = above[up]
    return {code: frozenset(codes) for code, codes in found.items()}


def _coded(settings: Settings, rule: Rule) -> Rule:
    """Names as offices write them become codes."""
    return replace(
        rule, categories=tuple(settings.category_code(one) for one in rule.categories),
        kinds=tuple(settings.kind_code(one) for one in rule.kinds),
        sources=tuple(_SOURCES.get(one, one) for one in rule.sources),
    )


async def _wrong(
    work: Import, tx: Transaction, community_id: CommunityId, row: RouteRow, rule: Rule
) -> Problem | None:
    here = {code for code, (_, community) in work.cells.items() if community == community_id}
    known = {category.code for category in work.settings.categories}
    for column, wanted, listed in (("类别", rule.categories, known), ("类型", rule.kinds, KINDS),
                                   ("来源", rule.sources, SOURCES), ("网格编码", rule.cells, here),
                                   ("去向编码", (rule.cell,) if rule.cell else (), here)):
        if strange := next((one for one in wanted if one not in listed), None):
            return Problem(row.sheet, row.row, column, "workbook.route_unknown", {"name": strange})
    if rule.unit and not await units.has_handling_unit(tx, community_id, rule.unit):
        return Problem(row.sheet, row.row, "承办单位", "workbook.route_unknown", {"name": rule.unit})
    if not (rule.level or rule.cell or rule.unit):
        return Problem(row.sheet, row.row, "去向层级", "workbook.route_nowhere")
    return None
