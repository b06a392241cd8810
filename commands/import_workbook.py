"""run.py import: a workbook of cells, people and households goes into the register, previewed in words."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.clock import RealClock
from bot.config import ConfigError
from bot.keys import RunJob
from bot.texts import Texts
from commands.environment import Environment, environment, opened
from domain.errors import Invalid
from domain.ids import CellId, CommunityId
from storage import grid, headings
from storage.database import Database, Transaction

if TYPE_CHECKING:
    from bot.actions.importing import Import
    from bot.workbook.rows import Problem, Workbook

HELP = "take a workbook of cells, people and households into the register"
_YES = frozenset({"yes", "y", "是"})
_Codes = Mapping[str, tuple[CellId, CommunityId]]
Taking = Callable[[RunJob], Awaitable["list[Problem]"]]


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the workbook (.xlsx)")
    parser.add_argument("--strict", action="store_true", help="take nothing if anything is wrong")
    parser.add_argument("--preview", action="store_true", help="say what it would do and change nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask at a terminal")
    parser.add_argument("--community", metavar="CODE", help="take it into this community alone")


async def run(given: Namespace) -> int:
    from bot.actions.importing import Import, count_rows, sentence
    from bot.workbook import read

    env, texts = environment(), Texts.load()
    language = env.settings.language
    async with opened(env) as database:
        async with database.read() as tx:
            own = await _community(tx, given.community)
            known = await grid.list_codes(tx, own)
            mapping = await headings.list_headings(tx, own) if own else None
        try:
            book = read(given.file, mapping, known or None, given.community)
        except Invalid as error:
            print(texts.plain(language, error.key, **error.values), file=sys.stderr)
            return 2
        shown, takes = await _preview(database, book, known, env, texts)
        refused = given.strict and bool(book.problems)
        if given.preview or not (refused or given.yes or _sure(texts, language, takes)):
            print(texts.plain(language, "workbook.preview_only" if given.preview else "workbook.not_taken"))
            return int(not given.preview)
        work = Import(env.bot_id, RealClock().now(), env.settings, own if given.community else None)
        found = [] if refused else await _take(database, book, given, work)
    for problem in found:
        if problem not in shown:
            print(sentence(texts, language, problem))
    refused = refused or (given.strict and bool(found))
    taken = 0 if refused else count_rows(book) - len(found)
    print(texts.plain(language, "workbook.done", taken=taken, problems=len(book.problems) + len(found)))
    return int(refused)


async def _preview(
    database: Database, book: "Workbook", known: _Codes, env: Environment, texts: Texts
) -> "tuple[list[Problem], bool]":
    """What the office reads in the chat before it says yes; returns what is wrong, and whether there is a question."""
    from bot.actions.importing import groups, preview, sentence
    from bot.views import registers as pages

    language = env.settings.language
    async with database.read() as tx:
        told = await preview.preview(tx, book, env.settings, preview.community_of(book, known))
        told["bound"] = await groups.to_bind(tx, book, env.bot_id, known)
    for one in pages.counted(told):
        print(texts.plain(language, one.key, **one.values))
    problems = [*book.problems, *preview.wrong_phones(book, env.settings)]
    for problem in problems:
        print(sentence(texts, language, problem))
    return problems, pages.takes(told)


def _sure(texts: Texts, language: str, takes: bool) -> bool:
    """A person at a terminal is asked. A script has decided: for it the command stays one step."""
    if not (takes and sys.stdin.isatty()):
        return True
    print(texts.plain(language, "workbook.sure"), end=" ", flush=True)
    return sys.stdin.readline().strip().lower() in _YES


async def _take(database: Database, book: "Workbook", given: Namespace, work: "Import") -> "list[Problem]":
    from tqdm import tqdm

    from bot.actions.importing import count_rows, import_workbook

    with tqdm(total=count_rows(book), unit="row", disable=None) as bar:
        taking = _all_or_nothing if given.strict else _by_and_by
        return await taking(database, lambda run: import_workbook(run, book, work, bar.update))


async def _community(tx: Transaction, code: str | None) -> CommunityId | None:
    """The one with this code, else the only one. Raises ConfigError where there is none with this code."""
    listed = await grid.list_communities(tx)
    found = [one.id for one in listed if code in {None, one.code}]
    if code and not found:
        raise ConfigError(f"There is no community {code}. Known are: {', '.join(one.code for one in listed) or 'none'}")
    return found[0] if len(found) == 1 else None


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
