"""Claims pressed while reminders drain at Telegram's limits, and how close to those limits a broadcast comes."""

import asyncio
import math
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from tqdm import tqdm

from bench import town
from bench.loads import ACCEPT, Requests, has_button, message_id
from bench.stage import OUT, TOKEN, Stage, fresh, staged
from bench.telling import Promise, Row, say
from bench.watch import Watched
from sandbox.limits import Limits
from sandbox.world import Answer

_CARDS_A_GROUP = 10
_PER_SECOND = 30
_JOIN, _WON = "参加", "您已认领"
_SETTLE = 5  # the last edits are made, and the windows of the limits are empty again


class Pressed(Requests):
    """Filed requests that stand as cards in several groups; presses on them, and how long each waited."""

    def __init__(self, world: Watched, people: int, grids: int) -> None:
        super().__init__(world, people, grids)
        self.cards: dict[int, tuple[int, int]] = {}
        self.began: dict[str, float] = {}
        self.waited: list[float] = []
        self.won = 0
        self.reminded: list[float] = []

    def card(self, chat: int, params: dict[str, Any], answer: Answer, *, anew: bool) -> None:
        super().card(chat, params, answer, anew=anew)
        if anew and has_button(params, ACCEPT):
            self.cards[len(self.cards)] = (chat, message_id(answer))

    def take(self, method: str, params: dict[str, Any], answer: Answer) -> None:
        super().take(method, params, answer)
        if method == "answerCallbackQuery" and params["callback_query_id"] in self.began:
            self.waited.append(perf_counter() - self.began.pop(params["callback_query_id"]))
            self.won += _WON in params["text"]
        elif method == "sendMessage" and has_button(params, _JOIN):
            self.reminded.append(perf_counter())

    def claim(self, number: int) -> None:
        chat, card = self.cards[number]
        who = self.staff[self.groups.index(chat)]
        began = perf_counter()
        self.began[self.world.press(who, chat, card, ACCEPT)] = began


async def claims(reminders: int, count: int) -> Row:
    """A claim each second while the reminders go out."""
    async with _prepared("claims", reminders, count) as (stage, load):
        await _file(stage, load, count)
        await _remind(stage, load)
        with tqdm(total=count, unit=" claims", desc="  claims while reminders drain", leave=False, disable=None) as bar:
            for number in range(count):
                load.claim(number)
                await asyncio.sleep(1)
                bar.update()
        await stage.until(lambda: not load.began, 30, "the answer to every claim")
        waited = sorted(load.waited)
        row = {
            "reminders queued": reminders, "sent meanwhile": len(load.reminded), "claims won": load.won,
            "answered, median ms": round(1000 * _at(waited, 0.5)), "p99 ms": round(1000 * _at(waited, 0.99)),
            "429 answers": stage.world.refused[429],
        }
    say(", ".join(f"{head} {value:,}" for head, value in row.items()))
    return row


async def broadcast(reminders: int) -> Row:
    """From the first to the last of them."""
    async with _prepared("broadcast", reminders, 1) as (stage, load):
        await _remind(stage, load)
        with tqdm(total=reminders, unit=" reminders", desc="  broadcast", leave=False, disable=None) as bar:
            while len(load.reminded) < reminders and stage.running:
                await asyncio.sleep(0.5)
                bar.update(len(load.reminded) - bar.n)
        seconds, ideal = load.reminded[-1] - load.reminded[0], reminders / _PER_SECOND
        row = {"reminders": reminders, "seconds": round(seconds, 2), "at 30 a second": round(ideal, 2),
               "ratio": round(seconds / ideal, 3), "429 answers": stage.world.refused[429]}
    say(", ".join(f"{head} {value:,}" for head, value in row.items()))
    return row


@asynccontextmanager
async def _prepared(name: str, reminders: int, count: int) -> AsyncIterator[tuple[Stage, Pressed]]:
    folder = fresh(OUT / "run" / "drain" / name)
    async with staged(folder, (TOKEN,), Limits()) as stage:
        load = Pressed(stage.world, reminders, math.ceil(count / _CARDS_A_GROUP))
        stage.command = town.command(folder, [sys.executable, "run.py"], limits=True)
        await _found(folder, load)
        yield stage, load


async def _found(folder: Path, load: Pressed) -> None:
    rows = len(load.people) + len(load.staff) + 2 * len(load.groups) + 2
    with tqdm(total=rows, unit=" rows", desc="  importing", leave=False, disable=None) as bar:
        await town.found(folder, load.groups, load.staff, load.people, bar.update)


async def _file(stage: Stage, load: Pressed, count: int) -> None:
    """Requests enough for the claims, each through the bot."""
    await stage.start()
    load.want(count)
    for number in range(count):
        load.say(number)
    await stage.until(lambda: not load.missing, 120, f"{count} requests")
    await asyncio.sleep(_SETTLE)
    await stage.stop()


async def _remind(stage: Stage, load: Pressed) -> None:
    await town.remind_now(stage.folder)
    stage.world.tally()
    await stage.start()
    await stage.until(lambda: bool(load.reminded), 30, "the first reminder")


def _at(ordered: Sequence[float], part: float) -> float:
    """Nearest rank."""
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def promises(claimed: Row, sent: Row) -> list[Promise]:
    return [
        Promise(f"claim answered while {claimed['reminders queued']:,} reminders drain, p99", "< 1 s",
                f"{claimed['p99 ms'] / 1000:.3f} s", met=claimed["p99 ms"] < 1000),
        Promise(f"broadcast of {sent['reminders']:,}, time against N/30 s", "≤ 1.03", str(sent["ratio"]),
                met=sent["ratio"] <= 1.03),
        Promise("429 answers in both", "0", str(claimed["429 answers"] + sent["429 answers"]),
                met=claimed["429 answers"] + sent["429 answers"] == 0),
    ]
