"""Local days and hours: when it is quiet, and when a quiet time ends."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain import recurrence


def local_date(now: int, zone: str) -> date:
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone)).date()


def day_begins(now: int, zone: str) -> int:
    """The midnight that began the present local day."""
    return recurrence.at(local_date(now, zone), time(0), ZoneInfo(zone))


def next_time(now: int, wall: str, zone: str) -> int:
    """When the clock on the wall shows this time next."""
    day = local_date(now, zone)
    at = recurrence.at(day, time.fromisoformat(wall), ZoneInfo(zone))
    return at if at > now else recurrence.at(day + timedelta(days=1), time.fromisoformat(wall), ZoneInfo(zone))


def out_of_quiet(at: int, start: str, end: str, zone: str) -> int:
    """The instant itself where it is not quiet, else the end of the quiet time that it falls into."""
    local = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone))
    begins, ends = time.fromisoformat(start), time.fromisoformat(end)
    clock = local.time()
    quiet = begins <= clock < ends if begins <= ends else not ends <= clock < begins
    if not quiet:
        return at
    day = local.date() + timedelta(days=int(begins > ends and clock >= begins))
    return recurrence.at(day, ends, ZoneInfo(zone))
