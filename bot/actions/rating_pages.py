"""Loads the question how it went."""

from bot.actions import asking, custody
from bot.actions.request_pages import story
from bot.drawing import Reader, view
from bot.views import ratings as pages
from bot.views.page import Page
from bot.views.ratings import Answer, Call
from domain.ids import RequestId
from domain.requests import Request
from storage import people, ratings, requests
from storage import rating_asks as asks
from storage.rating_asks import Ask
from storage.views import View


@view("rating")
async def rating(reader: Reader, shown: View) -> Page | None:
    request = await requests.get_request(reader.tx, RequestId(shown.subject_id))
    if request is None:
        return None
    ask = await asks.find_ask(reader.tx, request.id)
    again = ask is not None and ask.state == "repeated"
    call = await _call(reader, request, ask)
    told = await story(reader, request, private=False)
    return pages.rating(told, await _answer(reader, request), again=again, call=call,
                        promised=await custody.promise(reader, request))


async def _answer(reader: Reader, request: Request) -> Answer | None:
    found = await ratings.find_rating(reader.tx, request.id)
    if found is None:
        return None
    return Answer(found.solved, found.grade, await ratings.list_reasons(reader.tx, request.id, found.round))


async def _call(reader: Reader, request: Request, ask: Ask | None) -> Call | None:
    """The gate is asked again: a name and a number for the one who is to call, while it is to be asked."""
    if ask is None or ask.caller_id is None or ask.caller_id != reader.person_id:
        return None
    person = await people.get_person(reader.tx, asking.voice(request))
    return Call(person.name or "", person.phone, ask.tries)


async def calls(reader: Reader) -> Page:
    """What the reader is to ask at the next routine calls: a line and a button for each; empty where there is none."""
    if reader.person_id is None:
        return Page(())
    found = [await requests.get_request(reader.tx, one.request_id)
             for one in await asks.list_calls(reader.tx, reader.person_id)]
    return pages.calls([one for one in found if one is not None])
