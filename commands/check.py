"""run.py check: is everything in place? Starts nothing."""

from argparse import ArgumentParser, Namespace

from bot.clock import RealClock
from bot.texts import Texts
from commands.environment import Environment, environment, opened
from storage import danger, grid
from storage.database import Database

HELP = "say whether configuration, keys and database are in order"


def add_options(parser: ArgumentParser) -> None:
    """It has none."""


async def run(given: Namespace) -> int:
    env = environment()
    async with opened(env) as database:
        print(f"config, secret key and database ({database.engine}) are in order; Telegram at {env.settings.api.root}")
        for sentence in await _route_findings(env, database) + await _danger_findings(env, database):
            print(sentence)
    return 0


async def _danger_findings(env: Environment, database: Database) -> list[str]:
    """Communities in which nobody would be shown a number of theirs."""
    texts, said = Texts.load(), []
    codes, configured = env.settings.danger.area_codes, env.settings.danger.phones
    async with database.read() as tx:
        for community in await grid.list_communities(tx):
            own = [one for one in configured if one.community == community.code]
            missing = [] if own or await danger.list_phones(tx, community.id) else ["workbook.no_phones"]
            missing += [] if codes.get(community.code, codes.get("*")) else ["workbook.no_area_code"]
            said += [f"{community.name} {texts.plain(env.settings.language, key)}" for key in missing]
    return said


async def _route_findings(env: Environment, database: Database) -> list[str]:
    """Rules that lead nowhere, as the office is told in the chat."""
    from bot.actions import route_checks

    texts, said = Texts.load(), []
    async with database.read() as tx:
        for community in await grid.list_communities(tx):
            found = await route_checks.findings(tx, env.settings, community.id, RealClock().now())
            said += [f"{community.name} {texts.plain(env.settings.language, one.key, **one.values)}" for one in found]
    return said
