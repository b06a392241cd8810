"""Loads what the office reads of a workbook before it is taken, and what came of it."""

from collections.abc import Mapping
from typing import Any

from bot.actions.headings import CHOICES
from bot.drawing import Reader, page, view
from bot.views import registers as pages
from bot.views.page import Page
from bot.workbook import Unknown
from bot.workbook import headings as headings_of
from storage import registers as table
from storage.views import View


@view("register")
async def preview(reader: Reader, shown: View) -> Page | None:
    found = await table.get_register(reader.tx, shown.subject_id)
    if found is None or found.person_id != reader.person_id:
        return None
    asked, named = found.read.get("unknown", ()), found.read.get("named", 0)
    if found.state != "ready" or not asked:
        return pages.preview(found.id, found.state, found.read)
    if named == len(asked):
        return pages.reading()
    one = Unknown(*asked[named])
    fields = [headings_of.name(one.key, field, reader.language) for field in one.free]
    return pages.heading(found.id, one.sheet, one.heading, fields, named * CHOICES, len(asked) - named)


@page("register.taken")
async def told(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return pages.taken(facts)
