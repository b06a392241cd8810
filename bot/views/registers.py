"""What a workbook of the register would do, in words, before it does it."""

from collections.abc import Mapping
from typing import Any

from bot.views.page import Button, Page, grid, line

_PASS_OVER_ALL = 99


def heading(
    register_id: int, sheet: str, written: str, fields: list[str], first: int, left: int
) -> Page:
    """Which of the columns that we know this one is; `first` is the button of passing it over."""
    known = [Button("button.heading_is", "heading", register_id, first + n, {"name": name})
             for n, name in enumerate(fields, 1)]
    passed = [Button("button.heading_skip", "heading", register_id, first)]
    if left > 1:
        passed.append(Button("button.heading_skip_all", "heading", register_id, first + _PASS_OVER_ALL))
    lines = (line("register.heading_ask", sheet=sheet, heading=written), line("register.heading_why", count=left))
    return Page(lines, (*grid(known, 2), tuple(passed), (Button("button.import_not", "register_not", register_id),)))


def reading() -> Page:
    return Page((line("register.reading"),))


def preview(register_id: int, state: str, read: Mapping[str, Any]) -> Page:
    if state != "ready":
        return Page((line(f"register.{state}"),))
    lines = [line("register.preview")]
    lines += [line(f"register.{sheet}", count=count) for sheet, count in read["sheets"].items()]
    if read["problem_count"]:
        lines.append(line("register.problems", count=read["problem_count"]))
    for sheet, row, column, key, values in read["problems"]:
        lines += [line("register.problem", sheet=sheet, row=row, column=column), line(key, **values)]
    lines.append(line("register.ask"))
    buttons = (Button("button.import_all", "register_all", register_id),
               Button("button.import_not", "register_not", register_id))
    return Page(tuple(lines), (buttons,))
