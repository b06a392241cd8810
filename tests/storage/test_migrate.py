"""R27: a migration that was killed has not happened; a database that is newer than the code is refused."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage import migrate as module
from storage.database import Database, open_database
from storage.make_schema import SCHEMA, schema_of
from storage.migrate import MIGRATIONS, DatabaseTooNew, migrate
from storage.vault import Vault
from tests.town import SECRET

pytestmark = pytest.mark.engines


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await open_database(url, Vault(SECRET))
    yield opened
    await opened.close()


async def _tables(database: Database) -> set[str]:
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    postgres = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    async with database.read() as tx:
        rows = await tx.all(sqlite if database.engine == "sqlite" else postgres)
    return {row["name"] for row in rows}


async def _applied(database: Database) -> list[str]:
    async with database.read() as tx:
        return [row["name"] for row in await tx.all("SELECT name FROM schema_migrations ORDER BY name")]


def _dying(split: Callable[[str], Iterable[str]], left: Iterator[int], text: str) -> Iterator[str]:
    for statement in split(text):
        if next(left, 0) == 0:
            raise Killed
        yield statement


async def test_twice_is_once(database: Database) -> None:
    assert await migrate(database)
    assert await migrate(database) == []


async def test_killed_at_each_statement(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was applied is whole, and the next start goes on from there."""
    split = module._statements
    fatal, applied, kills = 0, 0, 0
    while True:
        monkeypatch.setattr(module, "_statements", partial(_dying, split, iter(range(fatal, 0, -1))))
        try:
            await migrate(database)
        except Killed:
            kills += 1
        else:
            break
        finally:
            monkeypatch.setattr(module, "_statements", split)
        names = await _applied(database)
        assert await _tables(database) - {"schema_migrations"} == {
            table for name in names for table in _made_by(database.engine, name)
        }
        fatal = 0 if len(names) > applied else fatal + 1
        applied = len(names)
    assert kills > 40
    assert await _tables(database) == _all_tables(database.engine)


async def test_a_newer_database_is_refused_untouched(database: Database, tmp_path: Path) -> None:
    await migrate(database)
    async with database.write() as tx:
        await tx.run("INSERT INTO schema_migrations (name) VALUES ('9999_from_the_future')")
    before = await _tables(database)
    with pytest.raises(DatabaseTooNew, match="9999_from_the_future"):
        await migrate(database)
    assert await _tables(database) == before


async def test_a_migration_outside_of_a_transaction_is_found_out(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def each_alone(tx: Any, name: str, text: str) -> None:
        for statement in module._statements(text):
            await tx.run(statement)
            await tx.run("COMMIT")
            await tx.run("BEGIN")
        await tx.run("INSERT INTO schema_migrations (name) VALUES (:name)", name=name)

    monkeypatch.setattr(module, "_apply", each_alone)
    with pytest.raises(AssertionError):
        await test_killed_at_each_statement(database, monkeypatch)


@pytest.mark.sqlite
async def test_the_schema_on_paper_is_the_schema(database: Database) -> None:
    await migrate(database)
    assert await schema_of(database) == SCHEMA.read_text("utf-8"), "run: python -m storage.make_schema"


def _made_by(engine: str, name: str) -> set[str]:
    path = next(path for path in MIGRATIONS.glob("*.sql") if path.stem.removesuffix(f".{engine}") == name)
    return {
        statement.split()[2] for statement in module._statements(module.sql(path, engine))
        if statement.startswith("CREATE TABLE")
    }


def _all_tables(engine: str) -> set[str]:
    names = [path.stem for path in MIGRATIONS.glob("*.sql")]
    return {"schema_migrations"} | {table for name in names for table in _made_by(engine, name)}
