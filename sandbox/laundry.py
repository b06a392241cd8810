"""When the example community's laundry day is announced: every second Saturday, at 18:00 the day before."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
HOUR, SATURDAY, WEEK = 18, 5, 7
MARGIN = timedelta(minutes=10)


def next_evening(now_ms: int) -> int:
    """That instant of the next one, but not one of the next few minutes."""
    soon = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZONE) + MARGIN
    month = soon.date().replace(day=1)
    while (evening := _evening(month)) < soon:
        month = (month + timedelta(days=31)).replace(day=1)
    return round(evening.timestamp() * 1000)


def _evening(month: date) -> datetime:
    second = month + timedelta(days=(SATURDAY - month.weekday()) % WEEK + WEEK)
    eve = second - timedelta(days=1)
    return datetime(eve.year, eve.month, eve.day, HOUR, tzinfo=ZONE)
