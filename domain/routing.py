"""Where a request goes: category by words, then the rule table, then the cell, and why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from domain.ids import CellId, HandlingUnitId


class Cell(NamedTuple):
    """One node of the grid."""

    id: CellId
    parent_id: CellId | None
    level: str
    name: str
    code: str


class Words(Protocol):
    """A category and the words that point to it."""

    @property
    def code(self) -> str: ...
    @property
    def words(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: whom it fits (an empty list fits all) and where that goes.

    The target is the nearest cell of a `level` above the door, a `cell` by its code, or the desk. A row that has only a
    `unit` says who does the work; whose request it is, the rows below decide. Dates are included.
    """

    name: str
    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    level: str = ""
    cell: str = ""
    unit: str = ""
    since: str = ""
    until: str = ""

    @property
    def names_only_unit(self) -> bool:
        return bool(self.unit) and not (self.level or self.cell)


class Asked(NamedTuple):
    """What the rules look at. `chain` leads from the door's cell up to the community; the desk is its end."""

    category: str
    kind: str
    source: str
    date: str
    compound: str
    building: str
    chain: Sequence[Cell]


class Targets(NamedTuple):
    """What rules may name in this community, as far as it still exists."""

    cells: Mapping[str, Cell]
    units: Mapping[str, HandlingUnitId]


class Route(NamedTuple):
    """The decision: the cell, the rule that decided, why there, and whether it is the desk for want of anything better.

    `why` is level, cell, desk, no_level, gone_cell, gone_unit or vacant.
    """

    cell_id: CellId
    rule: str
    to_desk: bool
    why: str
    looked: tuple[CellId, ...]
    unit_id: HandlingUnitId | None = None


_LATIN = re.compile("[a-z]")
OTHER = "other"
DESK = "desk"


def classify(text: str, categories: Sequence[Words]) -> str:
    """The category whose words are found most; longer words count more; none found means `other`."""
    return heaviest(text, categories, OTHER)


def heaviest(text: str, listed: Sequence[Words], otherwise: str) -> str:
    """The code whose words weigh most; of equals the one that stands first."""
    lowered = text.lower()
    best, best_weight = otherwise, 0
    for one in listed:
        found = weight(lowered, one.words)
        if found > best_weight:
            best, best_weight = one.code, found
    return best


@lru_cache(maxsize=8192)
def weight(lowered: str, words: tuple[str, ...]) -> int:
    """How many letters of the text these words cover; English ones count as whole words only, so no car is in care.

    What is drawn, corrected and submitted is weighed each time anew, so the last few answers are kept.
    """
    by_first, english = _sorted(words)
    likely = [word for letter in by_first.keys() & set(lowered) for word in by_first[letter]]
    found = sum([len(word) * lowered.count(word) for word in likely])
    if english is None or not _LATIN.search(lowered):
        return found
    return found + sum(len(match) for match in english.findall(lowered))


@cache
def _sorted(words: tuple[str, ...]) -> tuple[Mapping[str, list[str]], re.Pattern[str] | None]:
    """Chinese words by their first character, English ones as one pattern that takes a plural too."""
    lowered = [word.lower() for word in words]
    latin = sorted((re.escape(word) for word in lowered if word.isascii()), key=len, reverse=True)
    pattern = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(latin)})(?=(?:e?s)?(?![a-z0-9]))") if latin else None
    by_first: dict[str, list[str]] = {}
    for word in lowered:
        if not word.isascii():
            by_first.setdefault(word[0], []).append(word)
    return by_first, pattern


def fits(rule: Rule, asked: Asked) -> bool:
    return (
        _in(asked.category, rule.categories) and _in(asked.kind, rule.kinds) and _in(asked.source, rule.sources)
        and _in(asked.compound, rule.compounds) and _in(asked.building, rule.buildings)
        and (not rule.cells or any(cell.code in rule.cells for cell in asked.chain))
        and in_force(rule, asked.date)
    )


def in_force(rule: Rule, date: str) -> bool:
    return rule.since <= date and (not rule.until or date <= rule.until)


def _in(value: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or value in wanted


def route(rules: Sequence[Rule], asked: Asked, targets: Targets) -> Route:
    """The first row that fits decides. What is gone, and what the door has nothing of, goes to the desk."""
    unit = ""
    for rule in rules:
        if not fits(rule, asked):
            continue
        unit = unit or rule.unit
        if not rule.names_only_unit:
            return _decide(rule, unit, asked.chain, targets)
    raise ValueError("the last rule takes everything")


def _decide(rule: Rule, unit: str, chain: Sequence[Cell], targets: Targets) -> Route:
    unit_id = targets.units.get(unit)
    cell, why = _target(rule, chain, targets)
    if unit and unit_id is None:
        cell, why = None, "gone_unit"
    seen = chain[: 1 + chain.index(cell)] if cell in chain else chain
    looked = tuple(one.id for one in seen)
    if cell is None:
        return Route(chain[-1].id, rule.name, True, why, looked, unit_id)
    return Route(cell.id, rule.name, False, why, looked, unit_id)


def _target(rule: Rule, chain: Sequence[Cell], targets: Targets) -> tuple[Cell | None, str]:
    if rule.cell:
        found = targets.cells.get(rule.cell)
        return found, "cell" if found else "gone_cell"
    if rule.level == DESK:
        return chain[-1], "desk"
    found = next((cell for cell in chain if cell.level == rule.level), None)
    return found, "level" if found else "no_level"


def past_vacancies(decided: Route, ladder: Sequence[tuple[CellId, bool]]) -> Route:
    """Where nobody answers for the cell now, the next one up that has somebody; `ladder` begins with the cell."""
    if not ladder or ladder[0][1]:
        return decided
    for cell_id, staffed in ladder:
        if staffed:
            return decided._replace(cell_id=cell_id, why="vacant", looked=(*decided.looked, cell_id))
    return decided


def above(chain: Sequence[Cell], round_: int) -> CellId:
    """Who gets what was not solved: the next tier the first time, the desk from the second time on."""
    if round_ > 1 or len(chain) == 1:
        return chain[-1].id
    return chain[1].id
