"""Drafts, cards, the holder's page, the resident's page and the question how it went."""

from typing import NamedTuple

from bot.views.page import Button, Line, Page, grid, line
from domain.requests import GRADES, Request, State


class Story(NamedTuple):
    """What there is to say about a request, already allowed for its reader."""

    request: Request
    words: str
    place: str
    cell: str
    holder: str | None
    progress: list[str]
    resolution: str | None
    grade: int | None
    phone: str | None = None


def draft(words: str, category: str, place: str | None, draft_id: int, generation: int) -> Page:
    lines = [line("draft.title"), line("draft.words", words=words), line("draft.category", category=category)]
    lines.append(line("draft.place", place=place) if place else line("draft.no_place"))
    lines.append(line("draft.ask"))
    rows = (
        (Button("button.submit", "submit", draft_id, generation),),
        (Button("button.correct", "pick_category", draft_id, generation),
         Button("button.discard", "discard", draft_id, generation)),
    )
    return Page(tuple(lines), rows)


def categories(codes: list[str], draft_id: int) -> Page:
    """Which one is it? The place in the list stands where the generation would."""
    buttons = [Button("button.category", "set_category", draft_id, n, {"category": code})
               for n, code in enumerate(codes)]
    return Page((line("draft.pick_category"),), grid(buttons, 2))


def closed_draft(state: str) -> Page:
    return Page((line(f"draft.{state}"),))


def card(story: Story) -> Page:
    """What the work group sees: number, category, building, state; never a door, a name or a number to call."""
    request = story.request
    lines = [
        line("card.title", number=request.number, category=request.category),
        line("card.place", place=story.place),
        line("card.filed", filed_at=request.filed_at),
        line("card.words", words=story.words),
        _standing(story),
    ]
    if request.round > 1:
        lines.insert(1, line("card.again", round=request.round))
    rows: tuple[tuple[Button, ...], ...] = ()
    if request.state is State.OPEN:
        rows = ((Button("button.claim", "claim", request.id, request.generation),),)
    elif request.state is State.CLAIMED:
        rows = (
            (Button("button.progress", "progress", request.id, request.generation),
             Button("button.resolve", "resolve", request.id, request.generation)),
            (Button("button.release", "release", request.id, request.generation),),
        )
    return Page(tuple(lines), rows)


def moved_card(request: Request, cell: str) -> Page:
    """What stays in the old group when a request has moved up."""
    return Page((line("card.title", number=request.number, category=request.category), line("card.moved", cell=cell)))


def held(story: Story) -> Page:
    """What the holder reads in private: the door and whom to call."""
    request = story.request
    lines = [
        line("held.title", number=request.number, category=request.category),
        line("held.place", place=story.place),
        line("held.phone", phone=story.phone) if story.phone else line("held.no_phone"),
        line("card.words", words=story.words),
        *(line("mine.progress", words=words) for words in story.progress),
    ]
    rows = (
        (Button("button.progress", "progress", request.id, request.generation),
         Button("button.resolve", "resolve", request.id, request.generation)),
        (Button("button.release", "release", request.id, request.generation),),
    )
    return Page(tuple(lines), rows)


def no_longer_held(request: Request) -> Page:
    return Page((line("held.over", number=request.number, state_key=f"state.{request.state}"),))


def mine(story: Story) -> Page:
    """What the resident reads: who has it, since when, and what has happened."""
    request = story.request
    lines = [
        line("mine.title", number=request.number, category=request.category),
        line("card.words", words=story.words),
        _standing(story),
        *(line("mine.progress", words=words) for words in story.progress),
    ]
    if story.resolution:
        lines.append(line("mine.resolution", words=story.resolution))
    return Page(tuple(lines), _resident_buttons(request))


def rating(story: Story) -> Page:
    """The system asks: solved or not, then how it was."""
    request = story.request
    title = line("rate.title", number=request.number, category=request.category)
    result = [line("mine.resolution", words=story.resolution)] if story.resolution else []
    if request.state is State.RESOLVED:
        return Page((title, *result, line("rate.ask")), _resident_buttons(request))
    if request.state is State.CLOSED and story.grade is None:
        buttons = [Button(f"grade.{grade}", "grade", request.id, grade) for grade in reversed(GRADES)]
        return Page((title, line("rate.grade")), grid(buttons, 1))
    if request.state is State.CLOSED:
        return Page((title, line("rate.thanks", grade_key=f"grade.{story.grade}")))
    return Page((title, line("rate.again", cell=story.cell)))


def listing(requests: list[Request]) -> Page:
    """A page of one's own requests."""
    if not requests:
        return Page((line("mine.none"),), menu=True)
    buttons = [
        Button("button.one_request", "my_page", one.id, 0, {
            "number": one.number, "category": one.category, "state_key": f"state.{one.state}"})
        for one in requests
    ]
    return Page((line("mine.list", count=len(requests)),), grid(buttons, 1))


def held_list(stories: list[Story]) -> Page:
    """What is in somebody's hands, for their private chat."""
    if not stories:
        return Page((line("staff.none"),))
    lines = [line("staff.mine", count=len(stories))]
    lines += [line("staff.one", number=one.request.number, category=one.request.category, place=one.place)
              for one in stories]
    return Page(tuple(lines))


def _standing(story: Story) -> Line:
    request = story.request
    if request.state is State.CLAIMED and story.holder:
        return line("card.claimed", holder=story.holder, held_at=request.held_since_at, cell=story.cell)
    return line(f"card.{request.state}", cell=story.cell, held_at=request.held_since_at)


def _resident_buttons(request: Request) -> tuple[tuple[Button, ...], ...]:
    if request.state is State.RESOLVED:
        return ((Button("button.solved", "solved", request.id, request.generation),
                 Button("button.unsolved", "unsolved", request.id, request.generation)),)
    if request.state in {State.OPEN, State.CLAIMED}:
        return ((Button("button.withdraw", "withdraw", request.id, request.generation),),)
    return ()
