"""The dates that a rule gives, and the instant of a wall-clock time on one of them."""

import heapq
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count as count_from
from itertools import islice
from zoneinfo import ZoneInfo

from domain.recurrence.rule import Freq, Rule, Weekday

# The calendar repeats after 400 years: what did not occur by then is taken never to occur.
HORIZON = 400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Period = tuple[date, int]


def dates(rule: Rule, after: date, limit: int) -> list[date]:
    """At most `limit` dates strictly later than `after`, in order."""
    return list(islice(occurrences(rule, after), limit))


def occurrences(rule: Rule, after: date = date.min) -> Iterator[date]:
    """Every date strictly later than `after`; an exception beats an extra date."""
    seen = after
    for day in heapq.merge(_by_rule(_complete(rule), after), rule.extras):
        if day > seen and day not in rule.exceptions:
            seen = day
            yield day


def at(day: date, wall: time, zone: ZoneInfo) -> int:
    """Milliseconds since 1970 UTC of a wall-clock time.

    A time that the clocks jump over is moved forward by the length of the jump (02:30 → 03:30); of a time
    that comes twice the first is meant.
    """
    moment = datetime.combine(day, wall.replace(tzinfo=None, fold=0), tzinfo=zone)
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _complete(rule: Rule) -> Rule:
    """Take from the start what the rule leaves open, as RFC 5545 has it."""
    if rule.by_month_day or rule.by_weekday or rule.freq is Freq.DAILY:
        return rule
    if rule.freq is Freq.WEEKLY:
        return replace(rule, by_weekday=(Weekday(rule.start.weekday()),))
    months = rule.by_month
    if rule.freq is Freq.YEARLY and not months:
        months = (rule.start.month,)
    return replace(rule, by_month=months, by_month_day=(rule.start.day,))


def _by_rule(rule: Rule, after: date) -> Iterator[date]:
    last_year = min(max(rule.start.year, after.year) + HORIZON, date.max.year - 1)
    left = rule.count
    # A rule that ends by a count has to be counted from its start; any other is entered near `after`.
    for index in count_from(0 if left is not None else _index(rule, after)):
        period = _PERIODS[rule.freq](rule, index * rule.interval)
        if period is None or period[0].year > last_year or (rule.until and period[0] > rule.until):
            return
        for day in _days(rule, period):
            if left == 0 or (rule.until and day > rule.until):
                return
            left = left - 1 if left is not None else None
            if day > after:
                yield day


def _days(rule: Rule, period: _Period) -> Iterator[date]:
    first, length = period
    last = first + timedelta(days=length - 1)
    if rule.by_month and rule.freq is not Freq.YEARLY and not {first.month, last.month} & set(rule.by_month):
        return
    for offset in range(length):
        day = first + timedelta(days=offset)
        if day >= rule.start and _matches(rule, day, offset, length):
            yield day


def _matches(rule: Rule, day: date, offset: int, length: int) -> bool:
    if rule.by_month and day.month not in rule.by_month:
        return False
    in_month = _length(day.year, day.month)
    if rule.by_month_day and not _day_matches(rule, day.day, in_month):
        return False
    if rule.freq is Freq.YEARLY and rule.by_month:
        offset, length = day.day - 1, in_month
    return not rule.by_weekday or any(
        w.day == day.weekday() and w.ordinal in {0, offset // 7 + 1, -((length - offset - 1) // 7 + 1)}
        for w in rule.by_weekday
    )


def _day_matches(rule: Rule, day: int, in_month: int) -> bool:
    if day in rule.by_month_day or day - in_month - 1 in rule.by_month_day:
        return True
    return rule.short_month == "last" and day == in_month and rule.by_month_day[-1] > in_month


@lru_cache(maxsize=5000)
def _length(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _week_of(rule: Rule, day: date) -> int:
    return day.toordinal() - (day.weekday() - rule.week_start) % 7


def _index(rule: Rule, after: date) -> int:
    """The number of the period that holds `after`, counted from the rule's start."""
    start = rule.start
    passed = {
        Freq.DAILY: after.toordinal() - start.toordinal(),
        Freq.WEEKLY: (after.toordinal() - _week_of(rule, start)) // 7,
        Freq.MONTHLY: (after.year - start.year) * 12 + after.month - start.month,
        Freq.YEARLY: after.year - start.year,
    }[rule.freq]
    return max(0, passed // rule.interval)


def _day_period(rule: Rule, step: int) -> _Period | None:
    return _period(rule.start.toordinal() + step, 1)


def _week_period(rule: Rule, step: int) -> _Period | None:
    return _period(_week_of(rule, rule.start) + 7 * step, 7)


def _month_period(rule: Rule, step: int) -> _Period | None:
    year, month = divmod(rule.start.year * 12 + rule.start.month - 1 + step, 12)
    if year >= date.max.year:
        return None
    return date(year, month + 1, 1), _length(year, month + 1)


def _year_period(rule: Rule, step: int) -> _Period | None:
    year = rule.start.year + step
    if year >= date.max.year:
        return None
    return date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _period(ordinal: int, length: int) -> _Period | None:
    return (date.fromordinal(ordinal), length) if ordinal + length < date.max.toordinal() else None


_PERIODS: dict[Freq, Callable[[Rule, int], _Period | None]] = {
    Freq.DAILY: _day_period,
    Freq.WEEKLY: _week_period,
    Freq.MONTHLY: _month_period,
    Freq.YEARLY: _year_period,
}
