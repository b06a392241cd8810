"""A world with a standing clock, one bot, and a shorthand for its calls."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import orjson
import pytest

from sandbox.clock import VirtualClock
from sandbox.server import serving
from sandbox.world import Limits, World

TOKEN = "123456:TESTTOKEN"
START_MS = 1_795_000_000_000

Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(START_MS)


@pytest.fixture
def world(clock: VirtualClock) -> World:
    world = World(clock, Limits(enforce=False))
    world.add_bot(TOKEN, username="linli_bot", name="邻里")
    return world


@pytest.fixture
def zhang(world: World) -> int:
    """A person who has started the bot and whose updates are behind us."""
    return world.person("张三", started=True)


@pytest.fixture
def ask(world: World) -> Ask:
    """Call a method: the result, or the error's code and text."""

    async def call(method: str, files: dict[str, tuple[str, bytes]] | None = None, **params: Any) -> Any:
        status, _, body = await world.call(TOKEN, method, params, files)
        answer = orjson.loads(body)
        assert status == answer.get("error_code", 200)
        return answer["result"] if answer["ok"] else (status, answer["description"])

    return call


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:
    async with serving(world) as address:
        yield address
