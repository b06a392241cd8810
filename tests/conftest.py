"""Both engines, the town, and the soak switch."""

import asyncio
import os
import shutil
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sandbox.world import Limits
from storage.database import open_database
from storage.migrate import migrate
from storage.vault import Vault
from tests import postgres
from tests.discretion import indiscretions
from tests.town import SECRET, Town
from tests.twins import EnglishTown


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="full sizes, and everything on both engines")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--soak"):
        items[:] = [item for item in items if item.get_closest_marker("soak") is None]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked `engines` runs on both; in a soak everything does that is not marked for one of them.

    Chat tests are lived a second time in English (tests/twins.py), on SQLite.
    """
    if "url" not in metafunc.fixturenames:
        return
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    both = metafunc.config.getoption("--soak") or "engines" in marks
    only = [name for name in ("sqlite", "postgres") if name in marks]
    english = ["english"] if not only and _lives_twice(metafunc) else []
    metafunc.parametrize("life", [*(only or (["sqlite", "postgres"] if both else ["sqlite"])), *english])


def _lives_twice(metafunc: pytest.Metafunc) -> bool:
    """Chat tests, but for those that are about a language or about a mutant."""
    about = metafunc.definition.originalname
    marked = metafunc.definition.get_closest_marker("one_language")
    return "town" in metafunc.fixturenames and not marked and "english" not in about and "found_out" not in about


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    programs = postgres.binaries()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail(postgres.MISSING)
        warnings.warn(pytest.PytestWarning(postgres.MISSING), stacklevel=1)
        pytest.skip(postgres.MISSING)
    server = postgres.Server(programs)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def life() -> str:
    """Overridden by pytest_generate_tests."""
    return "sqlite"


@pytest.fixture
def url(life: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if life != "postgres":
        return f"sqlite:///{tmp_path}/linli.db"
    found: postgres.Server = request.getfixturevalue("server")
    return found.new_database()


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without a row: to copy it is quicker than to migrate for each test."""
    path = tmp_path_factory.mktemp("migrated") / "linli.db"
    asyncio.run(_migrate(path))
    return path


async def _migrate(path: Path) -> None:
    database = await open_database(f"sqlite:///{path}", Vault(SECRET))
    await migrate(database)
    await database.close()


@pytest.fixture
def ready(url: str, life: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a migrated database."""
    if life != "postgres":
        shutil.copy(request.getfixturevalue("migrated"), tmp_path)
    return url


@pytest.fixture
async def town(ready: str, life: str, limits: Limits) -> AsyncIterator[Town]:
    made = await (EnglishTown if life == "english" else Town)(ready, limits=limits).start()
    yield made
    told = await indiscretions(made) if made.service is not None else []
    await made.stop()
    assert told == []
    if isinstance(made, EnglishTown):
        assert made.world.strange == [], "\n".join(made.world.strange)
