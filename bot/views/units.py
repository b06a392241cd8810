"""What a handling unit sees of a request in its hands, and what the owner passes on by telephone."""

from bot.views.page import Button, Line, Page, grid, line
from bot.views.requests import Story, said

_MOST_BUTTONS = 40


def handover(story: Story, unit: str, state: str, notes: list[Line], *, shared: bool) -> Page:
    """Building and words; the door only where somebody asks for it, in private.

    In a shared chat a bot hears replies to itself and nothing else.
    """
    request = story.request
    of = request.id, request.generation
    lines = [
        line("unit.title", number=request.number, category=request.category, unit=unit),
        line("card.place", place=story.place), *said(story), *notes, line(f"unit.state_{state}"),
        line("unit.reply_here" if shared else "unit.write_here"),
    ]
    first = () if state == "taken" else (Button("button.unit_taken", "unit_taken", *of),)
    rows = (
        (*first, Button("button.unit_more", "unit_more", *of)),
        (Button("button.unit_done", "unit_done", *of), Button("button.unit_refused", "unit_refused", *of)),
        (Button("button.unit_contact", "unit_contact", *of),),
    )
    return Page(tuple(lines), rows)


def over(number: str, state: str) -> Page:
    return Page((line(f"unit.ended_{state}", number=number),))


def contact(story: Story) -> Page:
    request = story.request
    phone = line("held.phone", phone=story.phone) if story.phone else line("unit.no_phone")
    return Page((line("unit.contact", number=request.number), line("held.place", place=story.place), phone))


def pass_on(story: Story, to: Line) -> Page:
    """Whom to call, and the text to read out or to send."""
    request = story.request
    return Page((
        to, line("unit.text", number=request.number, category=request.category, place=story.place),
        *said(story), line("unit.text_end"),
    ))


def listing(given: list[tuple[Story, str]]) -> Page:
    """What a unit has in hand, for one of its people: a line and a button each."""
    if not given:
        return Page(())
    lines = [line("unit.mine", count=len(given))]
    lines += [line("staff.one", number=one.request.number, category=one.request.category, place=one.place,
                   state_key=f"unit.listed_{state}") for one, state in given]
    buttons = [Button("button.open", "unit_page", one.request.id, 0, {
        "number": one.request.number, "category": one.request.category}) for one, _ in given[:_MOST_BUTTONS]]
    return Page(tuple(lines), grid(buttons, 1))


def which(stories: list[Story]) -> Page:
    rows = tuple(
        (Button("button.open", "unit_more", one.request.id, one.request.generation, {
            "number": one.request.number, "category": one.request.category}),)
        for one in stories
    )
    return Page((line("unit.which"),), rows)
