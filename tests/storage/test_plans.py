"""No statement reads a large table whole: with five million requests it takes as long as with ten thousand.

Every statement of the storage shelf is put before SQLite's planner as it stands in the source, so that a new one is
looked at without anybody thinking of it.
"""

import ast
import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import storage
from storage import identities
from storage.make_schema import SCHEMA

_ENGINES = {"database", "make_schema", "migrate", "postgres", "sqlite"}
_RUNS = {"all", "later", "later_many", "one", "run"}
# What stays small whatever happens, and the names under which common table expressions read themselves.
_SMALL = {
    "agenda", "answers", "bindings", "boards", "buildings", "cells", "communities", "community_facts",
    "community_routes", "emergency_phones", "group_lines", "handling_units", "headings", "invite_tries",
    "posts", "programmes", "topics", "unit_chats", "below", "chain", "here", "near", "x", "CONSTANT",
}
# These hold only what is under way; the rest of their tables is not in them.
_UNDER_WAY = {
    "alarms_running", "alarms_unanswered",
    "inbox_quarantined", "inbox_waiting", "messages_open", "messages_parked", "requests_private",
    "views_wanted",
}
# Asked for by hand, once in a while, outside of any act.
_BY_HAND = {"routing.count_decided"}
# By one of these alone hardly anything is found.
_COARSE = re.compile(r"\((?:bot_id|community_id|kind|state|subject|category)=\?\)")
_INDEX = re.compile(r"INDEX (\w+)")


def _modules() -> Iterator[ModuleType]:
    for info in pkgutil.iter_modules(storage.__path__):
        if info.name not in _ENGINES:
            yield importlib.import_module(f"storage.{info.name}")


def _statements() -> Iterator[tuple[str, str]]:
    """Where it stands, and the SQL, with what its module fills in."""
    for module in _modules():
        assert module.__file__ is not None
        for function in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{module.__name__.removeprefix('storage.')}.{function.name}"
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and _runs(call):
                        yield name, _sql(call.args[0], module)
    yield from (("identities.hand_over", sql) for sql in identities._MOVES)


def _runs(call: ast.Call) -> bool:
    said = call.func
    return (isinstance(said, ast.Attribute) and said.attr in _RUNS and isinstance(said.value, ast.Name)
            and said.value.id == "tx" and not (isinstance(call.args[0], ast.Name) and call.args[0].id == "sql"))


def _sql(written: ast.expr, module: ModuleType) -> str:
    return str(eval(compile(ast.Expression(written), module.__name__, "eval"), vars(module)))  # noqa: S307 - our own


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    empty = sqlite3.connect(":memory:")
    empty.executescript(SCHEMA.read_text("utf-8"))
    yield empty
    empty.close()


def _bad(database: sqlite3.Connection, name: str, sql: str) -> list[str]:
    given = dict.fromkeys(re.findall(r":(\w+)", sql), 1)
    steps = [str(row[3]) for row in database.execute(f"EXPLAIN QUERY PLAN {sql}", given)]
    return [f"{name}: {step}" for step in steps if name not in _BY_HAND and not _good(database, step)]


def _good(database: sqlite3.Connection, step: str) -> bool:
    how, what, *_ = [*step.split(), ""]
    if _index_of(step) in _UNDER_WAY or _table(database, step) in _SMALL:
        return True
    if how == "SCAN" or "AUTOMATIC" in step:
        return what in _SMALL
    return how != "SEARCH" or _COARSE.search(step) is None


def _index_of(step: str) -> str:
    named = _INDEX.search(step)
    return named.group(1) if named else ""


def _table(database: sqlite3.Connection, step: str) -> str:
    row = database.execute("SELECT tbl_name FROM sqlite_master WHERE name = ?", (_index_of(step),)).fetchone()
    return str(row[0]) if row else ""


def test_no_statement_reads_a_large_table_whole(database: sqlite3.Connection) -> None:
    found = [step for name, sql in _statements() for step in _bad(database, name, sql)]
    assert found == []


def test_statements_are_found() -> None:
    names = [name for name, _ in _statements()]
    assert len(names) > 300
    assert {"boards.list_open_here", "requests.list_unclaimed", "similarity.list_near"} <= set(names)


@pytest.mark.parametrize("index", ["requests_undone", "requests_held", "requests_private", "entries_waiting",
                                   "chats_unreachable", "drafts_person"])
def test_a_missing_index_is_found_out(database: sqlite3.Connection, index: str) -> None:
    database.execute("SAVEPOINT before")
    database.execute(f"DROP INDEX {index}")
    assert [step for name, sql in _statements() for step in _bad(database, name, sql)]
    database.execute("ROLLBACK TO before")


def test_a_join_that_begins_at_the_wrong_end_is_found_out(database: sqlite3.Connection) -> None:
    """As the words of neighbours' requests were once looked up: through the notes of all requests there are."""
    assert _bad(database, "x", """SELECT n.id FROM (SELECT id FROM requests WHERE cell_id = :cell LIMIT 9) r
        JOIN notes n ON n.subject = 'request' AND n.subject_id = r.id""")
