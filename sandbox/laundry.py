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


def first_morning(now_ms: int) -> int:
    """When a play that ends on that evening begins: two days before it, once everybody has come to work."""
    evening = next_evening(now_ms)
    while (morning := _two_days_before(evening)) < now_ms:
        evening = next_evening(evening)
    return morning


def _two_days_before(evening: int) -> int:
    day = datetime.fromtimestamp(evening / 1000, ZONE) - timedelta(days=2)
    return round(day.replace(hour=9).timestamp() * 1000)


def next_morning(now_ms: int) -> int:
    """When the lists of the day have come, and those of who is to be confirmed."""
    day = datetime.fromtimestamp(now_ms / 1000, ZONE) + timedelta(days=1)
    return round(day.replace(hour=9, minute=1, second=0, microsecond=0).timestamp() * 1000)


def _evening(month: date) -> datetime:
    second = month + timedelta(days=(SATURDAY - month.weekday()) % WEEK + WEEK)
    eve = second - timedelta(days=1)
    return datetime(eve.year, eve.month, eve.day, HOUR, tzinfo=ZONE)
