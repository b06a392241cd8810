"""Starts the stand-in: python -m sandbox --port 8081"""

import argparse
import asyncio
import signal
from pathlib import Path

from sandbox.clock import clock_of
from sandbox.control import Control
from sandbox.limits import Limits
from sandbox.server import serving
from sandbox.store import Store
from sandbox.ticking import Ticking
from sandbox.world import World


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--state", metavar="FILE", help="keep the world in this SQLite file")
    parser.add_argument("--clock", choices=["real", "virtual", "running"], default="real")
    parser.add_argument("--start", type=int, metavar="MS", help="where a virtual or running clock starts")
    parser.add_argument("--auto", action="store_true", help="a virtual clock runs on while the bot is idle")
    parser.add_argument("--no-limits", action="store_true", help="never answer 429")
    parser.add_argument(
        "--strict-polling", action="store_true", help="brake repeated getUpdates as Telegram does"
    )
    parser.add_argument("--speed-journal", choices=["on", "off"], default="on", help="keep a list of calls")
    parser.add_argument("--bot", action="append", default=[], metavar="TOKEN[@USERNAME]")
    return parser.parse_args()


async def main(given: argparse.Namespace) -> None:
    store = Store(Path(given.state)) if given.state else None
    clock = clock_of(given.clock, given.start, store.now() if store else None)
    limits = Limits(enforce=not given.no_limits, strict_polling=given.strict_polling)
    world = World(clock, limits, journal=given.speed_journal == "on")
    if store:
        store.load(world)
    for bot in given.bot:
        token, _, username = bot.partition("@")
        world.add_bot(token, username or "linli_bot")
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    control = Control(world, Ticking(world, auto=given.auto))
    async with serving(world, given.host, given.port, control, store) as address:
        print(f"sandbox on {address}", flush=True)
        await stop.wait()
    if store:
        store.close(world)


if __name__ == "__main__":
    asyncio.run(main(options()))
