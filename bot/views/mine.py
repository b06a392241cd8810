"""The resident's own pages: a list that is turned, and one request with where it stands."""

from bot.views.page import Button, Line, Page, grid, line
from bot.views.requests import Story, matter, request_button, resident_buttons, said, standing
from domain.ids import PersonId
from domain.requests import Request, State

PER_PAGE = 8
_OVER = {State.CLOSED, State.CANCELLED, State.MERGED, State.DECLINED}
_WITHDRAWN_FROM = {State.OPEN, State.CLAIMED}


def listing(found: list[Request], number: int, person_id: PersonId) -> Page:
    """One more than fits says that there is a next page."""
    if not found and number == 0:
        return Page((line("mine.none"),), menu=True)
    shown = found[:PER_PAGE]
    turns = [Button("button.previous", "my_list", number - 1)] if number else []
    turns += [Button("button.next", "my_list", number + 1)] if len(found) > PER_PAGE else []
    rows = (*grid([_entry(one, person_id) for one in shown], 1), *([tuple(turns)] if turns else []))
    return Page((line("mine.list", count=len(shown)),), rows)


def _entry(one: Request, person_id: PersonId) -> Button:
    return request_button(one, "button.one_request" if one.filer_id == person_id else "button.one_followed")


def one(story: Story, custody: list[Line], *, by_filer: bool, hurry: bool, rates: bool) -> Page:
    """Who has it, since when, and what has happened; after half of the time, 催一催."""
    request = story.request
    lines = [
        line("mine.title", number=request.number, category=matter(request)), *said(story), standing(story),
        *custody, *(line("mine.progress", words=words) for words in story.progress),
    ]
    if story.resolution:
        lines.append(line("mine.resolution", words=story.resolution))
    own = []
    if request.state not in _OVER:
        own.append(Button("button.add", "add", request.id))
    if by_filer and request.state in _WITHDRAWN_FROM:
        own.append(Button("button.withdraw", "withdraw", request.id, request.generation))
    rows = list(resident_buttons(request)) if rates else []
    if hurry:
        rows.append((Button("button.hurry", "hurry", request.id),))
    return Page(tuple(lines), (*rows, *([tuple(own)] if own else [])))


def followed(story: Story) -> Page:
    """What a neighbour may know: the matter, the building and where it stands, never what was said."""
    request = story.request
    lines = [
        line("mine.title", number=request.number, category=matter(request)), line("card.place", place=story.place),
        standing(story), *([line("mine.resolution", words=story.resolution)] if story.resolution else []),
    ]
    return Page(tuple(lines), ((Button("button.unfollow", "unfollow", request.id),),))


def no_more(request: Request) -> Page:
    return Page((line("mine.no_more", number=request.number),))
