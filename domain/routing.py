"""Where a request goes: category by words, then the cell by level, and why."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, Protocol

from domain.ids import CellId


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


class Rule(Protocol):
    """Requests of these categories (none means all) go to this level."""

    @property
    def name(self) -> str: ...
    @property
    def categories(self) -> tuple[str, ...]: ...
    @property
    def level(self) -> str: ...


class Route(NamedTuple):
    """The decision: the cell, the rule that decided, and whether it is the desk because nothing fitted."""

    cell_id: CellId
    rule: str
    to_desk: bool


OTHER = "other"


def classify(text: str, categories: Sequence[Words]) -> str:
    """The category whose words are found most; longer words count more; none found means `other`."""
    lowered = text.lower()
    best, best_score = OTHER, 0
    for category in categories:
        score = weight(lowered, category.words)
        if score > best_score:
            best, best_score = category.code, score
    return best


def weight(lowered: str, words: tuple[str, ...]) -> int:
    """How many letters of the text these words cover; English ones count as whole words only, so no car is in care."""
    chinese, english = _sorted(words)
    found = sum(len(word) * lowered.count(word) for word in chinese)
    return found + (sum(len(match) for match in english.findall(lowered)) if english else 0)


@cache
def _sorted(words: tuple[str, ...]) -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    """Chinese words as they are, English ones as one pattern that takes a plural too."""
    lowered = [word.lower() for word in words]
    latin = sorted((re.escape(word) for word in lowered if word.isascii()), key=len, reverse=True)
    pattern = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(latin)})(?=(?:e?s)?(?![a-z0-9]))") if latin else None
    return tuple(word for word in lowered if not word.isascii()), pattern


def route(rules: Sequence[Rule], category: str, chain: Sequence[Cell]) -> Route:
    """`chain` leads from the door's cell up to the community; the desk is its end."""
    rule = next(rule for rule in rules if not rule.categories or category in rule.categories)
    for cell in chain:
        if cell.level == rule.level:
            return Route(cell.id, rule.name, to_desk=False)
    return Route(chain[-1].id, rule.name, to_desk=True)


def above(chain: Sequence[Cell], round_: int) -> CellId:
    """Who gets what was not solved: the next tier the first time, the desk from the second time on."""
    if round_ > 1 or len(chain) == 1:
        return chain[-1].id
    return chain[1].id
