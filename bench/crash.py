"""Killed with SIGKILL again and again while people talk, and started again: what is lost, what is said twice."""

import asyncio
from itertools import pairwise
from random import Random
from time import perf_counter

from bench.loads import Load
from bench.stage import NO_LIMITS
from bench.takers import Ready, ready
from bench.telling import Promise, Row, say
from sandbox.limits import Limits

_ROUND_TRIP = 0.03  # seconds, so that something is always on its way
_QUIET = 4.0


async def kill_often(name: str, count: int, kills: int, *, limited: bool = False) -> Row:
    """A share of the messages before every kill, and one more after the last."""
    chance = Random(kills)
    async with ready(name, "crash", count, Limits() if limited else NO_LIMITS) as one:
        load, shares = one.load, _shares(count, kills + 1)
        one.stage.world.round_trip = _ROUND_TRIP
        await one.start()
        load.want(count)
        for share in shares[:-1]:
            await _talk(load, share, chance.uniform(0.1, 0.6))
            await asyncio.sleep(chance.uniform(0, 1) if limited else 0)  # without limits all is over in a moment
            await one.stage.kill()
            await one.stage.start()
        await _talk(load, shares[-1], 1.0)
        await _quiet(one)
        label = f"{name}, at Telegram's limits" if limited else name
        row = {"bot": label, "said": count, "kills": kills, "lost": load.missing, "repeated": load.repeated,
               "of these marked as repeats": load.marked}
    say(", ".join(f"{head} {value}" for head, value in row.items()))
    return row


async def _talk(load: Load, share: range, part: float) -> None:
    """Until this part of the share is answered, or nothing more seems to come."""
    for number in share:
        load.say(number)
    enough, deadline = len(share) * part, perf_counter() + _QUIET
    while sum(number in load.answers for number in share) < enough and perf_counter() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.005)


async def _quiet(one: Ready) -> None:
    """Until nothing waits at the server and no answer has come for a while."""
    world, at, before = one.stage.world, perf_counter(), -1
    while one.load.missing and perf_counter() - at < _QUIET:
        if world.asked != before or any(world.pending(token) for token in world.bots):
            at, before = perf_counter(), world.asked
        await asyncio.sleep(0.05)
    await asyncio.sleep(1)


def _shares(count: int, parts: int) -> list[range]:
    edges = [count * n // parts for n in range(parts + 1)]
    return [range(a, b) for a, b in pairwise(edges)]


def promises(rows: list[Row]) -> list[Promise]:
    ours = [row for row in rows if row["bot"].startswith("Linli")]
    lost = sum(row["lost"] for row in ours)
    return [Promise("killed with SIGKILL under load: lost", "0", str(lost), met=not lost)] if ours else []
