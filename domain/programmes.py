"""When the reminders of an occurrence are due, and until when each still helps."""

from datetime import date, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain import recurrence
from domain.calendar import out_of_quiet

HORIZON_DAYS = 40


class PlannedStep(NamedTuple):
    """One round of reminders: its name in the plan, when it is due, and until when it is still worth sending."""

    name: str
    due_at: int
    until_at: int


def upcoming(rule_text: str, today: date, horizon: int = HORIZON_DAYS) -> list[date]:
    """The dates of a rule from today on, as far ahead as is planned, and always the next one."""
    rule = recurrence.parse(rule_text)
    found = recurrence.dates(rule, today, 12)
    last = today + timedelta(days=horizon)
    return [day for n, day in enumerate(found) if n == 0 or day <= last]


def starts_at(day: date, wall: str, zone: str) -> int:
    return recurrence.at(day, time.fromisoformat(wall), ZoneInfo(zone))


def closes_at(original_date: str, days: int, wall: str, zone: str) -> int:
    """The cut-off of answers: so many days before the occurrence's date, at a local time."""
    day = date.fromisoformat(original_date) - timedelta(days=days)
    return recurrence.at(day, time.fromisoformat(wall), ZoneInfo(zone))


def plan(
    day: date, start: str, steps: list[tuple[int, str]], zone: str, quiet: tuple[str, str]
) -> list[PlannedStep]:
    """Steps given as (days before, local time); each helps until the occurrence starts, and is never due in quiet
    hours. What quiet hours would push past the start stays out, so that nobody is called to what is over.
    """
    begins = starts_at(day, start, zone)
    planned = []
    for days, wall in steps:
        due = recurrence.at(day - timedelta(days=days), time.fromisoformat(wall), ZoneInfo(zone))
        due = out_of_quiet(due, *quiet, zone)
        if due < begins:
            planned.append(PlannedStep(f"{days}d{wall}", due, begins))
    return planned
