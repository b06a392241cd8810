"""From nothing to the first poll, and the memory that takes."""

import asyncio
import os
import subprocess
import sys
from importlib.util import find_spec
from statistics import median

from bench import town
from bench.stage import NO_LIMITS, OUT, ROOT, TOKEN, Stage, fresh, staged
from bench.takers import ready
from bench.telling import Promise, Row, say

_SETTLE = 1.0
FULL = "Linli, 7,878 households"


async def start_often(name: str, times: int) -> Row:
    seconds, memory = [], []
    for _ in range(times):
        async with ready(name, "start", 10, NO_LIMITS) as one:
            seconds.append(await one.start())
            memory.append(await settled(one.stage))
    return _row(name, seconds, memory)


async def start_full(times: int) -> list[Row]:
    """The example community at its real size; imported once for all starts."""
    folder = fresh(OUT / "run" / "start" / "full")
    command = town.command(folder, [sys.executable, "run.py"], limits=True)
    if find_spec("sandbox.community") is None:
        say("the example community is not there: left out")
        return []
    say("importing the example community (26,000 rows, some 20 s) …")
    _run("-m", "sandbox.community", str(folder / "community.xlsx"))
    _run("run.py", "--log-level", "WARNING", "import", str(folder / "community.xlsx"),
         **command.environment, BOT_TOKEN=TOKEN)
    seconds, memory = [], []
    for _ in range(times):
        async with staged(folder, (TOKEN,), NO_LIMITS) as stage:
            stage.command = command
            seconds.append(await stage.start())
            memory.append(await settled(stage))
            await stage.stop()
    return [_row(FULL, seconds, memory)]


async def settled(stage: Stage) -> float:
    await asyncio.sleep(_SETTLE)
    return stage.memory()


def _row(name: str, seconds: list[float], memory: list[float]) -> Row:
    row = {"bot": name, "seconds to the first poll": round(median(seconds), 2), "MB resident": round(median(memory))}
    say(", ".join(f"{head} {value}" for head, value in row.items()))
    return row


def _run(*words: str, **environment: str) -> None:
    subprocess.run([sys.executable, *words], check=True, cwd=ROOT, env={**os.environ, **environment})


def promises(rows: list[Row]) -> list[Promise]:
    found = []
    for row in rows:
        if row["bot"] == FULL:
            seconds, memory = row["seconds to the first poll"], row["MB resident"]
            found += [Promise("start at 7,878 households", "< 2 s", f"{seconds} s", met=seconds < 2),
                      Promise("memory at 7,878 households", "< 150 MB", f"{memory} MB", met=memory < 150)]
    return found
