"""What a workbook of the register would do, in words, before it does it."""

from collections.abc import Mapping
from typing import Any

from bot.views.page import Button, Line, Page, grid, line

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
    lines = [*counted(read), *_problems(read)]
    if not takes(read):
        return Page((*lines, line("register.nothing")))
    lines.append(line("register.ask"))
    buttons = (Button("button.import_all", "register_all", register_id),
               Button("button.import_not", "register_not", register_id))
    return Page(tuple(lines), (buttons,))


def counted(read: Mapping[str, Any]) -> list[Line]:
    """What would be taken, how sheets were understood, which groups would be bound, which numbers go."""
    lines = [line("register.preview")]
    lines += [line(f"register.{sheet}", count=count) for sheet, count in read["sheets"].items()]
    lines += [line("register.guessed", sheet=title, kind_key=f"register.sheet_{key}")
              for title, key in read.get("guessed", ())]
    if bound := read.get("bound"):
        lines.append(line("register.bound", names="、".join(bound)))
    return lines + _ended(read)


def takes(read: Mapping[str, Any]) -> bool:
    """Whether there is anything to take."""
    return bool(read["sheets"] or read.get("dropped"))


def taken(read: Mapping[str, Any]) -> Page:
    """What came of it, and everything that somebody has to look at."""
    return Page((line("register.rows", count=read["taken"]), *_problems(read)))


def _ended(read: Mapping[str, Any]) -> list[Line]:
    """Emergency numbers that go, and those that are to go and are not there."""
    found = {key: "、".join(read.get(key, ())) for key in ("dropped", "missing")}
    return [line(f"register.phones_{key}", names=names) for key, names in found.items() if names]


def _problems(read: Mapping[str, Any]) -> list[Line]:
    if not read["problem_count"]:
        return []
    lines = [line("register.problems", count=read["problem_count"])]
    for sheet, row, column, key, values in read["problems"]:
        where = "register.problem" if row else "register.problem_sheet"
        lines += [line(where, sheet=sheet, row=row, column=column), line(key, **values)]
    if more := read["problem_count"] - len(read["problems"]):
        lines.append(line("register.more", count=more))
    return lines
