"""Messages a second: echoes, claim cards and whole requests, each bot in turn, round by round."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench import meter
from bench.meter import Shares
from bench.stage import NO_LIMITS
from bench.takers import AIOGRAM, ECHO, PTB, REQUEST, SUPPGRAM, Ready, ready
from bench.telling import Promise, Row, say

_WARM = 20
_TAIL = 0.5
_TRIES, _DISTURBED = 4, 0.08


class Measured(NamedTuple):
    """One bot in one round."""

    rate: float
    calls: float
    cpu: float
    shares: Shares
    folder: Path


async def _nothing(one: Ready) -> None:
    """The bot starts on what its makers would find."""


async def measure(name: str, count: int) -> Measured:
    """Again, a few times, where other programs took too much of the machine; the least disturbed counts."""
    tries: list[Measured] = []
    while len(tries) < _TRIES and (not tries or tries[-1].shares.others > _DISTURBED):
        tries.append(await measure_once(name, count))
    return min(tries, key=lambda one: one.shares.others)


async def measure_once(
    name: str, count: int, section: str = "rate", prepare: Callable[[Ready], Awaitable[None]] = _nothing
) -> Measured:
    """Work is laid out while the bot is held; then it runs from the first answer to the last."""
    async with ready(name, section, count + _WARM, NO_LIMITS) as one:
        await prepare(one)
        await one.start()
        await _warm(one, count)
        stage, load = one.stage, one.load
        stage.hold()
        load.want(count)
        for number in range(count):
            load.say(number)
        before = meter.read(stage)
        stage.go_on()
        await stage.until(lambda: load.done, 180, f"{count} answers")
        used = meter.shares(before, meter.read(stage))
        await asyncio.sleep(_TAIL)  # what it still writes down belongs to its work
        each = 1000 * (stage.cpu() - before.bot) / count
        return Measured((count - 1) / load.seconds, load.calls / load.seconds, each, used, stage.folder)


async def _warm(one: Ready, count: int) -> None:
    one.load.want(_WARM)
    for number in range(count, count + _WARM):
        one.load.say(number)
    await one.stage.until(lambda: one.load.done, 30, "its first answers")
    await asyncio.sleep(_TAIL)


async def rounds(names: list[str], sizes: dict[str, int], times: int) -> dict[str, list[Measured]]:
    found: dict[str, list[Measured]] = {name: [] for name in names}
    for turn in range(times):
        for name in names:
            one = await measure(name, sizes[name])
            found[name].append(one)
            say(f"round {turn + 1}/{times}  {name}: {one.rate:,.0f}/s, {one.cpu:.2f} ms CPU, "
                f"{one.calls:,.0f} calls/s (bot {one.shares.bot:.0%} busy, sandbox {one.shares.sandbox:.0%}, "
                f"others {one.shares.others:.0%})")
    return found


def rows(found: dict[str, list[Measured]]) -> list[Row]:
    return [
        {
            "bot": name, "per second": round(median(one.rate for one in runs), 1),
            "range": f"{min(one.rate for one in runs):,.0f}–{max(one.rate for one in runs):,.0f}",
            "API calls a second": round(median(one.calls for one in runs)),
            "CPU ms each": round(median(one.cpu for one in runs), 2),
            "bot busy": f"{median(one.shares.bot for one in runs):.0%}",
            "sandbox busy": f"{max(one.shares.sandbox for one in runs):.0%}",
            "others": f"{median(one.shares.others for one in runs):.0%}",
        }
        for name, runs in found.items()
    ]


def promises(found: dict[str, list[Measured]]) -> list[Promise]:
    """Ratios within a round, then their median: the machine is not the same from minute to minute."""
    kept = [
        _ratio(found, "durable echo, messages a second", ECHO, PTB, "rate", 2.0),
        _ratio(found, "durable echo, messages a second", ECHO, AIOGRAM, "rate", 1.4),
        _ratio(found, "whole request, API calls a second", REQUEST, PTB, "calls", 1.0),
        _ratio(found, "whole request, requests a second", REQUEST, SUPPGRAM, "rate", 10.0),
    ]
    return [one for one in kept if one is not None]


def _ratio(
    found: dict[str, list[Measured]], what: str, ours: str, theirs: str, field: str, target: float
) -> Promise | None:
    if not found.get(ours) or not found.get(theirs):
        return None
    ratios = [getattr(a, field) / getattr(b, field) for a, b in zip(found[ours], found[theirs], strict=True)]
    value = median(ratios)
    return Promise(f"{what} / {theirs}", f"≥ {target}", f"{value:.2f}", met=value >= target)
