"""When the office works, and when nobody is disturbed."""

from dataclasses import dataclass
from datetime import date

from bot.settings.values import Faults, LocalTime
from domain.working import WorkingCalendar, parse_hours


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local times between which nobody is reminded."""

    start: LocalTime
    end: LocalTime


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When the office works, in local time; exceptions of the year as dates."""

    hours: tuple[str, ...]
    days_off: tuple[int, ...]
    holidays: tuple[str, ...]
    make_up_days: tuple[str, ...]
    covered_until: str | None

    def calendar(self, zone: str) -> WorkingCalendar:
        """Raises ValueError for what is no time or date."""
        return WorkingCalendar(
            zone, parse_hours(self.hours), frozenset(self.days_off), frozenset(map(date.fromisoformat, self.holidays)),
            frozenset(map(date.fromisoformat, self.make_up_days)),
            date.fromisoformat(self.covered_until) if self.covered_until else None,
        )

    def faults(self, zone: str) -> Faults:
        try:
            self.calendar(zone)
        except ValueError:
            yield "hours", 'working_hours: hours are such as "08:30-12:00", in order; dates such as "2027-01-01"'
        if not {1, 2, 3, 4, 5, 6, 7} > set(self.days_off):
            yield "days_off", "working_hours.days_off are days from 1 (Monday) to 7, and not all of them"
