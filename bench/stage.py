"""One sandbox in this process, and bots as processes of their own: started, held, measured, killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bench.watch import Watched
from sandbox.clock import RealClock
from sandbox.limits import Limits
from sandbox.server import serving

ROOT = Path(__file__).parent.parent
OUT = Path(__file__).parent / "out"
TOKEN = "123456:BENCH-TOKEN-BENCH-TOKEN-BENCH-TOKEN"
_TICK = os.sysconf("SC_CLK_TCK")


class TooSlow(Exception):
    """What a bot was waited for did not happen."""


@dataclass
class Bot:
    """How one bot is started; `environment` comes on top of its token and its server."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Stage:
    """A world, its address, and at most one bot that is running."""

    world: Watched
    address: str
    bot: Bot
    folder: Path
    process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    async def start(self) -> None:
        """Until its first getUpdates."""
        polls = self.world.done["getUpdates"]
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONPATH": str(ROOT), "BOT_TOKEN": TOKEN,
            "BOT_API_URL": self.address, **self.bot.environment,
        }
        with (self.folder / "bot.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.bot.command, cwd=ROOT, env=environment, stdout=log, stderr=log, preexec_fn=_beside_us
            )
        await self.until(lambda: self.world.done["getUpdates"] > polls, 60, "its first getUpdates")

    async def until(self, holds: Callable[[], bool], seconds: float, what: str) -> None:
        """Raises TooSlow."""
        deadline = perf_counter() + seconds
        while not holds():
            if perf_counter() > deadline or (self.process and self.process.returncode is not None):
                raise TooSlow(f"{self.bot.name}: waited in vain for {what}\n{self.log[-2000:]}")
            await asyncio.sleep(0.01)

    def hold(self) -> None:
        """It stands still, while what it will have to do is being prepared."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, how: int) -> None:
        if self.process is not None and self.process.returncode is None:
            os.kill(self.pid, how)
            try:
                await asyncio.wait_for(self.process.wait(), 20)
            except TimeoutError:
                self.process.kill()
                await self.process.wait()

    @property
    def log(self) -> str:
        return (self.folder / "bot.log").read_text("utf-8", "replace")

    def cpu(self) -> float:
        """Seconds of user and system time, all threads."""
        stat = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / _TICK

    def memory(self) -> float:
        """Resident megabytes."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@asynccontextmanager
async def staged(bot: Bot, folder: Path, limits: Limits | None = None) -> AsyncIterator[Stage]:
    """A fresh world with this bot, which is not running yet."""
    world = Watched(RealClock(), limits or Limits(enforce=False))
    world.add_bot(TOKEN, username="bench_bot", name="Bench")
    folder.mkdir(parents=True, exist_ok=True)
    async with serving(world) as address:
        stage = Stage(world, address, bot, folder)
        try:
            yield stage
        finally:
            await stage.kill()


def take_one_core() -> None:
    """The sandbox keeps the first core, the bots get the others: neither is measured by what the other takes."""
    if len(cores := os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, {min(cores)})


def _beside_us() -> None:
    if (cores := set(range(os.cpu_count() or 1))) != {0}:
        os.sched_setaffinity(0, cores - {min(cores)})


def python(module: str) -> list[str]:
    return [sys.executable, "-m", module]
