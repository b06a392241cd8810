"""The transport and the webhook over real HTTP: what was not sent, what nobody knows, files, junk, secrets."""

from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import aiohttp.web
import pytest
from telegram.error import NetworkError, TimedOut
from telegram.ext import ExtBot

from bot.clock import RealClock
from bot.inbox import Intake, Poller
from bot.transport import AiohttpTransport, Api
from bot.webhook import HEADER, webhook_app
from sandbox.clock import RealClock as SandboxClock
from sandbox.server import serving
from sandbox.world import Limits, World
from tests.bots import free_port
from tests.town import TOKEN, Town


@pytest.fixture
async def transport() -> AsyncIterator[AiohttpTransport]:
    made = AiohttpTransport(connect_timeout=1)
    yield made
    await made.close()


@pytest.fixture
def world() -> World:
    made = World(clock=SandboxClock(), limits=Limits(enforce=False))
    made.add_bot(TOKEN, username="linli_bot", name="邻里")
    return made


async def test_each_way_of_failing_has_its_name(transport: AiohttpTransport, world: World) -> None:
    resident = world.person("陈", started=True)
    params = {"chat_id": resident, "text": "你好"}
    nobody = Api(transport, TOKEN, f"http://127.0.0.1:{free_port()}")
    assert (await nobody.call("sendMessage", params)).kind == "not_sent"
    async with serving(world) as address:
        api = Api(transport, TOKEN, address)
        assert (await api.call("sendMessage", params)).kind == "done"
        for fault, kind in (
            ("drop_before", "unknown"), ("drop_after", "unknown"), ("reset_mid_body", "unknown"),
            ("garbage_json", "unknown"), ("error_502_html", "unknown"), ("error_500", "unknown"),
            ("rate_limited", "slow_down"), ("unauthorized", "stop"), ("conflict", "stop"), ("not_found", "stop"),
        ):
            world.fault(fault, "sendMessage")
            assert (await api.call("sendMessage", params)).kind == kind, fault
        world.fault("half_open", "sendMessage")
        assert (await api.call("sendMessage", params, read=0.3)).kind == "unknown"
        assert (await api.call("sendMessage", {"chat_id": 1, "text": "x"})).kind in {"refused", "forbidden"}
        assert TOKEN not in repr(api)


async def test_a_file_is_fetched(transport: AiohttpTransport, world: World) -> None:
    resident = world.person("陈", started=True)
    world.send_document(resident, resident, b"%PDF a letter")
    file_id = next(iter(world.files))
    async with serving(world) as address:
        api = Api(transport, TOKEN, address)
        path = (await api.call("getFile", {"file_id": file_id})).result["file_path"]
        assert await api.fetch(path) == b"%PDF a letter"
        assert await api.fetch("documents/nothing") is None
    assert await Api(transport, TOKEN, f"http://127.0.0.1:{free_port()}").fetch(path) is None


async def test_python_telegram_bot_sends_files_and_learns_of_failures(
    transport: AiohttpTransport, world: World
) -> None:
    resident = world.person("陈", started=True)
    async with serving(world) as address:
        bot = ExtBot(TOKEN, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot", request=transport,
                     get_updates_request=transport)
        await bot.initialize()
        sent = await bot.send_document(resident, b"a,b\n1,2\n" * 300_000, filename="表.csv", caption="名单")
        assert sent.document is not None
        got = await bot.get_file(sent.document.file_id)
        assert bytes(await got.download_as_bytearray()) == b"a,b\n1,2\n" * 300_000
        world.fault("drop_after", "sendMessage")
        with pytest.raises(TimedOut, match="unknown outcome"):
            await bot.send_message(resident, "x")
    await transport.renew()
    with pytest.raises(NetworkError, match="not sent"):
        await bot.send_message(resident, "x")


async def test_a_half_open_connection_is_noticed_and_replaced(
    transport: AiohttpTransport, world: World, town: Town
) -> None:
    """The long poll is answered by nobody; the next one goes out on a fresh connection."""
    async with serving(world) as address:
        poller = Poller(Api(transport, TOKEN, address), town.bot.intake, RealClock(), long_poll=0)
        assert await poller.step()
        before = transport._session
        world.fault("drop_before", "getUpdates")
        assert not await poller.step()
        poller._failures = 1
        await poller._recover()
        assert transport._session is not before
        assert await poller.step()


async def _post(port: int, body: bytes, secret: str) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{port}/telegram", data=BytesIO(body), headers={HEADER: secret}) as answer,
    ):
        return answer.status


async def test_the_webhook_takes_only_what_knows_the_secret(town: Town) -> None:
    intake: Intake = town.bot.intake
    runner = aiohttp.web.AppRunner(webhook_app(intake, "geheim"))
    await runner.setup()
    port = free_port()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        update = b'{"update_id": 1, "message": {"chat": {"id": 5, "type": "private"}, "from": {"id": 5}}}'
        assert await _post(port, update, "wrong") == 403
        assert await _post(port, update, "") == 403
        assert await _post(port, update, "geheim") == 200
        assert await _post(port, b"not json", "geheim") == 200
        assert await _post(port, b"[1]", "geheim") == 200
        assert await _post(port, b"x" * (2 << 20), "geheim") == 413
    finally:
        await runner.cleanup()
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM inbox")
    assert row is not None
    assert row["n"] == 1
