"""run.py, run.py run: the bot, until it is told to stop."""

import asyncio
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot import memory
from bot.clock import Clock, RealClock
from bot.followed_clock import FollowedClock, check_loopback
from bot.texts import Texts
from commands.environment import Environment, environment, opened

HELP = "run the bot (what happens without a command, too)"
_ADVICE = (
    "401 and 404 mean a wrong BOT_TOKEN or BOT_API_URL, 409 that another program is using this bot: stop that one first"
)


def add_options(parser: ArgumentParser) -> None:
    """It has none."""


async def run(given: Namespace) -> int:
    from bot.delivery import Stopped

    try:
        await _serve(environment())
    except Stopped as stopped:
        print(f"Telegram says: {stopped}. {_ADVICE}.", file=sys.stderr)
        return 1
    return 0


async def _serve(env: Environment) -> None:
    from bot.transport import AiohttpTransport
    from bot.wiring import build
    from handlers import command_menus, register

    api = env.settings.api
    transport = AiohttpTransport(connect_timeout=api.connect_timeout, proxy=api.proxy, connections=api.connections)
    async with _clock(env) as clock, opened(env) as database:
        try:
            service = await build(env.settings, env.token, transport, database, clock, register)
            for sign in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(sign, service.stop.set)
            await service.set_menus(command_menus(Texts.load()))
            memory.settle()
            await service.run()
            await service.end()
        finally:
            await transport.close()


@asynccontextmanager
async def _clock(env: Environment) -> AsyncIterator[Clock]:
    if env.clock_url is None:
        yield RealClock()
        return
    check_loopback(env.settings.api.root)
    async with FollowedClock(env.clock_url) as clock:
        yield clock
