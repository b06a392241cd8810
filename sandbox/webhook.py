"""Webhooks: updates of one chat in turn, chats side by side, and patience with a server that fails."""

import asyncio
from contextlib import suppress
from typing import Any

import aiohttp
import orjson

from sandbox.things import Bot
from sandbox.updates import Queue, Queued
from sandbox.world import Dropped, Hang, World

FIRST_WAIT_MS = 2_000
LONGEST_WAIT_MS = 60_000
LONGEST_ASKED_MS = 3_600_000
ANSWER_SECONDS = 60
OK = range(200, 300)


class Webhooks:
    """Delivers to every bot that has set a webhook."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.changed = asyncio.Event()
        self.busy: set[tuple[int, str]] = set()

    async def run(self) -> None:
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
            while True:
                self.changed.clear()
                for bot in self.world.bots.values():
                    queue = self.world.queues[bot.id]
                    queue.on_arrival = self.changed.set
                    if bot.webhook:
                        self.start_lanes(bot, queue, session, group)
                await self.changed.wait()

    def start_lanes(
        self, bot: Bot, queue: Queue, session: aiohttp.ClientSession, group: asyncio.TaskGroup
    ) -> None:
        """One task for each chat with something to tell, as many as the bot allows."""
        running = sum(1 for bot_id, _ in self.busy if bot_id == bot.id)
        for item in queue.items.values():
            if running >= bot.webhook["connections"]:
                return
            lane = (bot.id, item.lane)
            if lane not in self.busy:
                self.busy.add(lane)
                running += 1
                group.create_task(self.lane(bot, queue, item.lane, session))

    async def lane(self, bot: Bot, queue: Queue, name: str, session: aiohttp.ClientSession) -> None:
        failures = 0
        try:
            while bot.webhook and (item := first(queue, name, self.world.now())):
                asked = await self.deliver(bot, item, session)
                if asked is None:
                    queue.remove(item.id)
                    failures = 0
                    continue
                failures += 1
                await self.world.clock.sleep_until(self.world.now() + wait_ms(failures, asked))
        finally:
            self.busy.discard((bot.id, name))
            self.changed.set()

    async def deliver(self, bot: Bot, item: Queued, session: aiohttp.ClientSession) -> int | None:
        """None when it was taken; else the wait the other side asked for, in milliseconds."""
        hook = bot.webhook
        headers = {"Content-Type": "application/json"}
        if hook["secret"]:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook["secret"]
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        try:
            async with session.post(
                hook["url"], data=item.body, headers=headers, timeout=timeout, ssl=False
            ) as answer:
                body = await answer.read()
                if answer.status in OK:
                    await self.obey(bot, body)
                    return None
                self.note(bot, hook, f"Wrong response from the webhook: {answer.status} {answer.reason}")
                return asked_ms(answer.headers.get("Retry-After", ""))
        except (aiohttp.ClientError, TimeoutError):
            self.note(bot, hook, "Connection refused")
            return 0

    async def obey(self, bot: Bot, body: bytes) -> None:
        """An answer may itself be a call."""
        call = parsed(body)
        if call:
            with suppress(Dropped, Hang):
                await self.world.call(bot.token, str(call.pop("method")), call)

    def note(self, bot: Bot, hook: dict[str, Any], text: str) -> None:
        hook |= {"last_error_date": self.world.now() // 1000, "last_error_message": text}
        self.world.save("bot", bot.token, bot)


def first(queue: Queue, lane: str, now: int) -> Queued | None:
    queue.expire(now)
    return next((item for item in queue.items.values() if item.lane == lane), None)


def wait_ms(failures: int, asked: int) -> int:
    """At once after the first failure, then 2, 4, 8 … seconds."""
    own = 0 if failures == 1 else FIRST_WAIT_MS << min(failures - 2, 10)
    return max(min(own, LONGEST_WAIT_MS), asked)


def asked_ms(retry_after: str) -> int:
    return min(int(retry_after) * 1000, LONGEST_ASKED_MS) if retry_after.isdigit() else 0


def parsed(body: bytes) -> dict[str, Any] | None:
    try:
        call = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return call if isinstance(call, dict) and "method" in call else None
