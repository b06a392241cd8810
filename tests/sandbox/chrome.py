"""A page in headless Chromium, driven over its debugging socket."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

FLAGS = """
--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync --hide-scrollbars --remote-debugging-port=0
"""
PATIENCE = 15.0


def binary() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


class Tab:
    """One page: run scripts in it, wait for them to come true, look at it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.count = 0

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        self.count += 1
        await self.socket.send_json({"id": self.count, "method": method, "params": params})
        while True:
            answer: dict[str, Any] = await self.socket.receive_json()
            if answer.get("id") == self.count:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    async def run(self, script: str) -> Any:
        """The value of an expression; a promise is awaited."""
        result = await self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    async def until(self, script: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while not await self.run(script):  # noqa: ASYNC110 - the page is only asked
                await asyncio.sleep(0.02)


@asynccontextmanager
async def tab(chromium: str, home: Path, address: str, width: int = 1240) -> AsyncIterator[Tab]:
    process = await asyncio.create_subprocess_exec(
        chromium,
        *FLAGS.split(),
        f"--user-data-dir={home}",
        f"--window-size={width},900",
        address,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        port = await debugging_port(home)
        async with aiohttp.ClientSession() as http:
            async with http.get(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = [page for page in await answer.json() if page["type"] == "page"]
            async with http.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Tab(socket)
    finally:
        process.terminate()
        await process.wait()


async def debugging_port(home: Path) -> int:
    """Chromium writes it down once it listens."""
    note = home / "DevToolsActivePort"
    async with asyncio.timeout(PATIENCE):
        while not (note.exists() and note.read_text().count("\n")):  # noqa: ASYNC110 - a file of somebody else
            await asyncio.sleep(0.02)
    return int(note.read_text().split()[0])
