"""Both engines, the town, and the soak switch."""

import os
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sandbox.world import Limits
from tests import postgres
from tests.discretion import indiscretions
from tests.town import Town


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="full sizes, and everything on both engines")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--soak"):
        items[:] = [item for item in items if "soak" not in item.keywords]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked `engines` runs on both; in a soak everything does that is not marked for one of them."""
    if "url" not in metafunc.fixturenames:
        return
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    both = metafunc.config.getoption("--soak") or "engines" in marks
    only = [name for name in ("sqlite", "postgres") if name in marks]
    metafunc.parametrize("engine", only or (["sqlite", "postgres"] if both else ["sqlite"]))


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
def engine() -> str:
    """Overridden by pytest_generate_tests."""
    return "sqlite"


@pytest.fixture
def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if engine == "sqlite":
        return f"sqlite:///{tmp_path}/linli.db"
    found: postgres.Server = request.getfixturevalue("server")
    return found.new_database()


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture
async def town(url: str, limits: Limits) -> AsyncIterator[Town]:
    made = await Town(url, limits=limits).start()
    yield made
    told = await indiscretions(made) if made.service is not None else []
    await made.stop()
    assert told == []
