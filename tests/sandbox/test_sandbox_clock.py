"""The three kinds of clock, and how they are read and stepped over the control API."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from sandbox.client import Client, ControlError
from sandbox.clock import RealClock, RunningClock, VirtualClock, clock_of
from sandbox.server import serving
from sandbox.world import World
from tests.sandbox.conftest import START_MS

HOUR = 3_600_000


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving(World(RunningClock(START_MS))) as address, Client(address) as client:
        yield client


async def test_a_running_clock_goes_on_by_itself() -> None:
    clock = RunningClock(START_MS)
    await clock.sleep_until(START_MS + 30)
    assert START_MS + 30 <= clock.now() < START_MS + HOUR
    assert abs(RunningClock().now() - RealClock().now()) < 1_000


async def test_a_step_wakes_those_whose_time_has_come() -> None:
    clock = RunningClock(START_MS)
    async with asyncio.TaskGroup() as group:
        early = group.create_task(clock.sleep_until(START_MS + HOUR))
        late = group.create_task(clock.sleep_until(START_MS + 3 * HOUR))
        await asyncio.sleep(0)
        clock.step(2 * HOUR)
        await asyncio.wait_for(early, 1)
        assert not late.done()
        assert clock.step_to(START_MS + 4 * HOUR) >= START_MS + 4 * HOUR


async def test_no_step_leads_back() -> None:
    clock = RunningClock(START_MS)
    clock.step_to(START_MS - HOUR)
    assert clock.now() >= START_MS


def test_clocks_by_name() -> None:
    assert isinstance(clock_of("real"), RealClock)
    virtual = clock_of("virtual", START_MS)
    assert isinstance(virtual, VirtualClock)
    assert virtual.now() == START_MS
    assert clock_of("virtual", START_MS, START_MS + HOUR).now() == START_MS + HOUR
    running = clock_of("running", START_MS, START_MS + HOUR)
    assert isinstance(running, RunningClock)
    assert START_MS + HOUR <= running.now() < START_MS + 2 * HOUR


async def test_the_control_api_steps_a_running_clock(client: Client) -> None:
    reading = await client.clock()
    assert (reading["virtual"], reading["running"]) == (False, True)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(client.do("clock/wait", until=reading["now"] + HOUR))
        await asyncio.sleep(0.02)
        assert await client.step(by=HOUR) >= reading["now"] + HOUR
        assert (await asyncio.wait_for(waiting, 1))["now"] >= reading["now"] + HOUR
    assert await client.step(to=reading["now"] + 2 * HOUR) >= reading["now"] + 2 * HOUR


async def test_only_a_virtual_clock_waits_for_an_idle_bot(client: Client) -> None:
    for verb, given in (("clock/run", {"to": START_MS}), ("clock/idle", {"next_due": None})):
        with pytest.raises(ControlError, match="goes on by itself"):
            await client.do(verb, **given)


async def test_a_real_clock_is_not_stepped() -> None:
    async with serving(World(RealClock())) as address, Client(address) as client:
        reading = await client.clock()
        assert (reading["virtual"], reading["running"]) == (False, False)
        with pytest.raises(ControlError, match="the clock is real"):
            await client.step(by=HOUR)
