"""The service's own machine with one handler instead of its own: inbox, act, outbox, delivery, on a real database."""

import asyncio
import signal
from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, filters

from bot import logs
from bot.clock import RealClock
from bot.context import Context
from bot.texts import Texts
from bot.transport import AiohttpTransport
from bot.wiring import build
from commands.environment import environment, opened


async def echo(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    context.act.reply("bench.echo", words=message.text)


def register(application: Application[Any, Any, Any, Any, Any, Any], texts: Texts) -> None:
    for sentences in texts.languages.values():
        sentences["bench.echo"] = "{words}"  # type: ignore[index]
    application.add_handler(MessageHandler(filters.TEXT, echo))


async def main() -> None:
    env = environment()
    transport = AiohttpTransport(connections=env.settings.api.connections)
    async with opened(env) as database:
        service = await build(env.settings, env.token, transport, database, RealClock(), register)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, service.stop.set)
        await service.run()
        await service.end()
    await transport.close()


if __name__ == "__main__":
    logs.set_up("INFO")
    asyncio.run(main())
