"""How much of what somebody writes is answered: a bucket of answers that fills again with time."""

from typing import NamedTuple, Protocol

_FULL = 1000
_MINUTE = 60_000


class Config(Protocol):
    """`burst` answers at once, one more after every `refill` seconds; mute who writes `mute_at` a minute."""

    @property
    def burst(self) -> int: ...
    @property
    def refill(self) -> int: ...
    @property
    def mute_at(self) -> int: ...
    @property
    def mute_for(self) -> int: ...


class Bucket(NamedTuple):
    """What is left of somebody's answers, in thousandths, and how many messages came within the present minute."""

    tokens: int
    at: int
    told: bool
    minute_at: int
    in_minute: int
    muted_until: int


class Verdict(NamedTuple):
    """`answer`, `quiet` till it calms, or `muted` for a while, and whether to say so this once."""

    what: str
    say: bool = False


def take(bucket: Bucket | None, config: Config, now: int) -> tuple[Bucket, Verdict]:
    """One more message: what is left, and what becomes of it."""
    if bucket is None:
        bucket = Bucket(config.burst * _FULL, now, told=False, minute_at=now, in_minute=0, muted_until=0)
    if now < bucket.muted_until:
        return bucket, Verdict("muted")
    fresh = now - bucket.minute_at >= _MINUTE
    counted = bucket._replace(minute_at=now if fresh else bucket.minute_at,
                              in_minute=1 if fresh else bucket.in_minute + 1)
    if counted.in_minute >= config.mute_at:
        return counted._replace(muted_until=now + config.mute_for * 1000, in_minute=0), Verdict("muted", say=True)
    filled = min(config.burst * _FULL, bucket.tokens + (now - bucket.at) * _FULL // (config.refill * 1000))
    if filled >= _FULL:
        # It has calmed only once half of it is there again: till then one more line would be one more message.
        told = bucket.told and filled < config.burst * _FULL // 2
        return counted._replace(tokens=filled - _FULL, at=now, told=told), Verdict("quiet" if told else "answer")
    return counted._replace(tokens=filled, at=now, told=True), Verdict("quiet", say=not bucket.told)
