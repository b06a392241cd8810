"""R9: updates bent at random. None is unhandled, none is stuck, nobody else waits, and memory stays where it was."""

import logging
import random
from collections.abc import Iterator
from typing import Any

import pytest

from bot import json
from sandbox.world import Limits
from tests.bot.test_inbox import KINDS, _said, _sane, _words
from tests.community import settled
from tests.town import Town

ODD: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63, 10**40, 1.5, "", " ", "\x00", "\u202e倒过来",
    "👨‍👩‍👧‍👦" * 30, "😀" * 2_048, "灯" * 4_096,
    "\ud800", [], {}, [[]], {"id": {}}, {"chat": None}, "x" * 100_000,
)


@pytest.fixture
def limits() -> Limits:
    return Limits(enforce=False)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Kept log records hold tracebacks, and those every body that was ever bent."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def _bend(value: Any, rng: random.Random, chance: float) -> Any:
    """The same shape, with a few leaves, branches and names replaced, dropped or doubled."""
    if rng.random() < chance:
        return rng.choice(ODD) if rng.random() < 0.8 else _deep(rng.choice(ODD), 100)
    if isinstance(value, dict):
        bent = {key: _bend(inner, rng, chance) for key, inner in value.items() if rng.random() > chance / 2}
        if rng.random() < chance:
            bent[rng.choice(("photo", "location", "sticker", "via_bot", "forward_origin"))] = rng.choice(ODD)
        return bent
    if isinstance(value, list):
        return [_bend(inner, rng, chance) for inner in value] * (2 if rng.random() < chance else 1)
    return value


def _deep(value: Any, levels: int) -> Any:
    for _ in range(levels):
        value = {"reply_to_message": value}
    return value


def _resident_memory() -> int:
    """Bytes (proc(5), statm)."""
    with open("/proc/self/statm") as figures:  # noqa: PTH123
        return int(figures.read().split()[1]) * 4096


async def _feed(town: Town, rounds: int, seed: int) -> None:
    place = await settled(town)
    rng = random.Random(seed)
    said, grown, update_id = 0, 0, 1_000_000
    for n in range(rounds):
        batch: list[dict[str, Any]] = []
        for one in range(90):
            kind = rng.choice(KINDS)
            batch.append({kind: _bend(_sane(kind, 50_000 + n * 100 + one), rng, rng.choice((0.02, 0.1, 0.4)))})
        for _ in range(10):
            batch.insert(rng.randrange(len(batch)), _words(place, said := said + 1))
        for raw in batch:
            raw["update_id"] = update_id = update_id + 1
        await town.bot.intake.store([json.loads(json.dumps(raw)) for raw in batch])
        await town.settle(0)
        if n == rounds // 3:
            grown = _resident_memory()
    await town.wait(3_600_000)
    assert await _said(town) == {f"第{n}句" for n in range(1, said + 1)}, f"seed {seed}"
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM inbox WHERE state = 'waiting'")
    assert row is not None
    assert row["n"] == 0, f"seed {seed}"
    if rounds > 100:
        assert _resident_memory() - grown <= 20_000_000


async def test_five_hundred_bent_updates(town: Town) -> None:
    await _feed(town, 6, seed=random.randrange(2**32))


@pytest.mark.soak
async def test_ten_thousand_bent_updates(town: Town) -> None:
    await _feed(town, 111, seed=random.randrange(2**32))
