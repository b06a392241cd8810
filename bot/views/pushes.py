"""Several things in one message, numbered, each with its own buttons."""

from dataclasses import replace

from bot.views.page import Button, Line, Link, Page, line

_CIRCLED = 20
_ROWS = 30


def merged(parts: list[Page]) -> Page:
    """One below the other; the buttons carry the number of what they belong to."""
    lines: list[Line] = [line("pushes.merged", count=len(parts))]
    rows: list[tuple[Button | Link, ...]] = []
    for n, part in enumerate(parts, 1):
        first, *rest = part.lines
        lines += [line("pushes.between"), replace(first, mark=number(n) + first.mark), *rest]
        rows += [tuple(replace(button, mark=number(n) + button.mark) for button in row) for row in part.rows]
    return Page(tuple(lines), tuple(rows[:_ROWS]))


def number(n: int) -> str:
    return f"{chr(0x245F + n)} " if n <= _CIRCLED else f"{n}. "
