"""The page with the phones, as a person at the screen meets it."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.clock import VirtualClock
from sandbox.drawn import dark_stairs, voice
from sandbox.world import World
from tests.sandbox.chrome import PATIENCE, Tab, binary, tab

TYPE = """
(() => {
  const box = document.querySelector("[data-person='%d'] textarea");
  box.value = "%s";
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
})()
"""
WHOLE = "[...document.querySelectorAll('.key')].every((one) => one.scrollWidth <= one.clientWidth)"
LENGTH = """
new Promise((done) => {
  const heard = new Audio(document.querySelector("audio").src);
  heard.onloadedmetadata = () => done(heard.duration);
  heard.onerror = () => done(0);
})
"""
KEYBOARD = {"keyboard": [["报修", "进度"]], "is_persistent": True}


@pytest.fixture
def chromium() -> str:
    found = binary()
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail("no Chromium: the page must be tested in CI")
    pytest.skip("NO CHROMIUM HERE: THE PAGE WENT UNTESTED; install chromium or set CHROMIUM")


async def test_two_phones(
    world: World, clock: VirtualClock, zhang: int, ask: Any, address: str, chromium: str, tmp_path: Path
) -> None:
    li = world.person("李四")
    group = world.group("网格群", [zhang, li])
    await ask("sendMessage", chat_id=zhang, text="请选", reply_markup=KEYBOARD)
    inline = {"inline_keyboard": [[{"text": "认领", "callback_data": "claim"}]]}
    await ask("sendMessage", chat_id=group, text="<b>灯</b>坏了", parse_mode="HTML", reply_markup=inline)
    page = f"{address}/?people={zhang},{li}&chat={group}&lang=zh"
    async with tab(chromium, tmp_path, page) as screen:
        await screen.until("document.querySelectorAll('.phone .messages').length === 2")
        assert await screen.run("document.querySelector('.text b').textContent") == "灯"

        await screen.run(TYPE % (li, "我去看看"))
        await screen.until("document.querySelectorAll('.message').length === 4")
        assert [shown.text for shown in world.messages(group)] == ["灯坏了", "我去看看"]

        await screen.run(f"document.querySelector(\"[data-person='{zhang}'] .keys button\").click()")
        await soon(screen, lambda: bool(world.presses))
        await ask("answerCallbackQuery", callback_query_id=next(iter(world.presses)), text="由您负责")
        await screen.until("document.querySelector('.toast p')?.textContent === '由您负责'")

        await screen.run(f"document.querySelector(\"[data-person='{zhang}'] .back\").click()")
        await screen.run(f"document.querySelector(\"[data-person='{zhang}'] .line:first-child\").click()")
        await screen.run("document.querySelector('.keyboard .key').click()")
        await screen.until("document.querySelector('.mine .text')?.textContent === '报修'")
        await screen.run("document.querySelector('.block input').click()")
        await soon(screen, lambda: world.private(zhang, world.bot()).blocked)
        assert (await ask("sendMessage", chat_id=zhang, text="x"))[0] == 403

        before = clock.now()
        await screen.run("document.querySelector('[data-by=\"3600000\"]').click()")
        await soon(screen, lambda: clock.now() == before + 3_600_000)
        await screen.run("document.getElementById('language').click()")
        assert await screen.run("document.querySelector('h1').textContent") == "Linli · sandbox"
        assert await screen.run("document.documentElement.scrollWidth <= innerWidth")


async def soon(screen: Tab, happened: Callable[[], bool]) -> None:
    """Give the page time until the world has changed."""
    async with asyncio.timeout(PATIENCE):
        while not happened():
            await screen.run("new Promise((done) => setTimeout(done, 10))")


async def test_a_narrow_screen_shows_one_phone_whole(
    world: World, zhang: int, address: str, chromium: str, tmp_path: Path
) -> None:
    world.say(zhang, zhang, "很长的一句话" * 40)
    async with tab(chromium, tmp_path, f"{address}/?people={zhang}&chat={zhang}", width=500) as screen:
        await screen.until("document.querySelectorAll('.message').length === 1")
        assert await screen.run("document.documentElement.scrollWidth <= innerWidth")


async def test_all_kinds_of_messages_can_be_seen(
    world: World, zhang: int, ask: Any, address: str, chromium: str, tmp_path: Path
) -> None:
    group = world.group("网格群", [zhang], forum=True)
    topic = world.topic(group, "电梯")
    inline = {"inline_keyboard": [[{"text": f"第{n}户", "callback_data": f"{n}"} for n in range(8)],
                                  [{"text": "打开私聊", "url": "https://t.me/linli_bot?start=x"}]]}
    await ask("sendMessage", chat_id=group, text="待办看板", reply_markup=inline)
    await ask("pinChatMessage", chat_id=group, message_id=world.messages(group)[-1].message_id)
    world.send_album(zhang, group, [dark_stairs(), dark_stairs()], "两张")
    world.send_voice(zhang, group, voice(), topic=topic)
    world.forward(zhang, group, group, world.say(zhang, group, "看这条"))
    async with tab(chromium, tmp_path, f"{address}/?people={zhang}&chat={group}") as screen:
        await screen.until("document.querySelectorAll('.message').length === 6")
        assert "待办看板" in await screen.run("document.querySelector('.pinned').textContent")
        assert await screen.run("document.querySelectorAll('img.photo').length") == 2
        await screen.until("document.querySelector('img.photo').naturalWidth === 320")
        assert await screen.run("document.querySelectorAll('.forwarded').length") == 1
        assert "↗" in await screen.run("[...document.querySelectorAll('.keys .key')].at(-1).textContent")
        assert await screen.run(WHOLE)
        assert await screen.run(LENGTH) == 1.5
        await screen.run("[...document.querySelectorAll('.tabs button')].at(-1).click()")
        await screen.until("document.querySelectorAll('.message').length === 1")
