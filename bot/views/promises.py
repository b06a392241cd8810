"""What is said in private when a promise has run out."""

from bot.views.page import Button, Page, line
from domain.promises import EXTENSIONS, Promise
from domain.requests import Request, State


def nudge(request: Request, place: str, promise: Promise) -> Page:
    """Of the two clocks only the one that has run out: weeks may be left for the other."""
    key = "promise.nudge_open" if request.state is State.OPEN else "promise.nudge"
    told = line(key, number=request.number, category=request.category, place=place, **_clock(promise))
    return Page((told,), ((Button("button.open_this", "open_page", request.id),),))


def oversee(request: Request, place: str, promise: Promise, holder: str | None, transfer: int) -> Page:
    """`transfer` is the face of the private page on which somebody else is chosen."""
    key = "promise.oversee" if holder else "promise.oversee_open"
    told = line(key, number=request.number, category=request.category, place=place, holder=holder, **_clock(promise))
    return Page((told,), (
        (Button("button.custody", "custody", request.id), Button("button.reassign", "panel", request.id, transfer)),
        (Button("button.extend", "extend", request.id),),
    ))


def _clock(promise: Promise) -> dict[str, str | int]:
    return {"clock_key": f"promise.clock_{promise.clock}", "due_at": promise.due_at}


def arrived(request: Request, place: str) -> Page:
    told = line("promise.arrived", number=request.number, category=request.category, place=place)
    return Page((told,), ((Button("button.claim", "claim", request.id, request.generation),
                           Button("button.custody", "custody", request.id)),))


def how_long(request: Request) -> Page:
    """The number of working days stands where the generation would."""
    days = tuple(Button("button.extend_by", "extend_by", request.id, count, {"count": count}) for count in EXTENSIONS)
    return Page((line("promise.how_long", number=request.number),), (days,))
