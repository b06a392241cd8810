"""How people join, what one person may send at once, and what is forgotten."""

from dataclasses import dataclass

from bot.settings.values import Faults, LocalTime


@dataclass(frozen=True, slots=True)
class JoiningSettings:
    """When unconfirmed residents are listed, and how long and how often an invite is good."""

    confirm_at: LocalTime
    invite_days: int
    stairwell_uses: int
    household_uses: int
    tries_an_hour: int


@dataclass(frozen=True, slots=True)
class FloodSettings:
    """How many messages of one sender are answered at once, one more after so many seconds, and when it is enough."""

    burst: int
    refill: int
    mute_at: int
    mute_for: int

    def faults(self) -> Faults:
        if self.refill < 1 or self.mute_at < 1:
            yield "refill", "flood.refill and flood.mute_at are at least 1; flood.burst: 0 switches it off"


@dataclass(frozen=True, slots=True)
class Retention:
    """Days after which something is gone."""

    raw_updates: int
