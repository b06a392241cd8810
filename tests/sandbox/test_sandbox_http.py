"""Calls over HTTP in every encoding, the control API, its feed and the clock."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.clock import VirtualClock
from sandbox.control import VERBS
from sandbox.world import World

TOKEN = "123456:TESTTOKEN"


@pytest.fixture
async def http(address: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(address) as session:
        yield session


async def test_every_encoding(http: aiohttp.ClientSession, zhang: int, world: World) -> None:
    path = f"/bot{TOKEN}/sendMessage"
    form = aiohttp.FormData({"chat_id": str(zhang), "text": "c"}, default_to_multipart=True)
    for given in (
        {"json": {"chat_id": zhang, "text": "a"}},
        {"data": {"chat_id": zhang, "text": "b", "reply_markup": '{"keyboard":[["进度"]]}'}},
        {"data": form},
        {"params": {"chat_id": zhang, "text": "d"}},
    ):
        async with http.post(path, **given) as answer:
            assert (await answer.json())["ok"]
    async with http.get(path, params={"chat_id": zhang, "text": "e"}) as answer:
        assert answer.status == 200
    assert "".join(shown.text for shown in world.messages(zhang)) == "abcde"
    assert world.keyboard(zhang, zhang) == [["进度"]]


async def test_bad_bodies(http: aiohttp.ClientSession) -> None:
    head = {"Content-Type": "application/json"}
    for body, text in ((b"{", "can't parse JSON object"), (b"[]", "expected JSON object")):
        async with http.post(f"/bot{TOKEN}/getMe", data=body, headers=head) as answer:
            assert answer.status == 400
            assert (await answer.json())["description"] == f"Bad Request: {text}"
    async with http.get("/botx/getMe") as answer:
        assert answer.status == 401


async def test_files_go_up_and_come_down(http: aiohttp.ClientSession, zhang: int) -> None:
    form = aiohttp.FormData({"chat_id": str(zhang), "document": "attach://paper"}, quote_fields=False)
    form.add_field("paper", b"words", filename="通知.pdf")
    async with http.post(f"/bot{TOKEN}/sendDocument", data=form) as answer:
        document = (await answer.json())["result"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("通知.pdf", "application/pdf")
    async with http.get(f"/bot{TOKEN}/getFile", params={"file_id": document["file_id"]}) as answer:
        file_path = (await answer.json())["result"]["file_path"]
    async with http.get(f"/file/bot{TOKEN}/{file_path}") as answer:
        assert await answer.read() == b"words"
    async with http.get(f"/file/bot{TOKEN}/photos/none.jpg") as answer:
        assert answer.status == 404


async def control(http: aiohttp.ClientSession, verb: str, **given: Any) -> Any:
    async with http.post(f"/control/{verb}", json=given) as answer:
        body = await answer.json()
        assert answer.status == 200, body
        return body.get("result", body)


async def test_the_control_api_plays_people(http: aiohttp.ClientSession, world: World) -> None:
    user = await control(http, "person", name="李四", language="en")
    group = await control(http, "group", title="网格群", members=[user])
    said = await control(http, "say", user=user, chat=group, text="你好")
    picture = base64.b64encode(b"picture").decode()
    await control(http, "send_album", user=user, chat=group, photos_base64=[picture, picture])
    await control(http, "send_photo", user=user, chat=group, data_base64=picture, caption="图")
    seen = await control(http, "messages", chat=group)
    assert seen[0]["message_id"] == said
    assert await control(http, "pending") == 5
    async with http.get("/control/state", params={"viewer": user}) as answer:
        state = await answer.json()
    assert [chat["title"] for chat in state["chats"]] == ["网格群"]
    async with http.post("/control/press", json={"user": user, "chat": group, "message_id": 1}) as answer:
        assert answer.status == 400
    assert all(callable(getattr(world, verb)) for verb in VERBS)


async def test_the_feed_tells_of_every_message(http: aiohttp.ClientSession, world: World, zhang: int) -> None:
    async with http.get("/control/feed") as feed:
        await feed.content.readuntil(b"\n\n")
        world.say(zhang, zhang, "你好")
        line = await feed.content.readuntil(b"\n\n")
        assert f'"chat":{zhang}'.encode() in line


async def test_the_clock_is_read_waited_for_and_stepped(
    http: aiohttp.ClientSession, clock: VirtualClock
) -> None:
    start = clock.now()
    async with http.get("/control/clock") as answer:
        assert await answer.json() == {"now": start, "virtual": True, "running": False}
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(control(http, f"clock/wait?until={start + 500}"))
        await asyncio.sleep(0.02)
        await control(http, "clock/step", by=499)
        await asyncio.sleep(0.02)
        assert not waiting.done()
        await control(http, "clock/step", to=start + 700)
    assert waiting.result()["now"] == start + 700


async def test_a_running_clock_steps_only_while_the_bot_is_idle(
    http: aiohttp.ClientSession, clock: VirtualClock, world: World, zhang: int
) -> None:
    start = clock.now()
    await control(http, "clock/run", to=start + 1_000)
    assert clock.now() == start
    await control(http, "clock/idle", next_due=start + 300)
    assert clock.now() == start + 300
    world.say(zhang, zhang, "你好")
    await control(http, "clock/idle", next_due=None)
    assert clock.now() == start + 300
    world.queues[world.bot().id].clear()
    await control(http, "clock/idle", next_due=start + 9_000)
    assert clock.now() == start + 1_000
