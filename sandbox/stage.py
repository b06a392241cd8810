"""A sandbox and a bot as processes of their own, side by side in one folder: for the demo and for replays."""

import asyncio
import contextlib
import os
import secrets
import socket
import sys
from asyncio.subprocess import Process
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

TOKEN = "123456:SANDBOX-TOKEN-SANDBOX-TOKEN-SANDBOX"  # noqa: S105 - it opens nothing but a sandbox
_READY = "sandbox on "


class Fallen(Exception):
    """A process ended that should not have; its last words."""


def free_port(wanted: int) -> int:
    """The wanted one, or any other where it is taken."""
    for port in (wanted, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise OSError("no free port")


@dataclass
class Stage:
    """`async with Stage(folder, program) as stage:`; `program` is the bot's command line, run with its environment."""

    folder: Path
    program: list[str]
    port: int = 8081
    environment: dict[str, str] = field(default_factory=dict)
    sandbox: Process | None = None
    bot: Process | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port(self.port)
        self.environment = {
            **os.environ, "BOT_TOKEN": TOKEN, "BOT_API_URL": self.address, "LINLI_CLOCK_URL": self.address,
            "LINLI_DATABASE_URL": f"sqlite:///{self.folder}/linli.db", "LINLI_SECRET_KEY": secrets.token_hex(32),
            **self.environment,
        }
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in (self.bot, self.sandbox):
            if process is not None and process.returncode is None:
                process.terminate()
                await process.wait()

    async def open_sandbox(self, *options: str) -> None:
        """Raises Fallen."""
        self.sandbox = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "sandbox", "--port", str(self.port), "--bot", f"{TOKEN}@linli_bot", *options,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )
        assert self.sandbox.stdout is not None
        said = (await self.sandbox.stdout.readline()).decode()
        if not said.startswith(_READY):
            raise Fallen(said)

    async def run(self, *arguments: str) -> None:
        """One command to its end, its words on our terminal. Raises Fallen."""
        process = await asyncio.create_subprocess_exec(*self.program, *arguments, env=self.environment)
        if await process.wait():
            raise Fallen(" ".join(arguments))

    async def start_bot(self) -> None:
        with self.log.open("wb") as log:
            self.bot = await asyncio.create_subprocess_exec(*self.program, env=self.environment, stdout=log, stderr=log)

    async def watch(self) -> None:
        """Raises Fallen once the bot has ended by itself."""
        assert self.bot is not None
        await self.bot.wait()
        raise Fallen(self.log.read_text("utf-8")[-2000:])

    @property
    def log(self) -> Path:
        return self.folder / "bot.log"
