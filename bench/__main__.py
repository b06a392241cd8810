"""Measures the promises in figures, side by side with other bots: python -m bench [--quick] [--only echo,crash]."""

import argparse
import asyncio
import json
import os
import platform
import sys
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

from bench import chart, crash, drain, flood, rate, size, start
from bench.stage import CORES, OUT, WaitedInVainError, take_one_core
from bench.takers import AIOGRAM, ECHO, PTB, REQUEST, SUPPGRAM, everybody
from bench.telling import Promise, Row, markdown, promise_rows, table

SECTIONS = ("echo", "request", "crash", "limits", "start", "drain", "size")
_LIBRARIES = ("python-telegram-bot", "aiogram", "aiohttp", "aiosqlite")


@dataclass(frozen=True)
class Sizes:
    """How much of everything."""

    said: dict[str, int]
    rounds: int
    crash: int
    crash_cards: int
    kills: int
    group: int
    starts: int
    full: bool
    reminders: int
    claims: int
    broadcast: int
    city: size.Size
    city_requests: int


FULL = Sizes({PTB: 3000, AIOGRAM: 4000, ECHO: 6000, REQUEST: 1000, SUPPGRAM: 200}, 5, 1200, 300, 5, 60, 5, True,
             10_000, 100, 1800, size.CITY, 500)
QUICK = Sizes({PTB: 800, AIOGRAM: 1000, ECHO: 1500, REQUEST: 200, SUPPGRAM: 40}, 1, 240, 60, 2, 25, 1, False,
              1000, 12, 240, size.Size(100_000, 500_000), 200)


@dataclass
class Found:
    """Tables by title, and the promises with what came of them."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    promises: list[Promise] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def add(self, title: str, rows: list[Row], promises: list[Promise]) -> None:
        self.tables[title] = rows
        self.promises += promises
        print("\n" + table(title, rows), flush=True)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, some three minutes")
    parser.add_argument("--only", type=_sections, default=SECTIONS, metavar="A,B",
                        help=f"some sections of {', '.join(SECTIONS)}")
    return parser.parse_args()


def _sections(text: str) -> tuple[str, ...]:
    wanted = tuple(text.split(","))
    if strange := [one for one in wanted if one not in SECTIONS]:
        raise argparse.ArgumentTypeError(f"{strange[0]} is none of {', '.join(SECTIONS)}")
    return wanted


async def run(wanted: tuple[str, ...], sizes: Sizes) -> Found:
    """One section after the other; each prints its table when it is done, and one that fails stops no other."""
    names, found = everybody(), Found()
    steps = {
        "echo request": lambda: _rates(found, wanted, names, sizes),
        "crash": lambda: _crashes(found, names, sizes),
        "limits": lambda: _limits(found, names, sizes),
        "start": lambda: _starts(found, names, sizes),
        "drain": lambda: _drains(found, sizes),
        "size": lambda: _sizes(found, sizes),
    }
    for section, step in steps.items():
        if set(section.split()) & set(wanted):
            try:
                await step()
            except WaitedInVainError as error:
                found.failed.append(section)
                print(f"\n{section} was not finished: {error}\n", flush=True)
    return found


async def _rates(found: Found, wanted: tuple[str, ...], names: list[str], sizes: Sizes) -> None:
    print("\nMessages and requests a second, limits off", flush=True)
    asked = {"echo": {PTB, AIOGRAM, ECHO}, "request": {PTB, REQUEST, SUPPGRAM}}
    chosen = set().union(*(asked[one] for one in wanted if one in asked))
    measured = await rate.rounds([name for name in names if name in chosen], sizes.said, sizes.rounds)
    rows = rate.rows(measured)
    found.add("Messages (echo) and requests (cards) a second, from the first answer to the last", rows,
              rate.promises(measured))
    if "echo" in wanted:
        echoes = {row["bot"]: row["per second"] for row in rows if row["bot"] in asked["echo"]}
        note = f"median of {sizes.rounds} rounds, one core for the bot, no network between; only the ratios carry over"
        picture = chart.bars("Echoed messages a second", note, echoes, "Linli")
        (OUT / "echo.svg").write_text(picture, "utf-8")


async def _crashes(found: Found, names: list[str], sizes: Sizes) -> None:
    print("\nKilled with SIGKILL while people talk, 30 ms to Telegram and back", flush=True)
    counts = {name: sizes.crash_cards if name in {REQUEST, SUPPGRAM} else sizes.crash for name in names}
    rows = [await crash.kill_often(name, counts[name], sizes.kills) for name in names]
    rows.append(await crash.kill_often(ECHO, sizes.crash_cards, sizes.kills, limited=True))
    found.add("Killed in mid-load and started again", rows, crash.promises(rows))


async def _limits(found: Found, names: list[str], sizes: Sizes) -> None:
    print("\nA group that takes 20 messages a minute, all bots at once", flush=True)
    rows = await flood.flood(names, sizes.group)
    found.add(f"{sizes.group} messages for a group limited to 20 a minute", rows, flood.promises(rows))


async def _starts(found: Found, names: list[str], sizes: Sizes) -> None:
    print("\nFrom the start to the first poll", flush=True)
    rows = [await start.start_often(name, sizes.starts) for name in names]
    if sizes.full:
        rows += await start.start_full(sizes.starts)
    found.add("Start and memory", rows, start.promises(rows))


async def _drains(found: Found, sizes: Sizes) -> None:
    print("\nAt Telegram's limits", flush=True)
    sent = await drain.broadcast(sizes.broadcast)
    claimed = await drain.claims(sizes.reminders, sizes.claims)
    found.add("A broadcast at 30 a second", [sent], [])
    found.add("Claims while reminders drain", [claimed], drain.promises(claimed, sent))


async def _sizes(found: Found, sizes: Sizes) -> None:
    print("\nA city's worth of rows", flush=True)
    found.add("Requests on a small database and on a large one",
              *await size.compare(sizes.city_requests, 3 if sizes.full else 1, sizes.city))


def machine() -> dict[str, Any]:
    info = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    model = next((line.partition(": ")[2] for line in info if line.startswith("model name")), platform.machine())
    libraries = {name: version(name) for name in _LIBRARIES}
    return {"processor": model, "cores": len(CORES), "python": platform.python_version(), **libraries}


def write(result: dict[str, Any], tables: dict[str, list[Row]]) -> None:
    (OUT / "results.json").write_text(json.dumps(result, ensure_ascii=False, indent=2), "utf-8")
    pages = [markdown(title, rows) for title, rows in tables.items()]
    (OUT / "tables.md").write_text("\n".join(pages), "utf-8")


def main() -> int:
    given = options()
    os.environ["PYTHONUTF8"] = "1"
    OUT.mkdir(exist_ok=True)
    take_one_core()
    began, here = perf_counter(), machine()
    print(", ".join(f"{name} {value}" for name, value in here.items()), flush=True)
    found = asyncio.run(run(given.only, QUICK if given.quick else FULL))
    print(table("Promises", promise_rows(found.promises)))
    minutes = round((perf_counter() - began) / 60, 1)
    result = {"machine": here, "quick": given.quick, "minutes": minutes, "tables": found.tables,
              "promises": [one._asdict() for one in found.promises]}
    write(result, {**found.tables, "Promises": promise_rows(found.promises)})
    print(f"{minutes} minutes; the figures are in {OUT}: results.json, tables.md, echo.svg")
    return 1 if found.failed else 0


if __name__ == "__main__":
    sys.exit(main())
