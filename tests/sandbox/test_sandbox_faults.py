"""Ordered faults, in-process and on the wire, and the limits of sending."""

import asyncio
from typing import Any

import aiohttp
import orjson
import pytest

from sandbox.clock import VirtualClock
from sandbox.world import Dropped, Hang, Limits, World

TOKEN = "123456:TESTTOKEN"


async def send(world: World, chat: int, text: str = "x") -> tuple[int, bytes]:
    status, _, body = await world.call(TOKEN, "sendMessage", {"chat_id": chat, "text": text})
    return status, body


@pytest.mark.parametrize(
    ("kind", "status", "sent"),
    [
        ("error_500", 500, 0),
        ("error_502_html", 502, 0),
        ("garbage_json", 200, 1),
        ("rate_limited", 429, 0),
        ("conflict", 409, 0),
        ("unauthorized", 401, 0),
        ("not_found", 404, 0),
    ],
)
async def test_a_fault_answers_and_then_is_over(
    world: World, zhang: int, kind: str, status: int, sent: int
) -> None:
    world.fault(kind, "sendMessage", retry_after=7)
    assert (await send(world, zhang))[0] == status
    assert len(world.messages(zhang)) == sent
    assert (await send(world, zhang))[0] == 200


@pytest.mark.parametrize(
    ("kind", "error", "accepted"),
    [
        ("drop_before", Dropped, False),
        ("drop_after", Dropped, True),
        ("reset_mid_body", Dropped, True),
        ("timeout_before", Hang, False),
        ("timeout_after", Hang, True),
        ("half_open", Hang, False),
    ],
)
async def test_a_broken_connection_says_whether_the_call_counted(
    world: World, zhang: int, kind: str, error: type[Dropped] | type[Hang], accepted: bool
) -> None:
    world.fault(kind=kind, method="sendMessage")
    with pytest.raises((Dropped, Hang)) as caught:
        await send(world, zhang)
    assert isinstance(caught.value, error)
    assert caught.value.accepted is accepted
    assert len(world.messages(zhang)) == int(accepted)


async def test_faults_can_be_aimed(world: World, zhang: int, clock: VirtualClock) -> None:
    other = world.person("李四", started=True)
    world.fault("error_500", "sendMessage", times=None, chat_id=zhang, accepted=True)
    assert [(await send(world, chat))[0] for chat in (zhang, other, zhang)] == [500, 200, 500]
    assert len(world.messages(zhang)) == 2
    world.clear_faults()
    world.fault("latency", delay=2.0)
    async with asyncio.TaskGroup() as group:
        slow = group.create_task(send(world, zhang))
        await asyncio.sleep(0.01)
        assert not slow.done()
        clock.step(2_000)
    assert slow.result()[0] == 200
    with pytest.raises(ValueError, match="unknown fault"):
        world.fault("meteor")


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "reset_mid_body"])
async def test_on_the_wire_the_connection_breaks(world: World, zhang: int, address: str, kind: str) -> None:
    world.fault(kind, "sendMessage")
    async with aiohttp.ClientSession(address) as http:
        with pytest.raises(aiohttp.ClientError):
            async with http.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": zhang, "text": "x"}) as answer:
                await answer.read()
    assert len(world.messages(zhang)) == (kind != "drop_before")


async def test_on_the_wire_a_hanging_call_stays_open(world: World, zhang: int, address: str) -> None:
    world.fault("timeout_after", "sendMessage")
    async with aiohttp.ClientSession(address, timeout=aiohttp.ClientTimeout(total=0.2)) as http:
        with pytest.raises(TimeoutError):
            await http.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": zhang, "text": "x"})
    assert len(world.messages(zhang)) == 1


def waits(answers: list[tuple[int, bytes]]) -> list[int]:
    return [orjson.loads(body).get("parameters", {}).get("retry_after", 0) for _, body in answers]


def limited(clock: VirtualClock) -> World:
    world = World(clock, Limits())
    world.add_bot(TOKEN)
    return world


async def test_one_message_a_second_to_a_person(clock: VirtualClock) -> None:
    world = limited(clock)
    zhang = world.person("张三", started=True)
    answers = []
    for pause in (0, 999, 1, 0):
        clock.step(pause)
        answers.append(await send(world, zhang))
    assert waits(answers) == [0, 1, 0, 1]
    assert b'"description":"Too Many Requests: retry after 1"' in answers[-1][1]


async def test_thirty_a_second_overall(clock: VirtualClock) -> None:
    world = limited(clock)
    people = [world.person(str(n), started=True) for n in range(32)]
    answers = [await send(world, user) for user in people[:31]]
    assert waits(answers) == [0] * 30 + [1]
    clock.step(1_000)
    assert (await send(world, people[31]))[0] == 200


async def test_twenty_a_minute_to_a_group(clock: VirtualClock) -> None:
    world = limited(clock)
    group = world.group("网格群", [world.person("张三")])
    answers = []
    for _ in range(21):
        answers.append(await send(world, group))
        clock.step(1_000)
    assert waits(answers) == [0] * 20 + [40]
    message_id = world.messages(group)[0].message_id
    params: dict[str, Any] = {"chat_id": group, "message_id": message_id, "text": "y"}
    assert (await world.call(TOKEN, "editMessageText", params))[0] == 200


async def test_an_album_costs_as_many_as_it_holds(clock: VirtualClock) -> None:
    world = limited(clock)
    group = world.group("网格群", [world.person("张三")])
    files = {f"f{n}": (f"{n}.png", b"%d" % n) for n in range(10)}
    media = [{"type": "photo", "media": f"attach://{name}"} for name in files]
    for expected in (200, 200, 429):
        status, _, _ = await world.call(TOKEN, "sendMediaGroup", {"chat_id": group, "media": media}, files)
        assert status == expected
