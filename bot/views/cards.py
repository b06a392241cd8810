"""A request in the work group."""

from bot.views.page import Button, Page, line
from bot.views.requests import Story, said, standing
from domain.requests import Request, State


def card(story: Story, due_at: int | None = None, *, needs_help: bool = False) -> Page:
    """What the work group sees: number, category, building, state; never a door, a name or a number to call.

    Nobody is late in front of others: what has run out says 需要协助.
    """
    request = story.request
    lines = [
        line("card.title", number=request.number, category=request.category),
        line("card.place", place=story.place),
        line("card.filed", filed_at=request.filed_at),
        *said(story),
        *([line("card.followers", count=story.followers)] if story.followers else []),
        standing(story),
        *([line("card.promised", due_at=due_at)] if due_at is not None and not needs_help else []),
    ]
    if request.round > 1:
        lines.insert(1, line("card.again", round=request.round))
    if needs_help:
        lines.append(line("card.needs_help"))
    rows: tuple[tuple[Button, ...], ...] = ()
    if request.state is State.OPEN:
        label, act = ("button.accept", "accept") if story.offered else ("button.claim", "claim")
        rows = ((Button(label, act, request.id, request.generation),),)
    elif request.state is State.CLAIMED:
        rows = (
            (Button("button.progress", "progress", request.id, request.generation),
             Button("button.resolve", "resolve", request.id, request.generation)),
        )
    return Page(tuple(lines), rows)


def moved_card(request: Request, cell: str, *, in_group: bool = True) -> Page:
    """What stays in the old group when a request has moved up, or when cards have left the group."""
    title = line("card.title", number=request.number, category=request.category)
    return Page((title, line("card.moved", cell=cell) if in_group else line("card.in_private")))
