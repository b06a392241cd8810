"""One sandbox in this process, and a bot as a process of its own: started, held, measured, killed."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
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
CORES = os.sched_getaffinity(0)
NO_LIMITS = Limits(enforce=False)
_TICKS = os.sysconf("SC_CLK_TCK")


class WaitedInVainError(Exception):
    """A bot did not do in time what was expected of it."""


@dataclass(frozen=True)
class Command:
    """How a bot is started; the environment comes on top of its token and its server."""

    words: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Stage:
    """A world, its address, and at most one process of the bot."""

    world: Watched
    address: str
    folder: Path
    command: Command = field(default_factory=lambda: Command([]))
    process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.returncode is None

    @property
    def log(self) -> str:
        return (self.folder / "bot.log").read_text("utf-8", "replace")

    async def start(self) -> float:
        """Until its first getUpdates; how many seconds that took."""
        before, began = self.world.done["getUpdates"], perf_counter()
        with (self.folder / "bot.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command.words, cwd=ROOT, env=self._environment(), stdout=log, stderr=log
            )
        os.sched_setaffinity(self.pid, _their_cores())
        polls = before + len(self.world.bots)
        await self.until(lambda: self.world.done["getUpdates"] >= polls, 60, "its first getUpdates")
        return perf_counter() - began

    def _environment(self) -> dict[str, str]:
        own = {"HOME": str(self.folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": os.environ["PATH"]}
        return own | {"BOT_TOKEN": TOKEN, "BOT_API_URL": self.address} | dict(self.command.environment)

    async def until(self, holds: Callable[[], bool], seconds: float, what: str) -> None:
        """Raises WaitedInVainError."""
        deadline = perf_counter() + seconds
        while not holds():
            if perf_counter() > deadline or not self.running:
                raise WaitedInVainError(f"{self.folder.name}: waited in vain for {what}\n{self.log[-1500:]}")
            await asyncio.sleep(0.005)

    def hold(self) -> None:
        """It stands still while its work is laid out, so that this costs it nothing."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, how: int) -> None:
        if self.process is None or not self.running:
            return
        os.kill(self.pid, how)
        try:
            await asyncio.wait_for(self.process.wait(), 30)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()

    def cpu(self) -> float:
        """Seconds of user and system time so far, all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """Resident megabytes."""
        lines = Path(f"/proc/{self.pid}/status").read_text("ascii", "replace").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@asynccontextmanager
async def staged(folder: Path, tokens: Sequence[str], limits: Limits) -> AsyncIterator[Stage]:
    """A fresh world with these bots, of which none is running yet."""
    world = world_with(tokens, limits)
    failed: Exception | None = None
    async with serving(world) as address:
        stage = Stage(world, address, folder)
        try:
            yield stage
        except Exception as error:  # noqa: BLE001 - raised below, outside of the server's task group
            failed = error
        finally:
            await stage.kill()
    if failed is not None:
        raise failed


def fresh(folder: Path) -> Path:
    """The same folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def world_with(tokens: Sequence[str], limits: Limits) -> Watched:
    world = Watched(RealClock(), limits)
    for number, token in enumerate(tokens):
        world.add_bot(token, username=f"bench{number}_bot", name="Bench", privacy=False)
    return world


def take_one_core() -> None:
    """The sandbox keeps one core and the bots get the others: neither is measured by what the other takes."""
    if len(CORES) > 1:
        os.sched_setaffinity(0, {min(CORES)})


def _their_cores() -> set[int]:
    return CORES - {min(CORES)} if len(CORES) > 1 else CORES
