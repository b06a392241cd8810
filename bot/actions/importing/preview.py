"""What a workbook would do to the register, before it does it: the same for the chat and for the command line."""

from collections.abc import Mapping
from typing import Any

from bot.actions.importing.settings import wrong_kinds
from bot.settings import Settings
from bot.workbook import Problem, Workbook
from domain.ids import CellId, CommunityId
from storage import danger
from storage.database import Transaction

_SHEETS = (
    "cells", "buildings", "people", "households", "contacts", "units", "programmes", "routes", "answers", "facts",
    "shifts",
)


async def preview(
    tx: Transaction, book: Workbook, settings: Settings, community_id: CommunityId | None
) -> dict[str, Any]:
    """Rows by sheet, sheets that were known by their headings, emergency numbers that end or are not there to end."""
    phones = [row for row in book.emergency if not wrong_kinds(settings, row)]
    ended = [row.name for row in phones if not row.phone]
    known = {one.name for one in await danger.list_phones(tx, community_id)} if ended and community_id else set()
    counts = {name: len(getattr(book, name)) for name in _SHEETS} | {"emergency": len(phones) - len(ended)}
    return {"sheets": {name: count for name, count in counts.items() if count}, "guessed": book.guessed,
            "dropped": [one for one in ended if one in known], "missing": [one for one in ended if one not in known]}


def wrong_phones(book: Workbook, settings: Settings) -> list[Problem]:
    return [one for row in book.emergency for one in wrong_kinds(settings, row)]


def community_of(book: Workbook, known: Mapping[str, tuple[CellId, CommunityId]]) -> CommunityId | None:
    """Where rows without a cell go: the one whose cells are in the workbook, else the only one that there is."""
    found = {known[code][1] for code in [row.code for row in book.cells] or known if code in known}
    return found.pop() if len(found) == 1 else None
