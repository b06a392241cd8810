"""run.py replay-routing: what a changed rule table would have done with the requests of the last weeks."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.clock import RealClock
from bot.config import ConfigError, load_routes
from bot.texts import Texts
from commands.environment import Environment, environment, opened
from domain.ids import BotId, CommunityId
from domain.routing import Rule
from storage import grid, routing
from storage.database import Transaction

HELP = "compare a changed rule table with what was decided; nothing is changed"
_REPORT = Path("var/replay-routing.xlsx")
_YAML, _WORKBOOK = {".yaml", ".yml"}, ".xlsx"


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("--table", type=Path, help="a workbook with 派单规则, or YAML with routes")
    parser.add_argument("--days", type=int, default=90, help="how far back (90)")
    parser.add_argument("--report", type=Path, default=_REPORT, help=f"the workbook of changes ({_REPORT})")


async def run(given: Namespace) -> int:
    from tqdm import tqdm

    from bot import rerouting_report
    from bot.actions.rerouting import Replay

    env, texts, now = environment(), Texts.load(), RealClock().now()
    since = now - given.days * 86_400_000
    async with opened(env) as database, database.read() as tx:
        tables = await _tables(env, tx, given.table, texts)
        with tqdm(total=await routing.count_decided(tx, since), unit="request", disable=None) as bar:
            result = await Replay(tx, tables, now).run(since, bar.update)
    for sentence in rerouting_report.lines(result, texts, env.settings):
        print(sentence)
    given.report.parent.mkdir(parents=True, exist_ok=True)
    rerouting_report.save(result, given.report, texts, env.settings)
    print(texts.plain(env.settings.language, "rerouting.saved", path=given.report))
    return 0


async def _tables(env: Environment, tx: Transaction, path: Path | None, texts: Texts) -> dict[CommunityId, list[Rule]]:
    """Every community's rules, with those of the file in their place: YAML for the defaults, a workbook for its own."""
    if path is not None and path.suffix not in {*_YAML, _WORKBOOK}:
        raise ConfigError(f"{path}: a table is a workbook (.xlsx) with 派单规则, or YAML with a section routes")
    own = {one.id: await routing.list_own_rules(tx, one.id) for one in await grid.list_communities(tx)}
    defaults = env.settings.routes
    if path is not None and path.suffix in _YAML:
        defaults = load_routes(path, env.settings)
    if path is not None and path.suffix == _WORKBOOK:
        own |= await _rules_of(path, env, tx, texts)
    return {community_id: [*rules, *defaults] for community_id, rules in own.items()}


async def _rules_of(path: Path, env: Environment, tx: Transaction, texts: Texts) -> dict[CommunityId, list[Rule]]:
    """The rules of a workbook, by the community that they are for; what cannot be read is said."""
    from bot.actions.importing import Import, sentence
    from bot.actions.importing.routes import RouteSheet, rules_of
    from bot.workbook import read

    codes = await grid.list_codes(tx)
    book = read(path, known_cells=codes or None)
    work = Import(BotId(0), RealClock().now(), env.settings, cells=codes)
    if not book.routes:
        raise ConfigError(f"{path}: there is no rule in it that can be read; the sheet is called 派单规则")
    found = {}
    if (community_id := work.community_of(book.routes[0])) is not None:
        found[community_id] = await rules_of(work, tx, community_id, RouteSheet(tuple(book.routes)))
    for problem in (*book.problems, *work.problems):
        print(sentence(texts, env.settings.language, problem))
    return found
