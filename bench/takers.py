"""Who is measured: each bot with its process, the people it is given, and what has to stand before it starts."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import suppgram, town
from bench.loads import GroupEcho, Load, Requests
from bench.stage import NO_LIMITS, OUT, TOKEN, Command, Stage, fresh, staged
from bench.suppgram import SuppgramCards
from sandbox.limits import Limits

PTB, AIOGRAM, ECHO = "python-telegram-bot", "aiogram", "Linli, echo"
REQUEST, SUPPGRAM = "Linli, requests", "suppgram"
_MODULES = {PTB: "ptb_echo", AIOGRAM: "aiogram_echo", ECHO: "linli_echo"}
_EVERYBODY = 200
_GRIDS = 26  # as in a community of 7,878 households


@dataclass
class Ready:
    """A bot on its stage with its people; it is not running yet."""

    name: str
    stage: Stage
    load: Load

    async def start(self) -> float:
        seconds = await self.stage.start()
        if isinstance(self.load, SuppgramCards):
            sent = self.stage.world.done["sendMessage"]
            self.load.open()
            await self.stage.until(lambda: self.stage.world.done["sendMessage"] > sent, 20, "its group")
        return seconds


def everybody() -> list[str]:
    """In the order in which they are shown."""
    return [PTB, AIOGRAM, ECHO, REQUEST, *([SUPPGRAM] if suppgram.installed() else [])]


@asynccontextmanager
async def ready(
    name: str, section: str, size: int, limits: Limits = NO_LIMITS, *, group: bool = False
) -> AsyncIterator[Ready]:
    """`size` is how many things will be said: echo bots hear them from 200 people, the others from one each."""
    folder = fresh(OUT / "run" / section / name.replace(", ", "-"))
    tokens = suppgram.TOKENS if name == SUPPGRAM else (TOKEN,)
    async with staged(folder, tokens, limits) as stage:
        load = _load(name, stage, size, group=group)
        stage.command = _command(name, folder, load, limits)
        if isinstance(load, Requests):
            await town.found(folder, load.groups, load.staff, load.people)
        yield Ready(name, stage, load)


def _load(name: str, stage: Stage, size: int, *, group: bool) -> Load:
    if name == REQUEST:
        return Requests(stage.world, size, 1 if group else _GRIDS)
    if name == SUPPGRAM:
        return SuppgramCards(stage.world, size)
    return GroupEcho(stage.world, size) if group else Load(stage.world, min(size, _EVERYBODY))


def _command(name: str, folder: Path, load: Load, limits: Limits) -> Command:
    if isinstance(load, SuppgramCards):
        return suppgram.command(folder, load.staff[0])
    if name == REQUEST:
        return town.command(folder, [sys.executable, "run.py"], limits=limits.enforce)
    words = [sys.executable, "-m", f"bench.bots.{_MODULES[name]}"]
    return town.command(folder, words, limits=limits.enforce) if name == ECHO else Command(words)
