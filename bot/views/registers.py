"""What a workbook of the register would do, in words, before it does it."""

from collections.abc import Mapping
from typing import Any

from bot.views.page import Button, Page, line


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
