"""The command line: reads the configuration, wires the shelves, runs one thing."""

import argparse
import asyncio
import dataclasses
import os
import secrets
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from bot import logs, memory
from bot.clock import Clock, RealClock
from bot.config import ConfigError, load_settings
from bot.followed_clock import NotLoopback, check_loopback
from bot.keys import RunJob
from bot.settings import Settings
from bot.texts import Texts
from domain.ids import CommunityId
from domain.routing import Rule
from storage.database import Database, DatabaseInUse, Transaction, open_database
from storage.keys import fits_secret
from storage.migrate import DatabaseTooNew, migrate
from storage.vault import Vault

if TYPE_CHECKING:
    from bot.workbook.rows import Problem

HERE = Path(__file__).resolve().parent
_PROGRAM = [sys.executable, str(HERE / "run.py")]
Result = TypeVar("Result")
Command = Callable[[argparse.Namespace], Awaitable[int]]
Taking = Callable[[RunJob], Awaitable["list[Problem]"]]


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
        async with database.write() as tx:
            if not await fits_secret(tx):
                raise ConfigError("LINLI_SECRET_KEY is not the one that this database began with; nothing was changed.")
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
    from bot.followed_clock import FollowedClock

    check_loopback(env.settings.api.root)
    async with FollowedClock(env.clock_url) as clock:
        yield clock


async def import_file(given: argparse.Namespace) -> int:
    """Take a workbook into the register."""
    from tqdm import tqdm

    from bot.actions.grid import Import, count_rows, import_workbook, sentence
    from bot.workbook import read
    from domain.errors import Invalid
    from domain.ids import BotId
    from storage import grid, headings

    env, texts = environment(), Texts.load()
    async with opened(env) as database:
        async with database.read() as tx:
            own = await _community(tx, given.community)
            known = await grid.list_codes(tx, own)
            mapping = await headings.list_headings(tx, own) if own else None
        try:
            book = read(given.file, mapping, known or None, given.community)
        except Invalid as error:
            print(texts.plain(env.settings.language, error.key, **error.values), file=sys.stderr)
            return 2
        found: list[Problem] = []
        if not (book.problems and given.strict):
            work = Import(BotId(int(env.token.partition(":")[0])), RealClock().now(), env.settings,
                          own if given.community else None)
            with tqdm(total=count_rows(book), unit="row", disable=None) as bar:
                taking = _all_or_nothing if given.strict else _by_and_by
                found = await taking(database, lambda run: import_workbook(run, book, work, bar.update))
    problems = [*book.problems, *found]
    for problem in problems:
        print(sentence(texts, env.settings.language, problem))
    refused = bool(problems) and given.strict
    taken = 0 if refused else count_rows(book) - len(found)
    print(texts.plain(env.settings.language, "workbook.done", taken=taken, problems=len(problems)))
    return int(refused)


async def _by_and_by(database: Database, take: Taking) -> "list[Problem]":
    """A few hundred rows a commit."""

    async def job(one: Callable[[Transaction], Awaitable[Any]]) -> Any:
        async with database.write() as tx:
            return await one(tx)

    return await take(job)


async def _all_or_nothing(database: Database, take: Taking) -> "list[Problem]":
    """One commit; what could not be placed undoes the rest."""
    found: list[Problem] = []
    with suppress(_TakeNothing):
        async with database.write() as tx:

            async def job(one: Callable[[Transaction], Awaitable[Any]]) -> Any:
                return await one(tx)

            found = await take(job)
            if found:
                raise _TakeNothing
    return found


class _TakeNothing(Exception):
    """--strict found something."""


async def _community(tx: Transaction, code: str | None) -> CommunityId | None:
    """The one with this code, else the only one. Raises ConfigError where there is none with this code."""
    from storage import grid

    listed = await grid.list_communities(tx)
    found = [one.id for one in listed if code in {None, one.code}]
    if code and not found:
        raise ConfigError(f"There is no community {code}. Known are: {', '.join(one.code for one in listed) or 'none'}")
    return found[0] if len(found) == 1 else None


async def check(given: argparse.Namespace) -> int:
    """Say whether everything is in place, without starting anything."""
    env = environment()
    async with opened(env) as database:
        print(f"config, secret key and database ({database.engine}) are in order; Telegram at {env.settings.api.root}")
        for sentence in await _route_findings(env, database):
            print(sentence)
    return 0


async def _route_findings(env: Environment, database: Database) -> list[str]:
    """Rules that lead nowhere, as the office is told in the chat."""
    from bot.actions import route_checks
    from storage import grid

    texts, said = Texts.load(), []
    async with database.read() as tx:
        for community in await grid.list_communities(tx):
            found = await route_checks.findings(tx, env.settings, community.id, RealClock().now())
            said += [f"{community.name} {texts.plain(env.settings.language, one.key, **one.values)}" for one in found]
    return said


