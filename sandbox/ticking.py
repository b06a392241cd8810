"""The world's clock for others: read it, wait for it, step it, and let it run while the bot is idle."""

import asyncio
import math
from typing import Any

from sandbox.clock import RunningClock, VirtualClock
from sandbox.world import World

LONGEST_WAIT = 25.0


class Ticking:
    """A virtual clock steps to the next due instant only once the bot has said that it is idle."""

    def __init__(self, world: World, *, auto: bool = False) -> None:
        self.world = world
        self.target: float = math.inf if auto else -math.inf
        self.idle = False
        self.next_due: int | None = None
        self.told = 0

    async def handle(self, verb: str, given: dict[str, Any]) -> dict[str, Any]:
        if verb == "clock":
            return self.reading()
        if verb == "clock/wait":
            return await self.wait(int(given["until"]))
        if verb == "clock/step":
            self.step(given)
        elif verb == "clock/run":
            clock = self.virtual()
            self.target = float(given["to"])
            self.advance(clock)
        elif verb == "clock/idle":
            clock = self.virtual()
            due = given.get("next_due")
            self.next_due = None if due is None else int(due)
            self.idle, self.told = True, self.updates()
            self.advance(clock)
        else:
            raise ValueError(f"unknown clock verb {verb!r}")
        self.world.emit("clock")
        return self.reading()

    def reading(self) -> dict[str, Any]:
        """A virtual clock stands still until it is stepped; a running one goes on by itself and can be stepped."""
        clock = self.world.clock
        virtual, running = isinstance(clock, VirtualClock), isinstance(clock, RunningClock)
        return {"now": self.world.now(), "virtual": virtual, "running": running}

    def updates(self) -> int:
        """How many there have been: a report of idleness is over with the next one."""
        return sum(bot.next_update for bot in self.world.bots.values())

    def step(self, given: dict[str, Any]) -> None:
        clock = self.world.clock
        if not isinstance(clock, VirtualClock | RunningClock):
            raise TypeError("the clock is real: start with --clock virtual or --clock running")
        self.idle = False
        clock.step_to(int(given["to"]) if "to" in given else clock.now() + int(given["by"]))

    def virtual(self) -> VirtualClock:
        if not isinstance(self.world.clock, VirtualClock):
            raise TypeError("the clock goes on by itself: start with --clock virtual")
        return self.world.clock

    async def wait(self, until: int) -> dict[str, Any]:
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                await self.world.clock.sleep_until(until)
        except TimeoutError:
            pass
        return self.reading()

    def advance(self, clock: VirtualClock) -> None:
        """One step: to the bot's next due instant, but not past the target."""
        waiting = any(queue.items for queue in self.world.queues.values())
        if waiting or not self.idle or self.told != self.updates():
            return
        goal = min(self.target, math.inf if self.next_due is None else self.next_due)
        if clock.now() < goal < math.inf:
            self.idle = False
            clock.step_to(int(goal))
