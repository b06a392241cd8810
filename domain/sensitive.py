"""What never hangs in a group: complaints, tip-offs, neighbours' quarrels, and whatever speaks of a member of staff.

It goes in private to the next person up who is not its subject.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from domain.ids import PersonId
from domain.routing import Words, weight

ALWAYS = frozenset({"complaint", "tip_off"})
_RANKS = {"grid_member": 1, "grid_leader": 2, "office": 3}
_SHORTEST = 2
_YOUR = ("your ", "our ")
_YOURS = ("你们", "你们的", "我们", "我们的", "这个", "那个")


class Signs(Protocol):
    """The words of the configuration."""

    @property
    def categories(self) -> tuple[str, ...]: ...
    @property
    def neighbours(self) -> tuple[str, ...]: ...
    @property
    def quarrels(self) -> tuple[str, ...]: ...
    @property
    def dangers(self) -> tuple[str, ...]: ...


class Staff(NamedTuple):
    """A member of staff as people speak of them."""

    person_id: PersonId
    name: str
    roles: frozenset[str]


class Standing(NamedTuple):
    """A post on the line from the request's cell to the community: how far up, and as what."""

    person_id: PersonId
    depth: int
    role: str
    present: bool = True

    @property
    def height(self) -> tuple[int, int]:
        return self.depth, _RANKS.get(self.role, 0)


def is_sensitive(
    kind: str, category: str, text: str, signs: Signs, *, names_staff: bool, dangers: Sequence[str] = ()
) -> bool:
    """`dangers` are the kinds that it speaks of: a fire at the neighbour's is no quarrel, violence is."""
    if kind == "praise":
        return False
    if kind in ALWAYS or names_staff:
        return True
    return (not dangers or any(one in signs.dangers for one in dangers)) and _quarrels(category, text.lower(), signs)


def _quarrels(category: str, lowered: str, signs: Signs) -> bool:
    pointed = category in signs.categories and weight(lowered, signs.neighbours) > 0
    return pointed or weight(lowered, signs.quarrels) > 0


def named_staff(text: str, staff: Sequence[Staff], titles: Sequence[Words]) -> set[PersonId]:
    """By full name, or by surname and title: 李网格员."""
    words = {title.code: title.words for title in titles}
    lowered = text.lower()
    return {one.person_id for one in staff if _named(lowered, one, words)}


def _named(lowered: str, one: Staff, words: Mapping[str, tuple[str, ...]]) -> bool:
    name = one.name.strip().lower()
    if len(name) < _SHORTEST:
        return False
    if name.isascii():
        return re.search(rf"\b{re.escape(name)}\b", lowered) is not None
    titles = (title for role in one.roles for title in words.get(role, ()) if not title.isascii())
    return name in lowered or any(name[0] + title in lowered for title in titles)


def pointed_roles(text: str, kind: str, titles: Sequence[Words]) -> set[str]:
    """Roles that are meant without a name: 你们网格员, your grid member; in a complaint the title alone is enough."""
    lowered = text.lower()
    found = set()
    for title in titles:
        if weight(lowered, title.words if kind in ALWAYS else _pointing(title.words)):
            found.add(title.code)
    return found


@cache
def _pointing(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(whose + word for word in words for whose in (_YOUR if word.isascii() else _YOURS))


def recipients(
    standings: Sequence[Standing], named: Collection[PersonId], filer_id: PersonId, start: int
) -> list[PersonId]:
    """The lowest who stand above everybody it speaks of, whoever is there first; at the top, others of the same height.

    `start` is how far up the request's own cell is.
    """
    bar = _bar(standings, named, start)
    free = [one for one in standings if one.person_id not in {*named, filer_id}]
    over = _over(_heights([one for one in free if one.present]), bar) or _over(_heights(free), bar)
    over = over or {person: height for person, height in _heights(free).items() if height == bar}
    lowest = min(over.values(), default=None)
    return [person for person, height in over.items() if height == lowest]


def may_know(standings: Sequence[Standing], named: Collection[PersonId], start: int, person_id: PersonId) -> bool:
    """Whether somebody stands above everybody it speaks of, or beside them where nobody is above."""
    bar, heights = _bar(standings, named, start), _heights(standings)
    if person_id in named or person_id not in heights:
        return False
    others = {person: height for person, height in heights.items() if person not in named}
    return heights[person_id] > bar or (heights[person_id] == bar and not _over(others, bar))


def _bar(standings: Sequence[Standing], named: Collection[PersonId], start: int) -> tuple[int, int]:
    heights = _heights([one for one in standings if one.person_id in named])
    return max([*heights.values(), (start, -1)])


def _over(heights: Mapping[PersonId, tuple[int, int]], bar: tuple[int, int]) -> dict[PersonId, tuple[int, int]]:
    return {person: height for person, height in heights.items() if height > bar}


def _heights(standings: Sequence[Standing]) -> dict[PersonId, tuple[int, int]]:
    """Everybody at the highest of their posts."""
    heights: dict[PersonId, tuple[int, int]] = {}
    for one in standings:
        heights[one.person_id] = max(heights.get(one.person_id, one.height), one.height)
    return heights
