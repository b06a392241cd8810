"""More messages into a group than Telegram takes in a minute, at its real pace, all bots at the same time."""

import asyncio
from contextlib import AsyncExitStack

from tqdm import tqdm

from bench.takers import Ready, ready
from bench.telling import Promise, Row, say
from sandbox.limits import Limits

_PER_MINUTE = 20
_MARGIN = 12
_LIMITS = Limits(per_group_minute=_PER_MINUTE)


async def flood(names: list[str], count: int) -> list[Row]:
    """Each in a world and a group of its own; whoever waits needs a minute for every 20."""
    async with AsyncExitStack() as stack:
        ones = [await stack.enter_async_context(ready(name, "limits", count, _LIMITS, group=True)) for name in names]
        for one in ones:
            await one.start()
        for one in ones:
            one.load.want(count)
            for number in range(count):
                one.load.say(number)
        await _watch(ones, (count - 1) // _PER_MINUTE * 60 + _MARGIN)
        rows = [_row(one, count) for one in ones]
    for row in rows:
        say(", ".join(f"{head} {value}" for head, value in row.items()))
    return rows


async def _watch(ones: list[Ready], seconds: int) -> None:
    with tqdm(total=seconds, unit="s", desc="  group limit", leave=False, disable=None) as bar:
        for _ in range(seconds):
            await asyncio.sleep(1)
            bar.update()
            bar.set_postfix_str(" ".join(f"{one.name}: {len(one.load.answers)}" for one in ones))


def _row(one: Ready, count: int) -> Row:
    delivered = len(one.load.answers)
    return {"bot": one.name, "for the group": count, "delivered": delivered, "dropped": count - delivered,
            "429 answers": one.stage.world.refused[429]}


def promises(rows: list[Row]) -> list[Promise]:
    ours = [row for row in rows if row["bot"].startswith("Linli")]
    bad = sum(row["dropped"] + row["429 answers"] for row in ours)
    return [Promise("group limit: dropped messages and 429 answers", "0", str(bad), met=not bad)] if ours else []
