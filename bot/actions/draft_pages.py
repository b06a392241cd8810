"""Loads what somebody sees of their own draft."""

from collections.abc import Mapping
from typing import Any

from bot.actions.people import door
from bot.drawing import Reader, page, view
from bot.views import drafts as pages
from bot.views.page import Page
from domain.ids import DraftId
from storage import drafts, grid, notes
from storage.views import View


@view("draft")
async def draft(reader: Reader, shown: View) -> Page | None:
    found = await drafts.get_draft(reader.tx, DraftId(shown.subject_id))
    if found is None:
        return None
    if found.state != "open":
        return pages.closed_draft(found.state)
    written = await notes.list_notes(reader.tx, "draft", found.id)
    words = "\n".join(note.words for note in written if note.words)
    media = [note.media for note in written if note.media]
    place = await grid.get_place(reader.tx, found.household_id) if found.household_id else None
    written_place = door(place) if place else None
    return pages.draft(words, media, found.category or "other", written_place, found.id, found.generation)


@page("draft.pick_category")
async def pick_category(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return pages.categories([category.code for category in reader.settings.categories], facts["draft_id"])
