"""The working calendar: when the office works, and how working time passes. The same data give the same answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from domain.recurrence import at as instant

HOUR = 3_600_000
_DAY = timedelta(days=1)
_FOR_EVER = 3_660


@dataclass(frozen=True)
class WorkingCalendar:
    """Hours of a working day, the days off of a week (Monday is 1), and the exceptions of a year.

    A make-up day (调休) works though it stands at a weekend; a holiday does not though it stands in the week. What is
    not `covered_until` a date is computed from the week alone.
    """

    zone: str
    hours: tuple[tuple[time, time], ...]
    days_off: frozenset[int]
    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    covered_until: date | None = None

    @cached_property
    def version(self) -> str:
        """Names the data: two calendars that answer differently have different versions."""
        parts = [self.zone, self.hours, sorted(self.days_off), sorted(self.holidays), sorted(self.make_up_days)]
        return sha256(repr(parts).encode()).hexdigest()[:12]

    def covers(self, until: date) -> bool:
        """Whether holidays are known as far as this date."""
        return self.covered_until is not None and until <= self.covered_until

    def works_on(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        return day not in self.holidays and day.isoweekday() not in self.days_off

    def next_working(self, at: int) -> int:
        """The instant itself where work is being done, else the next opening."""
        for begin, end in self._intervals(at):
            if end > at:
                return max(begin, at)
        raise AssertionError

    def add(self, at: int, working: int) -> int:
        """The first instant at which so many milliseconds of working time have passed; never inside a closed time."""
        left = working
        if left <= 0:
            return at
        for begin, end in self._intervals(at):
            here = max(begin, at)
            if left <= end - here:
                return here + left
            left -= max(0, end - here)
        raise AssertionError

    def add_days(self, at: int, days: int) -> int:
        """The end of work on the n-th working day after this day: 3个工作日 from Friday is Wednesday's closing."""
        day, left = self._local(at), days
        while left > 0:
            day += _DAY
            left -= self.works_on(day)
        return instant(day, self.hours[-1][1], ZoneInfo(self.zone))

    def between(self, start: int, end: int) -> int:
        """Working milliseconds from one instant to a later one."""
        passed = 0
        for begins, ends in self._intervals(start):
            if begins >= end:
                break
            passed += max(0, min(ends, end) - max(begins, start))
        return passed

    def skipped(self, start: int, end: int) -> list[tuple[date, str]]:
        """The days between two instants on which nobody works, and why: weekend or holiday."""
        day, last = self._local(start), self._local(end)
        found = []
        while day <= last:
            if not self.works_on(day):
                found.append((day, "holiday" if day in self.holidays else "weekend"))
            day += _DAY
        return found

    def day_of_work(self, at: int) -> date:
        """The working day that an instant belongs to: after hours and on days off, the next one."""
        return self._local(self.next_working(at))

    def _local(self, at: int) -> date:
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(self.zone)).date()

    def _intervals(self, at: int) -> Iterator[tuple[int, int]]:
        """The working intervals from the day of this instant on."""
        first = self._local(at)
        for n in range(_FOR_EVER):
            day = first + n * _DAY
            if self.works_on(day):
                yield from _hours_of(day, self.hours, self.zone)


@lru_cache(maxsize=4096)
def _hours_of(day: date, hours: tuple[tuple[time, time], ...], zone: str) -> tuple[tuple[int, int], ...]:
    """The same days are reckoned with for every promise."""
    there = ZoneInfo(zone)
    return tuple((instant(day, begin, there), instant(day, end, there)) for begin, end in hours)


def parse_hours(written: Iterable[str]) -> tuple[tuple[time, time], ...]:
    """`08:30-12:00` and so on, in order. Raises ValueError where they overlap or end before they begin."""
    hours = []
    for one in written:
        begin, _, end = one.partition("-")
        hours.append((time.fromisoformat(begin.strip()), time.fromisoformat(end.strip())))
    flat = [moment for pair in hours for moment in pair]
    if not hours or flat != sorted(flat) or any(begin >= end for begin, end in hours):
        raise ValueError("hours")
    return tuple(hours)
