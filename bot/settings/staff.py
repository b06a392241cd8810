"""When and how sparingly members of staff are told things."""

from dataclasses import dataclass

from bot.settings.values import Faults, LocalTime


@dataclass(frozen=True, slots=True)
class StaffHours:
    """Local times between which members of staff are told things, on working days."""

    start: LocalTime
    end: LocalTime
    today: LocalTime

    def faults(self) -> Faults:
        if self.start >= self.end:
            yield "start", "staff_hours.start is earlier than staff_hours.end"


@dataclass(frozen=True, slots=True)
class PushSettings:
    """How sparingly staff are told things that they have not asked for."""

    merge_minutes: int
    at_most_a_day: int


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """What hangs in a work group: cards until there are too many at once, and the pinned board."""

    cards_a_minute: int
    redraw_seconds: int
    residents_titles: tuple[str, ...]
