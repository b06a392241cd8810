"""Whole bot processes against a sandbox over real HTTP: started, killed without warning, started again."""

import asyncio
import contextlib
import importlib
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sandbox.clock import RealClock
from sandbox.server import serving
from sandbox.world import Limits, World
from tests.town import SECRET

TOKEN = "123456:PROCESS-TOKEN-PROCESS-TOKEN-PROCESS"
CONFIG = Path(__file__).parent.parent / "config.yaml"
# A server that has imported everything forks each bot, so that a start costs milliseconds and a test can kill often.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["run", "bot.wiring", "handlers", "apscheduler.schedulers.asyncio", "tests.mutants"])


def _main(environment: Mapping[str, str], log: str, mutant: str | None, arguments: list[str]) -> None:
    os.environ.update(environment)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, 1)
    os.dup2(out, 2)
    for name in mutant.split("+") if mutant else []:
        getattr(importlib.import_module("tests.mutants"), name)()
    sys.argv = ["run.py", *arguments]
    sys.exit(importlib.import_module("run").main())


async def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Look again and again: a process elsewhere cannot wake us. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is awaited happens in another process
            await asyncio.sleep(0.01)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Stage:
    """A sandbox over HTTP, a database, and one bot at a time."""

    world: World
    address: str
    folder: Path
    url: str
    webhook_port: int
    changes: Mapping[str, Any]
    mutant: str | None = None
    process: Any = None
    arguments: list[str] = field(default_factory=list)

    @property
    def log(self) -> str:
        path = self.folder / "bot.log"
        return path.read_text() if path.exists() else ""

    @property
    def environment(self) -> dict[str, str]:
        return {
            "BOT_TOKEN": TOKEN, "BOT_API_URL": self.address, "LINLI_DATABASE_URL": self.url,
            "LINLI_SECRET_KEY": SECRET.hex(), "LINLI_CONFIG": str(self.folder / "config.yaml"),
        }

    def start(self, mutant: str | None = None) -> None:
        given = (self.environment, str(self.folder / "bot.log"), mutant or self.mutant, self.arguments)
        self.process = _FORKS.Process(target=_main, args=given, daemon=True)
        self.process.start()

    async def ends(self, seconds: float = 20) -> int:
        """Its exit code, once it has ended by itself."""
        await until(lambda: self.process.exitcode is not None, seconds)
        return int(self.process.exitcode)

    async def kill(self) -> None:
        self.process.kill()
        await self.ends()

    async def stop(self) -> int:
        if self.process.exitcode is None:
            os.kill(self.process.pid, signal.SIGTERM)
        return await self.ends()


@asynccontextmanager
async def stage(
    folder: Path, url: str, *, webhook: bool = False, mutant: str | None = None, world: World | None = None
) -> AsyncIterator[Stage]:
    """`run.py` as a process of its own, without limits and without a time of gathering."""
    port = free_port()
    made = world or World(clock=RealClock(), limits=Limits(enforce=False))
    made.add_bot(TOKEN, username="linli_bot", name="邻里")
    config = yaml.load(CONFIG.read_text("utf-8"), yaml.CSafeLoader)
    config["drafts"] |= {"gather": 0, "at_most": 0}
    config["flood"]["burst"] = 0
    config["limits"] = dict.fromkeys(config["limits"], 0)
    config["intake"] |= {"long_poll": 2, "port": port}
    if webhook:
        config["intake"] |= {"mode": "webhook", "public_url": f"http://127.0.0.1:{port}"}
    (folder / "config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    failed: BaseException | None = None
    async with serving(made) as address:
        stage = Stage(made, address, folder, url, port, config, mutant)
        try:
            yield stage
        except BaseException as error:  # noqa: BLE001 - raised below, outside of the server's task group
            failed = error
        finally:
            if stage.process is not None and stage.process.exitcode is None:
                stage.process.kill()
            with contextlib.suppress(TimeoutError):
                if stage.process is not None:
                    await stage.ends(5)
    if failed is not None:
        raise failed
