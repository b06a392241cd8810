"""The command line: reads what is given, and runs one command of `commands/`."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace

from bot import logs
from bot.config import ConfigError
from bot.followed_clock import NotLoopback
from commands import COMMANDS
from storage.database import DatabaseInUse
from storage.migrate import DatabaseTooNew


def options(arguments: list[str] | None = None) -> Namespace:
    parser = ArgumentParser(prog="python run.py", description="Linli 邻里, a neighbourhood's service desk")
    parser.add_argument("--log-level", default="INFO", choices=["DEBUG", "INFO", "WARNING", "ERROR"])
    parsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, command in COMMANDS.items():
        command.add_options(parsers.add_parser(name, help=command.HELP, description=command.HELP))
    return parser.parse_args(arguments)


def main() -> int:
    given = options()
    logs.set_up(given.log_level)
    command = COMMANDS[given.command or "run"]
    try:
        return asyncio.run(command.run(given))
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
