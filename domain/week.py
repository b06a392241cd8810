"""A week of a community: from its Monday to its Sunday, and the seven days after that."""

from datetime import date, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain import recurrence
from domain.calendar import local_date

_DAY = timedelta(days=1)


class Week(NamedTuple):
    """`began_at` is Monday's midnight."""

    began_at: int
    sunday: date
    next_sunday: date


def week_of(now: int, zone: str) -> Week:
    today = local_date(now, zone)
    monday = today - today.weekday() * _DAY
    return Week(recurrence.at(monday, time(0), ZoneInfo(zone)), monday + 6 * _DAY, monday + 13 * _DAY)
