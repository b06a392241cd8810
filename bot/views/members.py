"""What a leader reads about somebody who has left a work group."""

from bot.views.page import Button, Page, line


def left(name: str, cell: str, person_id: int) -> Page:
    return Page((line("member.left", name=name, cell=cell),), ((Button("button.departed", "departed", person_id),),))


def gone(name: str, cell: str, person_id: int) -> Page:
    """Group and bot both left: is he still at work?"""
    return Page((line("member.gone", name=name, cell=cell),), (
        (Button("button.stays", "stays", person_id), Button("button.departed", "departed", person_id)),
    ))
