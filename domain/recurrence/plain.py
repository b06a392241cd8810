"""Rules as people say them, in Chinese or English."""

import re
from dataclasses import replace
from datetime import date

from domain.errors import Invalid
from domain.numerals import plain
from domain.recurrence import chinese, english, rfc
from domain.recurrence.dates import occurrences
from domain.recurrence.rule import ANCHOR, Freq, Rule, ShortMonth

_DATE = r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?"
_STOP = r"\s*[,;，；]?\s*"
_FROM = re.compile(rf"{_STOP}(?:从|自|\b(?:from|starting|since))\s*{_DATE}(?:起|开始)?{_STOP}", re.IGNORECASE)
_UNTIL = re.compile(rf"{_STOP}(?:直到|到|至|\b(?:until|till))\s*{_DATE}(?:为止|止|结束)?", re.IGNORECASE)
_SHORTEST = 29
_ICAL = re.compile(r"\s*(?:DTSTART|RRULE|EXDATE|RDATE|FREQ)\b", re.IGNORECASE)


def parse_plain(text: str, start: date | None = None, short_month: ShortMonth = "last") -> Rule:
    """The rule meant by 每月第二个周六, "every 2 weeks on Friday" or an RRULE.

    "From" and "until" with a date may be added; a date in the text beats `start`. Weeks are counted from
    the start, or from `ANCHOR` where there is none. A plain 29th, 30th or 31st takes the last day of a month
    that is too short, as people mean it, unless `short_month` says "skip"; an RRULE keeps the RFC's meaning.
    """
    if _ICAL.match(text):
        return rfc.parse(text, start)
    text, first = _cut(_FROM, text)
    text, until = _cut(_UNTIL, text)
    said = chinese.read(plain(text)) or english.read(text.lower())
    if said is None:
        raise Invalid("rule.not_understood")
    rule = Rule(**said, start=first or start or ANCHOR, until=until)
    if not (first or start):
        _needs_no_start(rule)
    # Asked before short months get their last day: a 30 February is a slip, a 29 February is not.
    if next(occurrences(rule), None) is None:
        raise Invalid("rule.never")
    late = max(rule.by_month_day, default=0) >= _SHORTEST
    return replace(rule, short_month=short_month) if late else rule


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, date | None]:
    match = pattern.search(text)
    if not match:
        return text, None
    try:
        day = date(*map(int, match.groups()))
    except ValueError as error:
        raise Invalid("rule.value", value=match[0][:40]) from error
    return f"{text[: match.start()]} {text[match.end() :]}", day


def _needs_no_start(rule: Rule) -> None:
    if rule.freq is not Freq.DAILY and not rule.by_weekday and not rule.by_month_day:
        raise Invalid("rule.start_missing")
