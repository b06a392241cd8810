"""Loads what people see of what they have filed, follow, or look after."""

from collections.abc import Mapping
from typing import Any

from bot.actions import access, asking, clocks, custody
from bot.actions.request_pages import story
from bot.drawing import Reader, page, view
from bot.views import mine as pages
from bot.views.page import Page
from domain.ids import RequestId
from storage import requests
from storage.views import View


@page("mine.list")
async def listing(reader: Reader, facts: Mapping[str, Any]) -> Page:
    assert reader.person_id is not None
    number = int(facts.get("page", 0))
    found = await requests.list_known_to(reader.tx, reader.person_id, pages.PER_PAGE + 1, number * pages.PER_PAGE)
    return pages.listing(found, number, reader.person_id)


@view("mine")
async def one(reader: Reader, shown: View) -> Page | None:
    request = await requests.get_request(reader.tx, RequestId(shown.subject_id))
    if request is None:
        return None
    told = await story(reader, request, private=False)
    if await access.may_see(reader.tx, request, reader.person_id):
        went = await custody.progress(reader, request)
        hurry = await clocks.may_hurry(reader.tx, reader.settings, request, reader.now)
        rates = (await asking.who(reader.tx, request)).rater_id == reader.person_id
        return pages.one(told, went, by_filer=reader.person_id == request.filer_id, hurry=hurry, rates=rates)
    follows = await access.may_hear(reader.tx, request, reader.person_id)
    return pages.followed(told) if follows else pages.no_more(request)
