"""Which rows of a rule table can never be reached, because the rows above take everything that they would."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain.routing import Rule

_FIELDS = ("categories", "kinds", "sources", "compounds", "buildings")


class _Set(NamedTuple):
    """These values, or all but these."""

    values: frozenset[str]
    all_but: bool = False

    @property
    def empty(self) -> bool:
        return not self.all_but and not self.values

    def minus(self, other: "_Set") -> "_Set":
        return self.meet(_Set(other.values, not other.all_but))

    def meet(self, other: "_Set") -> "_Set":
        if self.all_but and other.all_but:
            return _Set(self.values | other.values, True)
        if self.all_but:
            return _Set(other.values - self.values)
        return _Set(self.values - other.values if other.all_but else self.values & other.values)


_Box = tuple[_Set, ...]


def unreachable(rules: Sequence[Rule], below: Mapping[str, frozenset[str]] | None = None) -> list[int]:
    """The places in the table of rows that nothing can reach. `below` tells which cells lie in a cell."""
    boxes = [_box(rule, below or {}) for rule in rules]
    return [n for n, rule in enumerate(rules) if _covered(boxes[n], [
        boxes[m] for m in range(n) if not rules[m].names_only_unit and _outlasts(rules[m], rule)
    ])]


def takes_all(rule: Rule) -> bool:
    return not (rule.names_only_unit or rule.since or rule.until or rule.cells) and not any(
        getattr(rule, field) for field in _FIELDS
    )


def _box(rule: Rule, below: Mapping[str, frozenset[str]]) -> _Box:
    cells = frozenset().union(*(below.get(code, frozenset()) | {code} for code in rule.cells))
    wanted = [frozenset(getattr(rule, field)) for field in _FIELDS]
    return tuple(_Set(values, not values) for values in (*wanted, cells))


def _outlasts(earlier: Rule, later: Rule) -> bool:
    """Whether the earlier row is in force whenever the later one is."""
    ends = not earlier.until or (later.until != "" and later.until <= earlier.until)
    return earlier.since <= later.since and ends


def _covered(box: _Box, others: Sequence[_Box]) -> bool:
    left = [box]
    for other in others:
        left = [piece for one in left for piece in _subtract(one, other)]
    return not left


def _subtract(box: _Box, other: _Box) -> list[_Box]:
    """What remains of the box, as boxes that do not overlap."""
    pieces: list[_Box] = []
    rest = list(box)
    for n, taken in enumerate(other):
        outside = rest[n].minus(taken)
        if not outside.empty:
            pieces.append((*rest[:n], outside, *rest[n + 1 :]))
        rest[n] = rest[n].meet(taken)
        if rest[n].empty:
            return [box]
    return pieces
