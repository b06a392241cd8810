"""What many ratings say together, and when anybody may read it: never one alone."""

from collections.abc import Sequence
from datetime import date, time
from math import sqrt
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from domain import recurrence
from domain.calendar import local_date

REASONS = ("manner", "speed", "result", "talk", "other")
ASKS_WHY = 3
SATISFIED = 3
TOGETHER = 5
_Z = 1.96


class Told(Protocol):
    """Solved, not solved or silent, and the grade."""

    @property
    def solved(self) -> bool | None: ...
    @property
    def grade(self) -> int | None: ...


class Summary(NamedTuple):
    """Satisfied, dissatisfied and silent apart from each other; `low` and `high` bound the share of the satisfied."""

    satisfied: int
    dissatisfied: int
    silent: int
    solved: int
    average: float | None
    low: float
    high: float

    @property
    def rated(self) -> int:
        return self.satisfied + self.dissatisfied


def quarters(now: int, zone: str) -> list[tuple[int, int]]:
    """The last quarter of the year and the present one, each from when until when."""
    today = local_date(now, zone)
    month = today.year * 12 + (today.month - 1) // 3 * 3
    begins = [recurrence.at(date(n // 12, n % 12 + 1, 1), time(0), ZoneInfo(zone)) for n in (month - 3, month)]
    return [(begins[0], begins[1]), (begins[1], now + 1)]


def summarise(*told: Sequence[Told]) -> Summary | None:
    """In whole groups of five answers, so that the newest one can never be told from the sum; None below five.

    Of several periods each is counted in fives of its own, so that none is told from the sum when a period falls out.
    基本满意 and better is satisfied; 未解决 and worse grades are not; who gave no grade has said nothing of it.
    """
    answers = [[one for one in period if one.solved is False or one.grade is not None] for period in told]
    counted = [one for period in answers for one in period[:len(period) // TOGETHER * TOGETHER]]
    if not counted:
        return None
    satisfied = sum(bool(one.solved) and (one.grade or 0) >= SATISFIED for one in counted)
    grades = [one.grade for one in counted if one.solved and one.grade is not None]
    low, high = wilson(satisfied, len(counted))
    return Summary(
        satisfied, len(counted) - satisfied, sum(map(len, told)) - sum(map(len, answers)),
        sum(bool(one.solved) for one in counted),
        sum(grades) / len(grades) if len(grades) >= TOGETHER else None, low, high,
    )


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The interval of Wilson's score at 95 %: what the true share may be, however few have answered."""
    if not count:
        return 0.0, 1.0
    share, z2 = hits / count, _Z * _Z
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    reach = _Z / (1 + z2 / count) * sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    return max(0.0, middle - reach), min(1.0, middle + reach)
