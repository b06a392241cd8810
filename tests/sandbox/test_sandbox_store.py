"""The state file: a world comes back as it was, even after its process was killed."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.clock import VirtualClock
from sandbox.store import Store
from sandbox.world import World

TOKEN = "123456:TESTTOKEN"


async def test_a_world_comes_back(tmp_path: Path, clock: VirtualClock) -> None:
    store = Store(tmp_path / "state.db")
    world = World(clock)
    store.load(world)
    world.add_bot(TOKEN)
    zhang = world.person("张三", last_name="李")
    group = world.group("议事厅", [zhang], forum=True)
    world.topic(group, "报修")
    said = world.say(zhang, group, "你好")
    world.react(zhang, group, said, "👍")
    world.send_photo(zhang, zhang, b"picture", "图")
    press = world.press_raw(zhang, group, said, "x")
    store.close(world)

    again = World(clock)
    store = Store(tmp_path / "state.db")
    store.load(again)
    assert again.messages(group) == world.messages(group)
    assert again.messages(zhang) == world.messages(zhang)
    assert again.chats == world.chats
    assert again.pending() == world.pending() == 5
    assert again.presses[press] == world.presses[press]
    assert again.person("李四") == zhang + 1
    assert again.say(zhang, group, "再见") == said + 1
    store.close(again)


async def start(state: Path) -> tuple[asyncio.subprocess.Process, str]:
    options = ("--port", "0", "--state", str(state), "--no-limits", "--bot", TOKEN)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", *options, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    line = await process.stdout.readline()
    return process, line.decode().split()[-1]


async def control(http: aiohttp.ClientSession, verb: str, **given: Any) -> Any:
    async with http.post(f"/control/{verb}", json=given) as answer:
        return (await answer.json())["result"]


async def test_a_killed_sandbox_goes_on_where_it_was(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    process, address = await start(state)
    async with aiohttp.ClientSession(address) as http:
        user = await control(http, "person", name="张三")
        await control(http, "say", user=user, chat=user, text="你好")
        await asyncio.sleep(0.3)
    process.kill()
    await process.wait()

    process, address = await start(state)
    async with aiohttp.ClientSession(address) as http:
        async with http.get(f"/bot{TOKEN}/getUpdates") as answer:
            updates = (await answer.json())["result"]
        assert [update["message"]["text"] for update in updates] == ["你好"]
        said = await control(http, "say", user=user, chat=user, text="再见")
        assert said > updates[0]["message"]["message_id"] + 1_000
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
