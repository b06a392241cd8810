"""The communities to choose from, page by page."""

from bot.views.page import Button, Page, grid, line

A_PAGE = 30


def choose(key: str, found: list[tuple[int, str]], page: int) -> Page:
    buttons = [Button("button.community", "community", one, 0, {"name": name})
               for one, name in found[page * A_PAGE : (page + 1) * A_PAGE]]
    turns = [Button("button.page_back", "communities", 0, page - 1)] if page else []
    turns += [Button("button.page_on", "communities", 0, page + 1)] if (page + 1) * A_PAGE < len(found) else []
    return Page((line(key),), (*grid(buttons, 2), *([tuple(turns)] if turns else [])))
