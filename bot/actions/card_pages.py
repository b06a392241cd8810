"""Loads what a work group sees of a request: never a door, a name or a number to call."""

from bot.actions import boards
from bot.actions.request_pages import story
from bot.drawing import Reader, view
from bot.views import cards as pages
from bot.views.page import Page
from domain.ids import RequestId
from domain.requests import Request
from storage import boards as table
from storage import grid, promises, requests
from storage.views import View


@view("request")
async def card(reader: Reader, shown: View) -> Page | None:
    request = await requests.get_request(reader.tx, RequestId(shown.subject_id))
    if request is None or (request.sensitive and shown.chat_id < 0):
        return None
    if shown.chat_id < 0 and not await _belongs(reader, shown, request):
        in_group = await boards.home(reader.tx, shown.bot_id, request) is not None
        return pages.moved_card(request, (await grid.get_cell(reader.tx, request.cell_id)).name, in_group=in_group)
    needs_help = await promises.needs_help(reader.tx, request.id)
    promise = next((one for one in reversed(await promises.list_promises(reader.tx, request.id))
                    if one.state == "running"), None)
    return pages.card(await story(reader, request, private=False), promise.due_at if promise else None,
                      needs_help=needs_help)


async def _belongs(reader: Reader, shown: View, request: Request) -> bool:
    """Whether the request's card hangs in this group and topic now."""
    binding = await boards.home(reader.tx, shown.bot_id, request)
    if binding is None or shown.chat_id != binding.chat_id:
        return False
    if not binding.by_category:
        return True
    topic = await table.find_topic(reader.tx, shown.bot_id, shown.chat_id, request.category)
    return topic is None or topic[1] != "open" or topic[0] == shown.topic_id
