"""Puts people with accounts into the example community: they take over posts and homes that it has anyway."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

Row = tuple[object, ...]
Rows = dict[str, list[Row]]


class Staff(NamedTuple):
    """Somebody with a post; without a phone the one of the predecessor stays."""

    name: str
    post: str
    cell: str
    telegram_id: int
    phone: str = ""


class Relative(NamedTuple):
    """Somebody to reach in an elder's place."""

    name: str
    relation: str
    phone: str


class Home(NamedTuple):
    """Somebody who lives alone, and who cares for them."""

    name: str
    phone: str = ""
    tags: str = ""
    relatives: Sequence[Relative] = ()


class Known(NamedTuple):
    """All of them, the work groups by the codes of their cells, and names and phones by handling units."""

    staff: Sequence[Staff] = ()
    homes: Sequence[Home] = ()
    groups: Mapping[str, int] = {}
    contacts: Mapping[str, tuple[str, str]] = {}


def introduce(rows: Rows, known: Known) -> None:
    """Write them into the sheets."""
    rows["网格"] = [(*row[:4], known.groups.get(str(row[0]), row[4])) for row in rows["网格"]]
    rows["承办单位"] = [
        (*row[:2], *known.contacts.get(str(row[0]), row[2:4]), *row[4:]) for row in rows["承办单位"]
    ]
    for one in known.staff:
        _employ(rows["人员"], one)
    _settle(rows, known.homes)


def _employ(rows: list[Row], one: Staff) -> None:
    """In the place of somebody with this post who has no account, else as one more."""
    place = next((n for n, row in enumerate(rows) if row[2:4] == (one.post, one.cell) and not row[5]), None)
    phone = one.phone or ("" if place is None else rows[place][1])
    row = (one.name, phone, one.post, one.cell, "", one.telegram_id)
    if place is None:
        rows.append(row)
    else:
        rows[place] = row


def _settle(rows: Rows, homes: Sequence[Home]) -> None:
    """At the first doors behind which nobody holds a post or lives alone and old already."""
    taken = dict(zip(_free_doors(rows), homes, strict=False))
    if len(taken) < len(homes):
        raise ValueError("the community has not enough homes for them")
    kept: list[Row] = []
    for row in rows["住户"]:
        home = taken.get(row[1:5])
        if home is None:
            kept.append(row)
        elif kept[-1:] != [written := (*row[:5], home.name, home.phone, home.tags)]:
            kept.append(written)
    rows["住户"] = kept
    for door, home in taken.items():
        for order, one in enumerate(home.relatives, 1):
            rows["家属联系人"].append((*door, home.name, one.name, one.relation, one.phone, order))


def _free_doors(rows: Rows) -> list[Row]:
    posts = {row[:2] for row in rows["人员"]}
    busy = {row[1:5] for row in rows["住户"] if row[5:7] in posts or row[7]}
    return list(dict.fromkeys(row[1:5] for row in rows["住户"] if row[1:5] not in busy))
