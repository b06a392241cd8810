"""How updates queue up, are confirmed, expire and reach one poller at a time."""

import asyncio
from typing import Any

import orjson

from sandbox.clock import VirtualClock
from sandbox.world import Limits, World

TOKEN = "123456:TESTTOKEN"


def words(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_offsets_confirm_and_limits_cut(world: World, zhang: int, ask: Any) -> None:
    for text in "abcde":
        world.say(zhang, zhang, text)
    first = await ask("getUpdates", limit=2)
    assert words(first) == ["a", "b"]
    assert words(await ask("getUpdates")) == list("abcde")
    assert words(await ask("getUpdates", offset=first[-1]["update_id"] + 1)) == ["c", "d", "e"]
    assert words(await ask("getUpdates", offset=-2)) == ["d", "e"]
    assert world.pending(TOKEN) == 2


async def test_messages_live_a_day_and_presses_150_seconds(
    world: World, clock: VirtualClock, zhang: int, ask: Any
) -> None:
    world.say(zhang, zhang, "a")
    world.press_raw(zhang, zhang, 1, "x")
    clock.step(149_999)
    assert world.pending() == 2
    clock.step(1)
    assert words(await ask("getUpdates")) == ["a"]
    clock.step(86_400_000)
    assert await ask("getUpdates") == []


async def test_a_long_poll_wakes_at_once_and_ends_by_the_clock(
    world: World, clock: VirtualClock, zhang: int, ask: Any
) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(ask("getUpdates", timeout=30))
        await asyncio.sleep(0)
        world.say(zhang, zhang, "a")
    assert words(poll.result()) == ["a"]
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(ask("getUpdates", timeout=30, offset=world.bot().next_update))
        await asyncio.sleep(0.01)
        clock.step(29_999)
        await asyncio.sleep(0.01)
        assert not poll.done()
        clock.step(1)
    assert poll.result() == []


async def test_of_two_pollers_the_first_gives_way(world: World, zhang: int, ask: Any) -> None:
    async with asyncio.TaskGroup() as group:
        first = group.create_task(ask("getUpdates", timeout=30))
        await asyncio.sleep(0)
        second = group.create_task(ask("getUpdates", timeout=30))
        await asyncio.sleep(0.01)
        world.say(zhang, zhang, "a")
    text = "terminated by other getUpdates request; make sure that only one bot instance is running"
    assert first.result() == (409, f"Conflict: {text}")
    assert words(second.result()) == ["a"]


async def test_a_webhook_forbids_polling(ask: Any) -> None:
    assert await ask("setWebhook", url="http://127.0.0.1:9/x") is True
    assert await ask("getUpdates") == (
        409,
        (
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        ),
    )
    assert await ask("setWebhook", url="http://example.org/x") == (
        400,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    )


async def test_allowed_updates_stay_and_filter_when_created(world: World, zhang: int, ask: Any) -> None:
    group = world.group("网格群", [zhang])
    world.join(world.person("李四"), group)
    kinds = [next(kind for kind in update if kind != "update_id") for update in await ask("getUpdates")]
    assert kinds == ["my_chat_member", "message"]
    await ask("getUpdates", offset=-1, allowed_updates=["chat_member"])
    world.join(world.person("王五"), group)
    latest = (await ask("getUpdates"))[-1]
    assert latest["chat_member"]["new_chat_member"]["status"] == "member"
    assert world.pending() == 2


async def test_privacy_mode(world: World, zhang: int, ask: Any) -> None:
    group = world.group("网格群", [zhang], bot_admin=False)
    mine = (await ask("sendMessage", chat_id=group, text="问"))["message_id"]
    await ask("getUpdates", offset=world.bot().next_update)
    for text in ("闲聊", "/help", "/help@other_bot", "/help@linli_bot", "喂 @Linli_Bot"):
        world.say(zhang, group, text)
    world.say(zhang, group, "答", reply_to=mine)
    assert words(await ask("getUpdates")) == ["/help", "/help@linli_bot", "喂 @Linli_Bot", "答"]
    world.promote(group, world.bot().id)
    world.say(zhang, group, "闲聊")
    assert words((await ask("getUpdates"))[-1:]) == ["闲聊"]


async def test_raw_updates_and_gaps(world: World, zhang: int, ask: Any) -> None:
    world.jump_update_id(40)
    world.raw_update(TOKEN, {"message": {"text": 5}})
    world.raw_update(TOKEN, {"update_id": 200_000_000, "message": []})
    world.say(zhang, zhang, "a")
    ids = [update["update_id"] for update in await ask("getUpdates")]
    assert ids == [100_000_041, 200_000_000, 200_000_001]


async def test_strict_polling_brakes_repeats(clock: VirtualClock) -> None:
    world = World(clock, Limits(enforce=False, strict_polling=True))
    world.add_bot(TOKEN)
    zhang = world.person("张三")
    for text in "abc":
        world.say(zhang, zhang, text)
    counts = []
    for pause in (0, 100, 1_000):
        clock.step(pause)
        _, _, body = await world.call(TOKEN, "getUpdates", {})
        counts.append(len(orjson.loads(body)["result"]))
    assert counts == [3, 1, 3]
