"""When somebody may be told something: at once, a little later with what else comes, or in the morning."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain import recurrence

_LONGEST_LEAVE = 400


class Told(NamedTuple):
    """What somebody has been told today: how many messages, and when the last of them was."""

    messages: int
    last_at: int | None


def on_duty_at(now: int, hours: tuple[str, str], zone: str, works: Callable[[date], bool]) -> int:
    """`now` within working hours, else when they begin next; `works` knows week-ends, holidays and leave."""
    local = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone))
    begins, ends = (time.fromisoformat(one) for one in hours)
    if works(local.date()) and begins <= local.time() < ends:
        return now
    return _first_morning(local.date() + timedelta(days=int(local.time() >= begins)), begins, zone, works)


def morning_after(now: int, start: str, zone: str, works: Callable[[date], bool]) -> int:
    """The beginning of the next working day after today."""
    today = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone)).date()
    return _first_morning(today + timedelta(days=1), time.fromisoformat(start), zone, works)


def say_at(now: int, on_duty: int, told: Told, *, soon: bool, merge: int, at_most: int) -> int | None:
    """The first word goes at once, what follows it closely goes together; None means that today has had enough."""
    if on_duty > now:
        return on_duty
    if soon:
        return now
    if told.messages >= at_most:
        return None
    return now if told.last_at is None else max(now, told.last_at + merge)


def worth_saying(items: Sequence[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, Mapping[str, Any]]]:
    """Without what a later one repeats: the same news of the same request, unless it carries somebody's words."""
    last = {_same(key, facts): n for n, (key, facts) in enumerate(items)}
    return [one for n, one in enumerate(items) if "note_id" in one[1] or last[_same(*one)] == n]


def _same(key: str, facts: Mapping[str, Any]) -> tuple[str, object]:
    return key, facts.get("request_id") or repr(sorted(facts.items()))


def _first_morning(first: date, begins: time, zone: str, works: Callable[[date], bool]) -> int:
    days = (first + timedelta(days=n) for n in range(_LONGEST_LEAVE))
    return recurrence.at(next((day for day in days if works(day)), first), begins, ZoneInfo(zone))
