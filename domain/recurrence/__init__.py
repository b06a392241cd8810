"""When a programme takes place: rules after RFC 5545, plain Chinese and English, and the dates they give."""

from domain.recurrence.dates import at, dates, occurrences
from domain.recurrence.describe import describe
from domain.recurrence.plain import parse_plain
from domain.recurrence.rfc import format, parse  # noqa: A004
from domain.recurrence.rule import ANCHOR, Freq, Rule, ShortMonth, Weekday

__all__ = [
    "ANCHOR",
    "Freq",
    "Rule",
    "ShortMonth",
    "Weekday",
    "at",
    "dates",
    "describe",
    "format",
    "occurrences",
    "parse",
    "parse_plain",
]