async def replay_routing(given: argparse.Namespace) -> int:
    """What a changed rule table would have done with the requests of the last weeks; nothing is changed."""
    from tqdm import tqdm

    from bot import rerouting_report
    from bot.actions.rerouting import Replay
    from storage import routing

    env, texts, now = environment(), Texts.load(), RealClock().now()
    since = now - given.days * 86_400_000
    async with opened(env) as database, database.read() as tx:
        tables = await _tables(env, tx, given.table, texts)
        with tqdm(total=await routing.count_decided(tx, since), unit="request", disable=None) as bar:
            result = await Replay(tx, tables, now).run(since, bar.update)
    for sentence in rerouting_report.lines(result, texts, env.settings):
        print(sentence)
    rerouting_report.save(result, given.report, texts, env.settings)
    print(texts.plain(env.settings.language, "rerouting.saved", path=given.report))
    return 0


async def _tables(env: Environment, tx: Transaction, path: Path | None, texts: Texts) -> dict[CommunityId, list[Rule]]:
    """Every community's rules, with those of the file in their place: YAML for the defaults, a workbook for its own."""
    from bot.actions import sheets
    from bot.actions.grid import Import, sentence
    from bot.config import load_routes
    from bot.workbook import read
    from domain.ids import BotId
    from storage import grid, routing

    defaults = env.settings.routes
    if path is not None and path.suffix not in {".yaml", ".yml", ".xlsx"}:
        raise ConfigError(f"{path}: a table is a workbook (.xlsx) with 派单规则, or YAML with a section routes")
    if path is not None and path.suffix in {".yaml", ".yml"}:
        defaults = load_routes(path, env.settings)
    own = {one.id: await routing.list_own_rules(tx, one.id) for one in await grid.list_communities(tx)}
    if path is not None and path.suffix == ".xlsx":
        codes = await grid.list_codes(tx)
        book = read(path, known_cells=codes or None)
        work = Import(BotId(0), RealClock().now(), env.settings, cells=codes)
        if not book.routes:
            raise ConfigError(f"{path}: there is no rule in it that can be read; the sheet is called 派单规则")
        if (community_id := sheets.community_of(work, book.routes[0])) is not None:
            own[community_id] = await sheets.rules_of(work, tx, community_id, sheets.RouteSheet(tuple(book.routes)))
        for problem in (*book.problems, *work.problems):
            print(sentence(texts, env.settings.language, problem))
    return {community_id: [*rules, *defaults] for community_id, rules in own.items()}


async def stuck(given: argparse.Namespace) -> int:
    """What a person has to look at: rows in quarantine and messages that were given up."""
    from storage import alarms, inbox, messages

    async with opened(environment()) as database:
        if given.release is not None:
            async with database.write() as tx:
                released = await inbox.release_quarantined(tx, given.release)
            print(f"row {given.release} is released: it runs when the bot is started" if released
                  else f"there is no row {given.release} in quarantine")
            return 0 if released else 1
        async with database.read() as tx:
            rows = await inbox.list_quarantined(tx)
            parked = await messages.list_parked(tx)
            unanswered = await alarms.list_unanswered(tx)
    for alarm in unanswered:
        print(f"unanswered alarm id={alarm.id} danger={alarm.danger} raised_at={alarm.raised_at}")
    for row in rows:
        print("quarantine", *(f"{name}={value}" for name, value in row.items()))
    for row in parked:
        print("parked", *(f"{name}={value}" for name, value in row.items()))
    print(f"{len(rows)} in quarantine (run.py stuck --release ID gives one another turn), {len(parked)} parked, "
          f"{len(unanswered)} alarms that nobody has answered")
    return 0


async def key(given: argparse.Namespace) -> int:
    """Make a secret key."""
    print(secrets.token_hex(32))
    return 0


async def demo(given: argparse.Namespace) -> int:
    """Sandbox, example community, bot and a small cast that plays the loop; then everything stays up."""
    from sandbox.cast import gather
    from sandbox.client import Client, NotSeen
    from sandbox.community import community
    from sandbox.scenes import play
    from sandbox.stage import Fallen, Stage

    async with Stage(_fresh_folder("demo"), _PROGRAM, given.port) as stage:
        try:
            await stage.open_sandbox("--clock", "running")
            async with Client(stage.address) as client:
                cast = await gather(client)
                print(f"示例社区 {given.households} 户 / example community, {given.households} households", flush=True)
                community(given.households, known=cast.known).save(stage.folder / "community.xlsx")
                await stage.run("import", str(stage.folder / "community.xlsx"))
                await stage.start_bot()
                phones = ",".join(str(phone.id) for phone in cast.phones)
                address = f"{stage.address}/?people={phones}&lang=zh"
                print(f"\n打开 / open  {address}\n", flush=True)
                await _while_up(stage.watch(), play(client, cast, lambda text: print(text, flush=True)))
            if not given.leave:
                print(f"\n{address}\nCtrl+C 结束 / to stop", flush=True)
                await stage.watch()
        except (Fallen, NotSeen) as error:
            print(f"{error}\n{stage.log}", file=sys.stderr)
            return 1
    return 0


