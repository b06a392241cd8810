"""From a line to a row, sheet by sheet."""

import re
from collections.abc import Callable

from bot.workbook import rows, values
from bot.workbook.lines import Line
from bot.workbook.times import clock, reminder, reminders
from domain.errors import Invalid
from domain.recurrence import Rule, parse_plain
from domain.routing import DESK
from domain.routing import Rule as Route

# A post is kept as written; these are the ones that the rules act on.
_POSTS = {
    "grid_leader": ("网格长", "grid leader", "总网格长"),
    "grid_member": ("网格员", "专职网格员", "兼职网格员", "专职", "兼职", "微网格长", "grid member"),
    "anchor": ("中心户", "中心户长", "anchor", "anchor household"),
    "office": ("社区工作者", "社区书记", "社区主任", "居委会主任", "office", "community office"),
}
_DESKS = {"工作站", "社区网格工作站", "desk", "Desk"}
_ENDED = {"停用", "已停用", "out of use", "not in use"}
_CODES = {name: code for code, names in _POSTS.items() for name in names}


def cell(line: Line) -> rows.CellRow:
    line.need("code", "name")
    group = line.read("group_id", values.whole, "workbook.number")
    parts = line.code("code"), line.text("name"), line.text("level"), line.code("parent")
    return rows.CellRow(line.sheet, line.row, *parts, group)


def building(line: Line) -> rows.BuildingRow:
    line.need("cell")
    door = line.door()
    return rows.BuildingRow(
        line.sheet, line.row, line.code("cell"), door.compound or "", door.building, door.unit or ""
    )


def person(line: Line) -> rows.PersonRow:
    line.need("name", "post", "cell")
    post = line.text("post")
    known = (_CODES.get(name.lower()) for name in (post, *values.listed(post)))
    return rows.PersonRow(
        line.sheet,
        line.row,
        line.text("name"),
        line.phone(),
        post,
        tuple(dict.fromkeys(code for code in known if code)),
        line.code("cell"),
        line.listed("categories"),
        line.read("telegram_id", values.whole, "workbook.number"),
    )


def household(line: Line) -> rows.HouseholdRow:
    return rows.HouseholdRow(
        line.sheet,
        line.row,
        line.code("cell"),
        *_door(line),
        line.text("name"),
        line.phone(),
        line.listed("tags"),
    )


def contact(line: Line) -> rows.ContactRow:
    phone = line.phone()
    line.need("elder", "name", "phone")
    line.usable = line.usable and bool(phone)
    order = line.read("order", values.whole, "workbook.number")
    return rows.ContactRow(
        line.sheet,
        line.row,
        *_door(line),
        line.text("elder"),
        line.text("name"),
        line.text("relation"),
        phone,
        1 if order is None else order,
    )


def unit(line: Line) -> rows.UnitRow:
    line.need("name")
    hours = line.text("hours")
    names = line.text("name"), line.listed("categories"), line.text("contact")
    return rows.UnitRow(line.sheet, line.row, *names, line.phone(), hours)


def programme(line: Line) -> rows.ProgrammeRow | None:
    line.need("name", "rule", "time")
    rule = _rule(line)
    moment = line.read("time", clock, "workbook.time")
    plan = line.read("reminders", reminders, "workbook.reminder") or ()
    cutoff = line.read("cutoff", reminder, "workbook.reminder")
    if rule is None or moment is None:
        return None
    parts = line.text("name"), str(line.cells["rule"]).strip(), rule, moment, line.text("place")
    whom = line.code("cell"), line.listed("tags")
    return rows.ProgrammeRow(line.sheet, line.row, *parts, *whom, plan, cutoff)


def route(line: Line) -> rows.RouteRow:
    line.need("name")
    order = line.read("order", values.whole, "workbook.number")
    level = line.text("level")
    rule = Route(
        line.text("name"), categories=line.listed("categories"), kinds=line.listed("kinds"),
        sources=line.listed("sources"), compounds=line.listed("compounds"),
        buildings=tuple(values.part(one) for one in line.listed("buildings")), cells=line.listed("cells"),
        level=DESK if level in _DESKS else level, cell=line.code("cell"), unit=line.text("unit"),
        since=line.read("since", values.day, "workbook.day") or "",
        until=line.read("until", values.day, "workbook.day") or "",
    )
    return rows.RouteRow(line.sheet, line.row, order, rule.name, rule)


def answer(line: Line) -> rows.AnswerRow:
    line.need("question", "answer")
    # Line breaks of an answer matter, so the cell is taken as it is.
    written = str(line.cells.get("answer") or "").strip()
    until = line.read("until", values.day, "workbook.day")
    return rows.AnswerRow(line.sheet, line.row, line.text("question"), line.listed("words"), written, until)


def fact(line: Line) -> rows.FactRow:
    line.need("name", "value")
    return rows.FactRow(line.sheet, line.row, line.text("name"), line.text("value"))


def shift(line: Line) -> rows.ShiftRow | None:
    """Several names may stand in one field."""
    line.need("date", "cell", "name")
    day = line.read("date", values.day, "workbook.day")
    names = tuple(one.strip() for one in re.split("[、,，;；/]", line.text("name")) if one.strip())
    return rows.ShiftRow(line.sheet, line.row, day, line.code("cell"), names) if day else None


def emergency(line: Line) -> rows.EmergencyRow:
    """A blank number or 停用 takes the name out; one that cannot be read, and a sheet without that column, do not."""
    ended = line.is_blank("phone") or line.text("phone").lower() in _ENDED
    line.need("name", *(() if ended else ("phone",)))
    phone = "" if ended else line.phone()
    line.usable = line.usable and (ended or bool(phone))
    kinds = () if ended else line.listed("kinds")
    return rows.EmergencyRow(line.sheet, line.row, line.text("name"), phone, kinds)


def _rule(line: Line) -> Rule | None:
    # Lines of an RRULE matter, so the cell is taken as it is and not as one line.
    written = str(line.cells.get("rule") or "").strip()
    try:
        return parse_plain(written) if written else None
    except Invalid as error:
        line.refuse("rule", error.key, **error.values)
        return None


def _door(line: Line) -> tuple[str, str, str, str]:
    door = line.door()
    return door.compound or "", door.building, door.unit or "", door.room or ""


BUILDERS: dict[str, Callable[[Line], object]] = {
    "cells": cell,
    "buildings": building,
    "people": person,
    "households": household,
    "contacts": contact,
    "units": unit,
    "programmes": programme,
    "routes": route,
    "answers": answer,
    "facts": fact,
    "shifts": shift,
    "emergency": emergency,
}
