"""The sandbox's clock, followed over HTTP: for demos, replays and tests of whole processes, never for real Telegram."""

import asyncio
import time
from typing import Self
from urllib.parse import urlsplit

import aiohttp

_LOOK_EVERY = 0.25


class NotLoopback(Exception):
    """LINLI_CLOCK_URL is refused while BOT_API_URL leads anywhere but to this machine."""


def check_loopback(api_root: str) -> None:
    """Raises NotLoopback."""
    if urlsplit(api_root).hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise NotLoopback(api_root)


class FollowedClock:
    """Stands still, or goes on, or jumps, as the sandbox's clock does."""

    def __init__(self, root: str) -> None:
        self._root = root.rstrip("/") + "/control/clock"
        self._session: aiohttp.ClientSession | None = None
        self._read_at = 0.0
        self._now = 0
        self._started = 0
        self.goes_on = False
        self._moved = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Read it for the first time, then follow. Raises aiohttp.ClientError where there is no sandbox."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=40))
        await self._look("")
        self._started = self._now
        self._following = asyncio.ensure_future(self._follow())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._session is not None
        self._following.cancel()
        await self._session.close()

    def now(self) -> int:
        if not self.goes_on:
            return self._now
        return self._now + int((time.perf_counter() - self._read_at) * 1000)

    def monotonic(self) -> int:
        return self.now() - self._started

    async def sleep_until(self, monotonic_ms: int) -> None:
        while (left := monotonic_ms - self.monotonic()) > 0:
            moved = self._moved
            try:
                async with asyncio.timeout(left / 1000 if self.goes_on else None):
                    await moved.wait()
            except TimeoutError:
                pass

    async def _follow(self) -> None:
        """Until cancelled: learn of every step."""
        while True:
            if self.goes_on:
                await asyncio.sleep(_LOOK_EVERY)
                await self._look("")
            else:
                await self._look(f"/wait?until={self._now + 1}")

    async def report_idle(self, next_due: int | None) -> None:
        """The bot has nothing to do until then, so a clock that stands still may step."""
        assert self._session is not None
        async with self._session.post(f"{self._root}/idle", json={"next_due": next_due}) as response:
            await response.read()

    async def _look(self, path: str) -> None:
        assert self._session is not None
        async with self._session.get(self._root + path) as response:
            reading = await response.json()
        before = self.now()
        self._now = max(before, int(reading["now"]))
        self._read_at = time.perf_counter()
        self.goes_on = not reading["virtual"]
        if self._now - before > 1:
            moved, self._moved = self._moved, asyncio.Event()
            moved.set()
