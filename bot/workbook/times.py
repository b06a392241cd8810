"""Times of day and plans such as 前一天18:00；当天07:30."""

import re
import unicodedata
from datetime import datetime, time

from bot.workbook.rows import Reminder
from bot.workbook.values import text
from domain.numerals import PATTERN, number

_MINUTES_A_DAY = 1440
_CLOCK = (
    r"(?P<half>上午|早上|早晨|凌晨|中午|下午|傍晚|晚上|晚)?"
    rf"(?P<hour>{PATTERN})(?:[:点时](?P<minute>{PATTERN}|半)?分?整?|(?=[ap]m))(?::00)?(?P<ampm>[ap]m)?"
)
_AFTERNOON = {"下午", "傍晚", "晚上", "晚", "pm"}
_DAY = (
    rf"(?:(?P<same>当天|当日|(?:onthe)?(?:same)?day)|(?P<eve>前一?[天日晚]|(?:the)?daybefore|(?:the)?eveningbefore)"
    rf"|(?:提前)?前?(?P<n>{PATTERN})(?:天前?|days?before)|前(?P<m>{PATTERN})天)?(?:at)?"
)
_REMINDER = re.compile(_DAY + _CLOCK, re.IGNORECASE)


def clock(value: object) -> time | None:
    """A time of day, from Excel's own times as from "09:00", 9点半 or 下午3点."""
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * _MINUTES_A_DAY) % _MINUTES_A_DAY
        return time(minutes // 60, minutes % 60)
    match = re.fullmatch(_CLOCK, _squeezed(value))
    return _time(match) if match else None


def reminder(value: object) -> Reminder | None:
    """How many days before, and when: 前一天18:00, 提前3天9点, "2 days before 18:00"; 18:00 is that day."""
    match = _REMINDER.fullmatch(_squeezed(value))
    moment = _time(match) if match else None
    if match is None or moment is None:
        return None
    days = 1 if match["eve"] else number(match["n"] or match["m"] or "0")
    return None if days is None or days > 366 else Reminder(days, moment)  # noqa: PLR2004


def reminders(value: object) -> tuple[Reminder, ...] | None:
    """The whole plan, earliest first; None where any part of it is not understood."""
    pieces = [piece for piece in re.split(r"[;；,，、\n]+", text(value)) if piece.strip()]
    plan = [reminder(piece) for piece in pieces]
    if None in plan:
        return None
    known = {step for step in plan if step}
    return tuple(sorted(known, key=lambda step: (-step.days_before, step.time)))


def _squeezed(value: object) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text(value))).lower()


def _time(match: re.Match[str]) -> time | None:
    hour = number(match["hour"])
    minute = 30 if match["minute"] == "半" else number(match["minute"] or "0")
    if hour is None or minute is None:
        return None
    if hour < 12 and {match["half"], match["ampm"]} & _AFTERNOON:  # noqa: PLR2004
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004
