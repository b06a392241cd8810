"""The summary that is confirmed before anything is filed."""

from bot.views.media import counted
from bot.views.page import Button, Page, grid, line


def draft(words: str, media: list[str], category: str, place: str | None, draft_id: int, generation: int) -> Page:
    lines = [line("draft.title"), *([line("draft.words", words=words)] if words else []), *counted(media)]
    lines.append(line("draft.category", category=category))
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
