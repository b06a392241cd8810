"""Posts and what they allow: authority follows from a post on the line between a door and the community."""

import re
from typing import NamedTuple

from domain.ids import CellId, PersonId

STAFF_ACTS = frozenset({"claim", "release", "progress", "resolve"})
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


def may_bind(posts: list[Post], chain: set[CellId]) -> bool:
    """Leaders and the office give a cell its group: from their own cell downwards."""
    return any(post.role in LEADERS and post.cell_id in chain for post in posts)


def may_handle(posts: list[Post], line: set[CellId]) -> bool:
    """`line` is the request's cell, what is above it and what is below it."""
    return any(post.cell_id in line for post in posts)
