"""Posts and what they allow: authority follows from a post on the line between a door and the community."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from domain.ids import CellId, PersonId

STAFF_ACTS = frozenset({
    "claim", "release", "progress", "resolve", "contacted", "ask", "transfer", "hold", "resume", "hand_over", "street",
    "delegate", "invite", "decline", "merge", "look", "extend",
})
VOLUNTEERS = frozenset({"anchor"})
LEADERS = frozenset({"grid_leader", "office"})


def plain_phone(written: str) -> str:
    """Figures only, without China's country code: as Telegram shares it (8613…), or as people write it."""
    figures = re.sub(r"[\s()\-–—.]", "", written)
    return re.sub(r"^(?:\+86|0086|86(?=1[3-9]\d{9}$))", "", figures)


class Post(NamedTuple):
    """One post of one person in one cell."""

    person_id: PersonId
    cell_id: CellId
    role: str


class Duty(NamedTuple):
    """A post as it stands today: what it is for, and whether its holder is away and who stands in."""

    person_id: PersonId
    role: str
    categories: tuple[str, ...] = ()
    away: bool = False
    stand_in_id: PersonId | None = None


def on_duty(
    duties: Sequence[Duty], away: frozenset[PersonId] = frozenset(), category: str | None = None
) -> list[PersonId]:
    """Who answers now, each once: whose post names the category first; for somebody away their stand-in, if there."""
    ordered = sorted(duties, key=lambda duty: category is None or category not in duty.categories)
    present = [duty.stand_in_id if duty.away else duty.person_id for duty in ordered]
    return list(dict.fromkeys(one for one in present if one is not None and one not in away))


def leads(posts: list[Post], chain: set[CellId]) -> bool:
    """`chain` is a cell and what is above it: leaders set leave and give out posts from their cell downwards."""
    return any(post.role in LEADERS and post.cell_id in chain for post in posts)


def may_bind(posts: list[Post], chain: set[CellId]) -> bool:
    """Leaders and the office give a cell its group: from their own cell downwards."""
    return any(post.role in LEADERS and post.cell_id in chain for post in posts)


def may_handle(posts: list[Post], line: set[CellId]) -> bool:
    """`line` is the request's cell, what is above it and what is below it."""
    return any(post.cell_id in line for post in posts)
