"""A cell's week in counts, and what comes next week: no name, no door, nobody before anybody else."""

from bot.views.page import Line, Page, line
from storage.week import Undone


def week(cell: str, filed: int, resolved: int, undone: Undone, coming: list[tuple[str, int]]) -> Page:
    lines: list[Line] = [line("week.title", cell=cell), line("week.done", filed=filed, resolved=resolved)]
    if undone.all:
        lines.append(line("week.undone", count=undone.all, free=undone.free, waiting=undone.waiting))
    if undone.late:
        lines.append(line("week.needs_help", count=undone.late))
    if not coming:
        return Page((*lines, line("week.nothing_next")))
    return Page((*lines, line("week.next"), *(line("week.one", programme=name, starts_at=starts_at)
                                              for name, starts_at in coming)))
