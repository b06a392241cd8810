"""getUpdates: confirms by offset, waits by the clock, gives way to a newer poller."""

import asyncio
from typing import Any

from sandbox.ground import Ground
from sandbox.methods.ask import Ask
from sandbox.methods.intake import keep_allowed
from sandbox.problems import Refused
from sandbox.things import Bot
from sandbox.updates import LIMIT, Queue

LONGEST = 50
HALF_SECOND_MS = 500
BRAKE_MS = 3_000
HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
TAKEN_OVER = "terminated by other getUpdates request; make sure that only one bot instance is running"


async def get_updates(world: Ground, bot: Bot, args: dict[str, Any]) -> bytes:
    """The body of the answer."""
    if bot.webhook:
        raise Refused(HOOKED, 409)
    queue = world.queues[bot.id]
    queue.wake("taken over")
    keep_allowed(Ask(world, bot, args))
    limit = min(max(args.get("limit") or LIMIT, 1), LIMIT)
    timeout_ms = min(max(args.get("timeout", 0), 0), LONGEST) * 1000
    offset = args.get("offset", 0)
    if world.limits.strict_polling:
        limit, timeout_ms = braked(queue, offset, world.now(), limit, timeout_ms)
    queue.expire(world.now())
    queue.confirm(offset)
    if not queue.items and timeout_ms:
        await wait(world, queue, world.now() + timeout_ms)
        queue.expire(world.now())
    return queue.batch(limit)


def braked(queue: Queue, offset: int, now: int, limit: int, timeout_ms: int) -> tuple[int, int]:
    """The server slows down a bot that asks with the same offset again and again."""
    since = now - queue.last_polled_ms if offset == queue.last_offset else BRAKE_MS
    queue.last_offset, queue.last_polled_ms = offset, now
    return (1 if since < HALF_SECOND_MS else limit), (
        max(timeout_ms, BRAKE_MS) if since < BRAKE_MS else timeout_ms
    )


async def wait(world: Ground, queue: Queue, until_ms: int) -> None:
    """Until an update arrives or the time is over; another poller or a webhook ends it with 409."""
    poller: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    queue.poller = poller

    async def time_over() -> None:
        await world.clock.sleep_until(until_ms)
        if not poller.done():
            poller.set_result("over")

    try:
        async with asyncio.TaskGroup() as group:
            sleeper = group.create_task(time_over())
            why = await poller
            sleeper.cancel()
    finally:
        if queue.poller is poller:
            queue.poller = None
    if why == "taken over":
        raise Refused(TAKEN_OVER, 409)
    if why == "webhook" and not queue.items:
        raise Refused("terminated by setWebhook request", 409)
