"""Loads what a work group sees of a request: never a door, a name or a number to call."""

from bot.actions.request_pages import story
from bot.drawing import Reader, view
from bot.views import cards as pages
from bot.views.page import Page
from domain.ids import BotId, ChatId, RequestId
from domain.requests import Request
from storage import grid, promises, requests
from storage.views import View


@view("request")
async def card(reader: Reader, shown: View) -> Page | None:
    request = await requests.get_request(reader.tx, RequestId(shown.subject_id))
    if request is None or (request.sensitive and shown.chat_id < 0):
        return None
    if shown.chat_id < 0 and shown.chat_id != await where(reader, shown.bot_id, request):
        return pages.moved_card(request, (await grid.get_cell(reader.tx, request.cell_id)).name)
    needs_help = await promises.needs_help(reader.tx, request.id)
    return pages.card(await story(reader, request, private=False), needs_help=needs_help)


async def where(reader: Reader, bot_id: BotId, request: Request) -> ChatId | None:
    """The group in which the request's card belongs now."""
    for cell in await grid.list_chain(reader.tx, request.cell_id):
        chat_id = await grid.get_chat_of(reader.tx, bot_id, cell.id)
        if chat_id is not None:
            return chat_id
    return None
