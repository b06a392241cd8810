"""Loads the question how it went."""

from bot.actions.request_pages import story
from bot.drawing import Reader, view
from bot.views import ratings as pages
from bot.views.page import Page
from domain.ids import RequestId
from storage import requests
from storage.views import View


@view("rating")
async def rating(reader: Reader, shown: View) -> Page | None:
    request = await requests.get_request(reader.tx, RequestId(shown.subject_id))
    return pages.rating(await story(reader, request, private=False)) if request else None
