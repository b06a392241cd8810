"""The commands of run.py, one module each: its help, its options, and `run`, which returns the exit code.

What is slow to import stands inside `run`, so that no command waits for what another one needs.
"""

from argparse import ArgumentParser, Namespace
from typing import Protocol

from commands import check, demo, import_workbook, key, replay, replay_routing, serve, stuck


class Command(Protocol):
    """What each of these modules is."""

    HELP: str

    def add_options(self, parser: ArgumentParser) -> None: ...

    async def run(self, given: Namespace) -> int: ...


COMMANDS: dict[str, Command] = {
    "run": serve,
    "import": import_workbook,
    "check": check,
    "stuck": stuck,
    "demo": demo,
    "replay-routing": replay_routing,
    "replay": replay,
    "key": key,
}
