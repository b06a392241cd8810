"""How it went, on one message through its steps: solved or not, five grades, reasons, words."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.views.page import Button, Line, Page, grid, line
from bot.views.requests import Story
from domain.ratings import ASKS_WHY, REASONS, Summary
from domain.requests import GRADES, Request, State

MOST_CALLS = 8


class Answer(NamedTuple):
    """What has been said so far."""

    solved: bool
    grade: int | None
    reasons: list[str]


class Call(NamedTuple):
    """For whoever asks by telephone: whom, and how often it was tried."""

    name: str
    phone: str | None
    tries: int


def rating(
    story: Story, answer: Answer | None, *, again: bool, call: Call | None, promised: Sequence[Line] = ()
) -> Page:
    """`promised` is what is promised for the round that begins where it was not solved."""
    request = story.request
    title = line("rate.title", number=request.number, category=request.category)
    if request.state is State.RESOLVED:
        return _question(story, title, again=again, call=call)
    if request.state is not State.CLOSED:
        return _reopened(story, title, answer, promised)
    if answer is None:
        return Page((title, line("rate.unrated")))
    if answer.grade is None:
        return _grades(request, title)
    return _thanks(request, title, answer)


def _question(story: Story, title: Line, *, again: bool, call: Call | None) -> Page:
    """The system asks, not the handler."""
    request = story.request
    lines = [title]
    if story.resolution:
        lines.append(line("mine.resolution", words=story.resolution))
    rows: list[tuple[Button, ...]] = [
        (Button("button.solved", "solved", request.id, request.generation),
         Button("button.unsolved", "unsolved", request.id, request.generation)),
    ]
    if call is None:
        lines.append(line("rate.once_more" if again else "rate.ask"))
    else:
        lines.append(line("rate.call", name=call.name, phone=call.phone) if call.phone
                     else line("rate.call_at_door", name=call.name))
        if call.tries:
            lines.append(line("rate.tried", count=call.tries))
        rows.append((Button("button.not_reached", "not_reached", request.id),))
    return Page(tuple(lines), tuple(rows))


def _reopened(story: Story, title: Line, answer: Answer | None, promised: Sequence[Line]) -> Page:
    if answer is None or answer.solved:
        return Page((title, line("rate.not_yet")))
    request = story.request
    more = Button("button.what_is_wrong", "rating_words", request.id)
    meeting = request.at_desk_again and not request.sensitive  # what no group may see is nothing for a meeting
    said = line("rate.at_desk", cell=story.cell, times=request.round - 1) if meeting else line(
        "rate.again", cell=story.cell)
    return Page((title, said, line("rate.write_now"), *promised), ((more,),))


def _grades(request: Request, title: Line) -> Page:
    buttons = [Button(f"grade.{grade}", "grade", request.id, grade) for grade in reversed(GRADES)]
    wrong = Button("button.unsolved_after_all", "unsolved", request.id, request.generation)
    return Page((title, line("rate.grade")), (*grid(buttons, 1), (wrong,)))


def _thanks(request: Request, title: Line, answer: Answer) -> Page:
    lines = [title, line("rate.thanks", grade_key=f"grade.{answer.grade}")]
    rows: list[tuple[Button, ...]] = []
    if (answer.grade or 0) <= ASKS_WHY:
        lines.append(line("rate.why"))
        rows += grid([_reason(request, n, one, given=one in answer.reasons) for n, one in enumerate(REASONS)], 3)
    rows.append((Button("button.rating_words", "rating_words", request.id),
                 Button("button.change_rating", "change_rating", request.id)))
    return Page(tuple(lines), tuple(rows))


def _reason(request: Request, number: int, reason: str, *, given: bool) -> Button:
    key = "button.reason_given" if given else "button.reason_open"
    return Button(key, "rating_reason", request.id, number, {"reason_key": f"rate.reason.{reason}"})


def calls(found: list[Request]) -> Page:
    if not found:
        return Page(())
    buttons = [Button("button.open_call", "open_call", one.id, 0, {"number": one.number}) for one in found[:MOST_CALLS]]
    return Page((line("rate.calls", count=len(found)),), grid(buttons, 1))


def summary(key: str, found: Summary, **values: str) -> Line:
    """Shares with their interval, in whole per cent."""
    average = "–" if found.average is None else f"{found.average:.1f}"
    return line(
        key, rated=found.rated, satisfied=found.satisfied, dissatisfied=found.dissatisfied, silent=found.silent,
        solved=round(100 * found.solved / found.rated), low=round(100 * found.low), high=round(100 * found.high),
        average=average, **values,
    )
