"""Rules as iCalendar text: DTSTART, RRULE, EXDATE, RDATE and our X-SHORT-MONTH."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from domain.errors import Invalid
from domain.recurrence.dates import occurrences
from domain.recurrence.rule import ANCHOR, Freq, Rule, Weekday

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def parse(text: str, start: date | None = None) -> Rule:
    """The rule of an RRULE, alone or among DTSTART, EXDATE, RDATE and X-SHORT-MONTH lines.

    A DTSTART in the text beats `start`. Times and zones in the text are passed over and dates taken as
    written: the hour of a programme is kept beside its rule. `X-SHORT-MONTH:LAST` (or SKIP=BACKWARD of
    RFC 7529) asks for the last day of a month that is too short; without it such a month is skipped.
    """
    fields: dict[str, Any] = {"exceptions": (), "extras": ()}
    rrule = ""
    for line in re.sub(r"\r?\n[ \t]", "", text.strip()).splitlines():
        name, value = _property(line)
        if name == "RRULE" and not rrule:
            rrule = value
        else:
            _LINES.get(name, _unknown(name))(fields, value)
    first = fields.pop("start", start)
    fields |= _recur(rrule)
    if first is None:
        _needs_no_start(fields)
    rule = Rule(start=first or ANCHOR, **fields)
    if next(occurrences(rule), None) is None:
        raise Invalid("rule.never")
    return rule


def format(rule: Rule) -> str:  # noqa: A001
    """Lines of iCalendar that `parse` reads back to the same rule."""
    lines = [f"DTSTART;VALUE=DATE:{_stamp(rule.start)}", "RRULE:" + ";".join(_parts(rule))]
    if rule.short_month == "last":
        lines.append("X-SHORT-MONTH:LAST")
    for name, days in (("EXDATE", rule.exceptions), ("RDATE", rule.extras)):
        if days:
            lines.append(f"{name};VALUE=DATE:" + ",".join(_stamp(day) for day in days))
    return "\n".join(lines)


def _parts(rule: Rule) -> list[str]:
    days = [f"{w.ordinal or ''}{CODES[w.day]}" for w in rule.by_weekday]
    parts: list[tuple[str, object, bool]] = [
        ("FREQ", rule.freq.upper(), True),
        ("INTERVAL", rule.interval, rule.interval > 1),
        ("BYMONTH", ",".join(map(str, rule.by_month)), bool(rule.by_month)),
        ("BYMONTHDAY", ",".join(map(str, rule.by_month_day)), bool(rule.by_month_day)),
        ("BYDAY", ",".join(days), bool(days)),
        ("WKST", CODES[rule.week_start], rule.week_start > 0),
        ("COUNT", rule.count, rule.count is not None),
        ("UNTIL", _stamp(rule.until) if rule.until else "", rule.until is not None),
    ]
    return [f"{name}={value}" for name, value, shown in parts if shown]


def _property(line: str) -> tuple[str, str]:
    head, colon, value = line.strip().partition(":")
    if not colon:
        return "RRULE", head.upper()
    return head.partition(";")[0].upper(), value.strip().upper()


def _recur(value: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    seen: set[str] = set()
    for part in filter(None, value.split(";")):
        name, _, inner = part.partition("=")
        if name in seen:
            raise Invalid("rule.part", part=name)
        seen.add(name)
        _PARTS.get(name, _unknown(name))(fields, inner)
    if "freq" not in fields:
        raise Invalid("rule.not_understood")
    return fields


def _needs_no_start(fields: dict[str, Any]) -> None:
    dated = fields.get("by_weekday") or fields.get("by_month_day") or fields["freq"] is Freq.DAILY
    if not dated or fields.get("count"):
        raise Invalid("rule.start_missing")


def _unknown(name: str) -> Callable[[dict[str, Any], str], None]:
    def refuse(_fields: dict[str, Any], _value: str) -> None:
        raise Invalid("rule.part", part=name[:40])

    return refuse


def _put(field: str, read: Callable[[str], object]) -> Callable[[dict[str, Any], str], None]:
    def put(fields: dict[str, Any], value: str) -> None:
        try:
            fields[field] = read(value)
        except (ValueError, KeyError) as error:
            raise Invalid("rule.value", value=value[:40]) from error

    return put


def _add(field: str) -> Callable[[dict[str, Any], str], None]:
    def add(fields: dict[str, Any], value: str) -> None:
        _put("more", lambda text: tuple(map(_date, text.split(","))))(fields, value)
        fields[field] += fields.pop("more")

    return add


def _date(text: str) -> date:
    match = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9]{6}Z?)?", text)
    if not match:
        raise ValueError(text)
    return date(int(match[1]), int(match[2]), int(match[3]))


def _stamp(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(_number, text.split(",")))


def _number(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", text):
        raise ValueError(text)
    return int(text)


def _weekday(text: str) -> Weekday:
    ordinal = text[:-2]
    if ordinal and not _number(ordinal):
        raise ValueError(text)
    return Weekday(CODES.index(text[-2:]), _number(ordinal) if ordinal else 0)


def _same(expected: str) -> Callable[[dict[str, Any], str], None]:
    """A part that is accepted with the one value that changes nothing."""

    def check(_fields: dict[str, Any], value: str) -> None:
        if value != expected:
            raise Invalid("rule.value", value=value[:40])

    return check


_SHORT = {"LAST": "last", "BACKWARD": "last", "SKIP": "skip", "OMIT": "skip"}
_LINES = {
    "DTSTART": _put("start", _date),
    "EXDATE": _add("exceptions"),
    "RDATE": _add("extras"),
    "X-SHORT-MONTH": _put("short_month", _SHORT.__getitem__),
}
_PARTS = {
    "FREQ": _put("freq", lambda text: Freq(text.lower())),
    "INTERVAL": _put("interval", _number),
    "BYDAY": _put("by_weekday", lambda text: tuple(map(_weekday, text.split(",")))),
    "BYMONTHDAY": _put("by_month_day", _numbers),
    "BYMONTH": _put("by_month", _numbers),
    "UNTIL": _put("until", _date),
    "COUNT": _put("count", _number),
    "WKST": _put("week_start", CODES.index),
    "RSCALE": _same("GREGORIAN"),
    "SKIP": _put("short_month", _SHORT.__getitem__),
}
