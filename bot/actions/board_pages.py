"""Loads the board of what is open and the digests of a burst: what a group may see, never a door or a resident."""

from collections.abc import Mapping
from typing import Any

from bot.actions import access
from bot.actions.names import staff_name
from bot.actions.request_pages import place_of
from bot.drawing import Reader, page, view
from bot.views import boards as pages
from bot.views.boards import Entry
from bot.views.page import Page
from domain.ids import CellId, ChatId
from domain.requests import Request
from storage import bindings, boards, grid, promises, views
from storage.views import View

_MOST = 500
_LINES = 30


@view("board")
async def board(reader: Reader, shown: View) -> Page | None:
    bound = [one for one in await bindings.list_bindings(reader.tx, shown.bot_id, shown.chat_id)
             if one.topic_id == shown.topic_id and not one.stopped]
    if not bound:
        return pages.taken_down()
    cells = [(await grid.get_cell(reader.tx, one.cell_id)).name for one in bound]
    found = await boards.list_open_here(reader.tx, shown.bot_id, shown.chat_id, _MOST, shown.topic_id)
    entries = [await _entry(reader, one.request, shown) for one in found[:_LINES]]
    return pages.board("、".join(cells), entries, len(found), reader.now)


@page("board.of_cell")
async def of_cell(reader: Reader, facts: Mapping[str, Any]) -> Page:
    """The same list in private: what nobody has and what is one's own can be opened."""
    cell = await grid.get_cell(reader.tx, CellId(facts["cell_id"]))
    if reader.person_id is None or not await access.handles(reader.tx, reader.person_id, cell.id):
        return pages.taken_down()
    found = await boards.list_open_below(reader.tx, cell.id, _MOST)
    entries = [await _told(reader, request) for request in found[:_LINES]]
    return pages.in_private(cell.name, entries, len(found), reader.now, reader.person_id)


@view("digest")
async def digest(reader: Reader, shown: View) -> Page | None:
    bound = await bindings.list_bindings(reader.tx, shown.bot_id, shown.chat_id)
    if all(one.stopped for one in bound):
        return pages.taken_down()
    lines = await boards.list_lines(reader.tx, shown.subject_id)
    return pages.digest([await _entry(reader, one, shown) for one in lines if not one.sensitive])


async def _entry(reader: Reader, request: Request, shown: View) -> Entry:
    card = await views.find_view(reader.tx, shown.bot_id, shown.chat_id, "request", request.id)
    return await _told(reader, request, _address(shown.chat_id, card.message_id) if card and card.message_id else None)


async def _told(reader: Reader, request: Request, address: str | None = None) -> Entry:
    return Entry(
        request, await place_of(reader, request),
        await staff_name(reader, request.holder_id) if request.holder_id else None, address,
        await staff_name(reader, request.offered_to_id) if request.offered_to_id else None,
        await promises.needs_help(reader.tx, request.id),
    )


def _address(chat_id: ChatId, message_id: int) -> str | None:
    """Only messages of supergroups have one: t.me/c/<id without -100>/<message>."""
    figures = str(chat_id)
    return f"https://t.me/c/{figures[4:]}/{message_id}" if figures.startswith("-100") else None
