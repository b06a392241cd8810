"""The resident's own pages: a list that is turned, and one request with where it stands."""

from typing import NamedTuple

from bot.views.page import Button, Line, Page, grid, line
from bot.views.requests import Story, matter, request_button, resident_buttons, said, standing
from domain.ids import PersonId
from domain.kinds import ONLY_HEARD
from domain.requests import ENDED, HELD, Request, State

PER_PAGE = 8
_NEXT = {State.RESOLVED: "resolved_other", **dict.fromkeys(ENDED, "over")}
_WITHDRAWN_FROM = {State.OPEN, State.CLAIMED}


class Progress(NamedTuple):
    """Since when whoever has it has had it, what has happened when, and what is promised for this round."""

    since_at: int
    told: list[Line]
    promised: list[Line]


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


def one(story: Story, went: Progress, *, by_filer: bool, hurry: bool, rates: bool) -> Page:
    """Who has it since when, what has happened, what is promised and what comes next; after half of the time 催一催."""
    request = story.request
    lines = [
        line("mine.title", number=request.number, category=matter(request)), *said(story),
        _state(story, went.since_at), *went.told, *went.promised, _next(story, rates=rates),
    ]
    own = []
    if request.state not in ENDED:
        own.append(Button("button.add", "add", request.id))
    if by_filer and request.state in _WITHDRAWN_FROM:
        own.append(Button("button.withdraw", "withdraw", request.id, request.generation))
    rows = list(resident_buttons(request)) if rates else []
    if hurry:
        rows.append((Button("button.hurry", "hurry", request.id),))
    return Page(tuple(lines), (*rows, *([tuple(own)] if own else [])))


def _state(story: Story, since_at: int) -> Line:
    request = story.request
    if request.kind in ONLY_HEARD and request.state is State.CLOSED:
        return standing(story)
    key = "offered" if request.state is State.OPEN and story.offered else request.state
    return line(f"mine.state.{key}", holder=story.holder or story.offered or story.cell, cell=story.cell,
                since_at=since_at if request.state in {State.OPEN, *HELD} else request.held_since_at)


def _next(story: Story, *, rates: bool) -> Line:
    request = story.request
    key = request.state if rates and request.state is State.RESOLVED else _NEXT.get(request.state, request.state)
    return line(f"mine.next.{key}", cell=story.cell, resume_at=request.resume_at)


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
