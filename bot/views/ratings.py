"""How it went: solved or not, then five grades."""

from bot.views.page import Button, Page, grid, line
from bot.views.requests import Story, resident_buttons
from domain.requests import GRADES, State


def rating(story: Story) -> Page:
    """The system asks: solved or not, then how it was."""
    request = story.request
    title = line("rate.title", number=request.number, category=request.category)
    result = [line("mine.resolution", words=story.resolution)] if story.resolution else []
    if request.state is State.RESOLVED:
        return Page((title, *result, line("rate.ask")), resident_buttons(request))
    if request.state is State.CLOSED and story.grade is None:
        buttons = [Button(f"grade.{grade}", "grade", request.id, grade) for grade in reversed(GRADES)]
        return Page((title, line("rate.grade")), grid(buttons, 1))
    if request.state is State.CLOSED:
        return Page((title, line("rate.thanks", grade_key=f"grade.{story.grade}")))
    return Page((title, line("rate.again", cell=story.cell)))