async def replay(given: argparse.Namespace) -> int:
    """Feed a file of messages as many residents, and report what became of them."""
    from tqdm import tqdm

    from sandbox.client import Client
    from sandbox.community import community, doors
    from sandbox.replay import replay as feed
    from sandbox.stage import Fallen, Stage

    lines = given.file.read_text("utf-8").splitlines()[: given.most]
    config = _config_for_replay(_fresh_folder("replay") / "config.yaml", limits=given.limits)
    async with Stage(config.parent, _PROGRAM, given.port, {"LINLI_CONFIG": str(config)}) as stage:
        try:
            limits = () if given.limits else ("--no-limits",)
            await stage.open_sandbox("--clock", "running", "--speed-journal", "off", *limits)
            community(given.households).save(stage.folder / "community.xlsx")
            await stage.run("import", str(stage.folder / "community.xlsx"))
            await stage.start_bot()
            async with Client(stage.address) as client:
                with tqdm(total=len(lines) + given.residents, unit="message", disable=None) as bar:
                    report = await _while_up(stage.watch(), feed(
                        client, lines, given.rate, given.residents, lambda done, _: bar.update(done - bar.n),
                        doors=doors(given.households), gather=0.0,
                    ))
        except Fallen as error:
            print(error, file=sys.stderr)
            return 1
    print("\n".join(report.lines()))
    return 0


async def _while_up(watching: Coroutine[Any, Any, None], doing: Coroutine[Any, Any, Result]) -> Result:
    """The result of what is done, or the error of what is watched, whichever comes first."""
    watch, work = asyncio.ensure_future(watching), asyncio.ensure_future(doing)
    try:
        await asyncio.wait({watch, work}, return_when=asyncio.FIRST_COMPLETED)
        if watch.done():
            watch.result()
        return await work
    finally:
        watch.cancel()
        work.cancel()


def _fresh_folder(name: str) -> Path:
    folder = HERE / "var" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _config_for_replay(path: Path, *, limits: bool) -> Path:
    """Our configuration without a time of gathering, and without limits unless they are wanted."""
    import yaml

    config = yaml.safe_load((HERE / "config.yaml").read_text("utf-8"))
    config["drafts"] |= {"gather": 0, "at_most": 0}
    config["flood"]["burst"] = 0
    if not limits:
        config["limits"] = dict.fromkeys(config["limits"], 0)
    path.write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    return path


COMMANDS: dict[str, tuple[Command, str]] = {
    "run": (run, "run the bot (what happens without a command, too)"),
    "import": (import_file, "take a workbook of cells, people and households into the register"),
    "check": (check, "say whether configuration, keys and database are in order"),
    "stuck": (stuck, "list what is in quarantine or parked; --release gives a row another turn"),
    "demo": (demo, "show everything on this machine, without a Telegram account"),
    "replay-routing": (replay_routing, "compare a changed rule table with what was decided; nothing is changed"),
    "replay": (replay, "feed a file of messages as many residents, and report latency and routes"),
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
    made["import"].add_argument("--community", metavar="CODE", help="take it into this community alone")
    made["stuck"].add_argument("--release", type=int, metavar="ID", help="a row in quarantine")
    made["demo"].add_argument("--port", type=int, default=8081, help="of the sandbox's page")
    made["demo"].add_argument("--households", type=int, default=7878, help="size of the example community")
    made["demo"].add_argument("--leave", action="store_true", help="end after the play instead of staying up")
    made["replay-routing"].add_argument("--table", type=Path, help="a workbook with 派单规则, or YAML with routes")
    made["replay-routing"].add_argument("--days", type=int, default=90, help="how far back (90)")
    made["replay-routing"].add_argument("--report", type=Path, default=Path("replay-routing.xlsx"),
                                        help="where the workbook of changes goes")
    made["replay"].add_argument("file", type=Path, help="JSON lines, each with a text")
    made["replay"].add_argument("--rate", type=float, default=0, help="messages a second (0: as fast as they go)")
    made["replay"].add_argument("--residents", type=int, default=200, help="who say them")
    made["replay"].add_argument("--households", type=int, default=600, help="size of the example community")
    made["replay"].add_argument("--most", type=int, help="lines of the file at most")
    made["replay"].add_argument("--limits", action="store_true", help="keep Telegram's limits")
    made["replay"].add_argument("--port", type=int, default=8082)
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
    except NotLoopback as error:
        print(f"LINLI_CLOCK_URL follows a sandbox's clock; it is refused with a Bot API at {error}.", file=sys.stderr)
    except ValueError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.strerror or error}: {error.filename or ''}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
