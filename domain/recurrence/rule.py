"""A recurrence rule as a value that cannot be built wrong."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple, TypeVar

from domain.errors import Invalid

# Where nobody names a first day, weeks count from this Monday: a file gives the same dates on every day.
ANCHOR = date(2024, 1, 1)
MAX_INTERVAL = 999
MAX_COUNT = 10_000
ShortMonth = Literal["skip", "last"]
_T = TypeVar("_T", int, date, "Weekday")


class Freq(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


class Weekday(NamedTuple):
    """`day` 0 is Monday; `ordinal` 2 is the second, -1 the last, 0 each one."""

    day: int
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A subset of RFC 5545; `short_month="last"` moves a 29th, 30th or 31st that a month lacks to its end.

    With "skip", the RFC's own answer, such a month has no occurrence. A start that does not match the rule is
    no occurrence. `count` counts dates of the rule before exceptions are taken out; extra dates do not count.
    """

    freq: Freq
    start: date = ANCHOR
    interval: int = 1
    by_weekday: tuple[Weekday, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    until: date | None = None
    count: int | None = None
    exceptions: tuple[date, ...] = ()
    extras: tuple[date, ...] = ()
    short_month: ShortMonth = "skip"
    week_start: int = 0

    def __post_init__(self) -> None:
        for name in ("by_weekday", "by_month_day", "by_month", "exceptions", "extras"):
            object.__setattr__(self, name, _unique(getattr(self, name)))
        for key, wrong in _faults(self):
            if wrong:
                raise Invalid(key)


def _unique(values: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(sorted(set(values)))


def _faults(rule: Rule) -> list[tuple[str, bool]]:
    fine = rule.freq in (Freq.DAILY, Freq.WEEKLY)
    return [
        ("rule.interval", not 1 <= rule.interval <= MAX_INTERVAL),
        ("rule.month", any(not 1 <= m <= 12 for m in rule.by_month)),  # noqa: PLR2004
        ("rule.month_day", any(not 1 <= abs(d) <= 31 for d in rule.by_month_day)),  # noqa: PLR2004
        ("rule.month_day", rule.freq is Freq.WEEKLY and bool(rule.by_month_day)),
        ("rule.weekday", any(not 0 <= w.day <= 6 for w in (*rule.by_weekday, Weekday(rule.week_start)))),  # noqa: PLR2004
        ("rule.ordinal", any(abs(w.ordinal) > (0 if fine else _most(rule)) for w in rule.by_weekday)),
        ("rule.end", rule.count is not None and (rule.until is not None or not 1 <= rule.count <= MAX_COUNT)),
        ("rule.end", rule.until is not None and rule.until < rule.start),
    ]


def _most(rule: Rule) -> int:
    """A month has at most five of one weekday, a year 53."""
    return 53 if rule.freq is Freq.YEARLY and not rule.by_month else 5
