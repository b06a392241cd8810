"""The finished report for an outside platform: one block to copy, always in Chinese."""

from typing import NamedTuple

from bot.views.page import Line, Page, line
from bot.views.requests import Story


class Report(NamedTuple):
    """What it tells besides the story: by whom, what was done when, and as of when it was written."""

    community: str
    heading: str
    steps: list[tuple[int, str]]
    now: int


def report(story: Story, told: Report, lead: str) -> Page:
    request = story.request
    lines = [
        Line("report.begin", {"community": told.community, "heading": told.heading}),
        Line("report.number", {"number": request.number}),
        *([Line("report.outside", {"number": request.outside_number})] if request.outside_number else []),
        Line("report.source", {"source_key": f"source.{request.source}"}),
        Line("report.filed", {"filed_at": request.filed_at}),
        *([Line("report.due", {"due_at": request.outside_due_at})] if request.outside_due_at else []),
        Line("report.category", {"category": request.category}),
        Line("report.place", {"place": story.place}),
        Line("report.words", {"words": story.words}),
        *_steps(told),
        *_contact(story),
        *([Line("report.result", {"words": story.resolution})] if story.resolution else []),
        Line("report.state", {"state_key": f"state.{request.state}"}),
        Line("report.end", {"now_at": told.now}),
    ]
    return Page((line(lead), *(Line(one.key, one.values, "zh") for one in lines)))


def _steps(told: Report) -> list[Line]:
    if not told.steps:
        return []
    return [Line("report.steps"), *(Line("report.step", {"step_at": at, "words": words}) for at, words in told.steps)]


def _contact(story: Story) -> list[Line]:
    at = story.request.contacted_at
    first = Line("report.contacted", {"contacted_at": at}) if at else Line("report.not_contacted")
    return [first, *([Line("report.phone", {"phone": story.phone})] if story.phone else [])]
