"""The communities to choose from, page by page."""

from bot.views.page import Button, Page, grid, line

A_PAGE = 30


def choose(key: str, found: list[tuple[int, str]], page: int, here: tuple[int, str] | None = None) -> Page:
    """`here` is where somebody is already, who may think better of it."""
    act, now, present = ("community_again", *here) if here else ("community", 0, "")
    buttons = [Button("button.community", act, one, now, {"name": name})
               for one, name in found[page * A_PAGE : (page + 1) * A_PAGE]]
    turns = [Button("button.page_back", "communities", 0, page - 1)] if page else []
    turns += [Button("button.page_on", "communities", 0, page + 1)] if (page + 1) * A_PAGE < len(found) else []
    rows = [*grid(buttons, 2), *([tuple(turns)] if turns else []), *([_stay(present)] if here else [])]
    return Page((line(key, name=present) if here else line(key),), tuple(rows))


def offer(there: int, name: str, here: int, present: str) -> Page:
    """Of the register of another community no more is said than that it has the number."""
    move = Button("button.move_to", "community_again", there, here, {"name": name})
    return Page((line("communities.offer", name=name),), ((move,), _stay(present)))


def _stay(present: str) -> tuple[Button, ...]:
    return (Button("button.stay_in", "add_home", 0, 0, {"name": present}),)
