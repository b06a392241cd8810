"""The command line: reads the configuration, wires the shelves, runs one thing."""

import argparse
import asyncio
import dataclasses
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from bot import logs
from bot.clock import Clock, RealClock
from bot.config import ConfigError, Settings, load_settings
from storage.database import Database, DatabaseInUse, open_database
from storage.migrate import DatabaseTooNew, migrate
from storage.vault import Vault

HERE = Path(__file__).parent
Command = Callable[[argparse.Namespace], Awaitable[int]]


class Environment(NamedTuple):
    """What comes from outside the configuration file."""

    token: str
    secret: bytes
    settings: Settings
    clock_url: str | None


def environment() -> Environment:
    """Raises ConfigError."""
    settings = load_settings(Path(os.environ.get("LINLI_CONFIG", HERE / "config.yaml")))
    root = os.environ.get("BOT_API_URL", settings.api.root).rstrip("/")
    settings = dataclasses.replace(
        settings, api=dataclasses.replace(settings.api, root=root),
        database=os.environ.get("LINLI_DATABASE_URL", settings.database),
    )
    token = os.environ.get("BOT_TOKEN", "")
    if not token.partition(":")[0].isdigit():
        raise ConfigError("BOT_TOKEN is not set. @BotFather gives you one: export BOT_TOKEN=123456:ABC…")
    return Environment(token, _secret(), settings, os.environ.get("LINLI_CLOCK_URL"))


def _secret() -> bytes:
    text = os.environ.get("LINLI_SECRET_KEY", "")
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) < 32:  # noqa: PLR2004 - 256 bits
        raise ConfigError("LINLI_SECRET_KEY is not set to 64 hexadecimal digits. Make one with: python run.py key")
    return secret


@asynccontextmanager
async def opened(env: Environment) -> AsyncIterator[Database]:
    """The database, brought up to date."""
    database = await open_database(env.settings.database, Vault(env.secret))
    try:
        await migrate(database)
        yield database
    finally:
        await database.close()


async def run(given: argparse.Namespace) -> int:
    """Run the bot until it is told to stop."""
    from bot.delivery import Stopped

    try:
        await _serve(environment())
    except Stopped as stopped:
        print(f"Telegram says: {stopped}. {_ADVICE}.", file=sys.stderr)
        return 1
    return 0


async def _serve(env: Environment) -> None:
    from bot.service import build
    from bot.texts import Texts
    from bot.transport import AiohttpTransport
    from handlers import command_menus, register

    settings = env.settings
    transport = AiohttpTransport(connect_timeout=settings.api.connect_timeout, proxy=settings.api.proxy,
                                 connections=settings.api.connections)
    async with _clock(env) as clock, opened(env) as database:
        try:
            service = await build(settings, env.token, transport, database, clock, register)
            for sign in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(sign, service.stop.set)
            await service.set_menus(command_menus(Texts.load()))
            await service.run()
            await service.end()
        finally:
            await transport.close()


@asynccontextmanager
async def _clock(env: Environment) -> AsyncIterator[Clock]:
    if env.clock_url is None:
        yield RealClock()
        return
    from bot.followed_clock import FollowedClock, check_loopback

    check_loopback(env.settings.api.root)
    async with FollowedClock(env.clock_url) as clock:
        yield clock


async def import_file(given: argparse.Namespace) -> int:
    """Take a workbook into the register."""
    from tqdm import tqdm

    from bot.actions.grid import Import, count_rows, import_workbook, sentence
    from bot.texts import Texts
    from bot.workbook import read
    from domain.errors import Invalid
    from domain.ids import BotId
    from storage import grid

    env, texts = environment(), Texts.load()
    async with opened(env) as database:
        async with database.read() as tx:
            known = await grid.list_codes(tx)
        try:
            book = read(given.file, known_cells=known or None)
        except Invalid as error:
            print(texts.plain(env.settings.language, error.key, **error.values), file=sys.stderr)
            return 2
        problems = list(book.problems)
        if not (problems and given.strict):
            work = Import(BotId(int(env.token.partition(":")[0])), RealClock().now(), env.settings)
            with tqdm(total=count_rows(book), unit="row", disable=None) as bar:
                problems += await import_workbook(lambda job: _job(database, job), book, work, bar.update)
    for problem in problems:
        print(sentence(texts, env.settings.language, problem))
    taken = 0 if problems and given.strict else count_rows(book)
    print(texts.plain(env.settings.language, "workbook.done", taken=taken, problems=len(problems)))
    return 1 if problems and given.strict else 0


async def _job(database: Database, job: Callable[..., Awaitable[object]]) -> object:
    async with database.write() as tx:
        return await job(tx)


async def check(given: argparse.Namespace) -> int:
    """Say whether everything is in place, without starting anything."""
    env = environment()
    async with opened(env) as database:
        print(f"config, secret key and database ({database.engine}) are in order; Telegram at {env.settings.api.root}")
    return 0


async def key(given: argparse.Namespace) -> int:
    """Make a secret key."""
    print(secrets.token_hex(32))
    return 0


COMMANDS: dict[str, tuple[Command, str]] = {
    "run": (run, "run the bot (what happens without a command, too)"),
    "import": (import_file, "take a workbook of cells, people and households into the register"),
    "check": (check, "say whether configuration, keys and database are in order"),
    "key": (key, "make a secret key for LINLI_SECRET_KEY"),
}
_ADVICE = (
    "401 and 404 mean a wrong BOT_TOKEN or BOT_API_URL, 409 that another program is using this bot: stop that one first"
)


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python run.py", description="Linli 邻里, a neighbourhood's service desk")
    parser.add_argument("--log-level", default="INFO", choices=["DEBUG", "INFO", "WARNING", "ERROR"])
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    made = {name: commands.add_parser(name, help=text, description=text) for name, (_, text) in COMMANDS.items()}
    made["import"].add_argument("file", type=Path, help="the workbook (.xlsx)")
    made["import"].add_argument("--strict", action="store_true", help="take nothing if anything is wrong")
    return parser.parse_args(arguments)


def main() -> int:
    given = options()
    logs.set_up(given.log_level)
    command = COMMANDS[given.command or "run"][0]
    try:
        return asyncio.run(command(given))  # type: ignore[arg-type]
    except ConfigError as error:
        print(error, file=sys.stderr)
    except DatabaseInUse as error:
        print(f"Another process is working on {error}. Stop it first: a database has one process.", file=sys.stderr)
    except DatabaseTooNew as error:
        print(f"This database was made by a newer version (it has {error}). Update the program.", file=sys.stderr)
    except OSError as error:
        print(f"{error.strerror or error}: {error.filename or ''}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
