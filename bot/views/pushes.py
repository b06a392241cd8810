"""Several things in one message, numbered, each with its own buttons."""

from dataclasses import replace

from bot.views.page import Button, Line, Link, Page, line

Row = tuple[Button | Link, ...]
Aim = tuple[str, str, int, int]
_CIRCLED = 20
_ROWS = 30


def merged(parts: list[Page]) -> Page:
    """One below the other; a button carries the number of what it belongs to, or of all that it belongs to."""
    lines: list[Line] = [line("pushes.merged", count=len(parts))]
    rows: list[Row] = []
    belongs: dict[Aim, list[int]] = {}
    for n, part in enumerate(parts, 1):
        first, *rest = part.lines
        lines += [line("pushes.between"), replace(first, mark=number(n) + first.mark), *rest]
        rows += [_new(row, n, belongs) for row in part.rows]
    marked = [tuple(replace(one, mark=_numbers(belongs[_aim(one)]) + one.mark) for one in row) for row in rows if row]
    return Page(tuple(lines), tuple(marked[:_ROWS]))


def _new(row: Row, n: int, belongs: dict[Aim, list[int]]) -> Row:
    """Those that do not stand there yet."""
    new = tuple(one for one in row if _aim(one) not in belongs)
    for one in row:
        belongs.setdefault(_aim(one), []).append(n)
    return new


def _aim(one: Button | Link) -> Aim:
    if isinstance(one, Link):
        return one.key, one.start, 0, 0
    return one.key, one.act, one.subject_id, one.generation


def _numbers(of: list[int]) -> str:
    return "".join(number(n).rstrip() for n in dict.fromkeys(of)) + " "


def number(n: int) -> str:
    return f"{chr(0x245F + n)} " if n <= _CIRCLED else f"{n}. "
