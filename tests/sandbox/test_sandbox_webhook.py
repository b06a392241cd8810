"""Webhooks: order in a chat, chats side by side, secrets, and waiting after failures."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import orjson
from aiohttp import web

from sandbox.clock import VirtualClock
from sandbox.world import World

TOKEN = "123456:TESTTOKEN"

Handler = Callable[[web.BaseRequest], Any]


@asynccontextmanager
async def receiver(handle: Handler) -> AsyncIterator[str]:
    runner = web.ServerRunner(web.Server(handle, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def soon(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not happened():  # noqa: ASYNC110 - the other side is only seen by its effects
            await asyncio.sleep(0.005)


async def test_a_chat_comes_in_order_and_chats_side_by_side(
    world: World, zhang: int, ask: Any, address: str
) -> None:
    assert address
    got: list[str] = []
    secrets = set()
    gate = asyncio.Event()

    async def take(request: web.BaseRequest) -> web.Response:
        text = orjson.loads(await request.read())["message"]["text"]
        secrets.add(request.headers["X-Telegram-Bot-Api-Secret-Token"])
        got.append(text)
        if text == "a":
            await gate.wait()
        return web.Response()

    other = world.person("李四")
    async with receiver(take) as url:
        assert await ask("setWebhook", url=url, secret_token="s3") is True
        for text in "abc":
            world.say(zhang, zhang, text)
        world.say(other, other, "z")
        await soon(lambda: len(got) == 2)
        assert set(got) == {"a", "z"}
        gate.set()
        await soon(lambda: world.pending(TOKEN) == 0)
    assert [text for text in got if text != "z"] == ["a", "b", "c"]
    assert secrets == {"s3"}


async def test_failures_wait_ever_longer(
    world: World, clock: VirtualClock, zhang: int, ask: Any, address: str
) -> None:
    assert address
    start = clock.now()
    tries: list[int] = []
    heads = [{}, {}, {}, {"Retry-After": "30"}]

    async def fail(_: web.BaseRequest) -> web.Response:
        tries.append(clock.now() - start)
        number = len(tries)
        return web.Response(status=200 if number > len(heads) else 503, headers=[*heads, {}][number - 1])

    async with receiver(fail) as url:
        await ask("setWebhook", url=url)
        world.say(zhang, zhang, "a")
        while world.pending(TOKEN):
            clock.step(1_000)
            await asyncio.sleep(0.01)
    waits = [later - earlier for earlier, later in pairwise(tries)]
    assert waits[0] <= 1_000
    assert [wait // 1_000 for wait in waits[1:]] == [2, 4, 30]
    info = await ask("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_an_answer_may_be_a_call(world: World, zhang: int, ask: Any, address: str) -> None:
    assert address

    async def reply(_: web.BaseRequest) -> web.Response:
        call = {"method": "sendMessage", "chat_id": zhang, "text": "答"}
        return web.Response(body=orjson.dumps(call), content_type="application/json")

    async with receiver(reply) as url:
        await ask("setWebhook", url=url)
        world.say(zhang, zhang, "问")
        await soon(lambda: [shown.text for shown in world.messages(zhang)] == ["问", "答"])
