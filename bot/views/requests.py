"""The resident's page, and lists of requests."""

from typing import NamedTuple

from bot.views.media import counted
from bot.views.page import Button, Line, line
from domain.kinds import ONLY_HEARD
from domain.requests import Request, State


class Story(NamedTuple):
    """What there is to say about a request, already allowed for its reader."""

    request: Request
    words: str
    place: str
    cell: str
    holder: str | None
    resolution: str | None
    grade: int | None
    phone: str | None = None
    media: tuple[str, ...] = ()
    offered: str | None = None
    followers: int = 0
    subject: str | None = None
    relative: str | None = None


def matter(request: Request) -> str:
    """What it is called among others: its category, else what somebody wanted to say: a suggestion, a thanks."""
    return request.kind if request.category == "other" and request.kind != "report" else request.category


def request_button(request: Request, key: str = "button.one_request") -> Button:
    """Opens its page."""
    return Button(key, "my_page", request.id, 0, {
        "number": request.number, "category": matter(request), "state_key": f"state_short.{request.state}"})


def filed_key(request: Request) -> str:
    """What the filer is told: who has it, or that a thanks, a wish or a complaint goes another way."""
    if request.sensitive:
        return "request.filed_private"
    return f"request.filed_{request.kind}" if request.kind in ONLY_HEARD else "request.filed"


def state_key(request: Request) -> str:
    """Where it stands; a thanks or a wish is not closed but heard."""
    heard = request.kind in ONLY_HEARD and request.state is State.CLOSED
    return f"card.heard_{request.kind}" if heard else f"state.{request.state}"


def said(story: Story) -> list[Line]:
    """The words, and how much was sent besides them."""
    return [*([line("card.words", words=story.words)] if story.words else []), *counted(story.media)]


def standing(story: Story) -> Line:
    request = story.request
    if request.kind in ONLY_HEARD and request.state is State.CLOSED:
        return line(state_key(request))
    if request.state is State.CLAIMED and story.holder:
        return line("card.claimed", holder=story.holder, held_at=request.held_since_at, cell=story.cell)
    if request.state is State.OPEN and story.offered:
        return line("card.offered", holder=story.offered, cell=story.cell)
    return line(f"card.{request.state}", cell=story.cell, held_at=request.held_since_at)


def resident_buttons(request: Request) -> tuple[tuple[Button, ...], ...]:
    if request.state is State.RESOLVED:
        return ((Button("button.solved", "solved", request.id, request.generation),
                 Button("button.unsolved", "unsolved", request.id, request.generation)),)
    return ()
