"""run.py stuck: what a person has to look at."""

from argparse import ArgumentParser, Namespace

from commands.environment import environment, opened
from storage import alarms, inbox, messages
from storage.database import Database

HELP = "list what is in quarantine or parked; --release gives a row another turn"


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("--release", type=int, metavar="ID", help="a row in quarantine")


async def run(given: Namespace) -> int:
    async with opened(environment()) as database:
        if given.release is not None:
            return await _release(database, given.release)
        await _list(database)
    return 0


async def _release(database: Database, row: int) -> int:
    async with database.write() as tx:
        released = await inbox.release_quarantined(tx, row)
    print(f"row {row} is released: it runs when the bot is started" if released
          else f"there is no row {row} in quarantine")
    return 0 if released else 1


async def _list(database: Database) -> None:
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
