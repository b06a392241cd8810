"""R9: updates bent at random. None is unhandled, none is stuck, nobody else waits, and memory stays where it was."""

import random
from pathlib import Path
from typing import Any

import pytest

from bot import json
from sandbox.world import Limits
from tests.bot.test_inbox import KINDS, _said, _sane, _words
from tests.bots import TOKEN, stage, until
from tests.community import settled
from tests.crowd import Crowd, books
from tests.town import Town

pytestmark = pytest.mark.one_language("about the machine, whatever is said")

ODD: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63, 10**40, 1.5, "", " ", "\x00", "\u202e倒过来",
    "👨‍👩‍👧‍👦" * 30, "😀" * 2_048, "灯" * 4_096,
    "\ud800", [], {}, [[]], {"id": {}}, {"chat": None}, "x" * 524_288,
)


@pytest.fixture
def limits() -> Limits:
    return Limits(enforce=False)


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


def _batch(rng: random.Random, start: int) -> list[dict[str, Any]]:
    batch: list[dict[str, Any]] = []
    for who in range(start, start + 90):
        kind = rng.choice(KINDS)
        event = _bend(_sane(kind, who), rng, rng.choice((0.02, 0.1, 0.4)))
        batch.append({kind: json.loads(json.dumps(event))})
    return batch


async def test_five_hundred_bent_updates(town: Town) -> None:
    place = await settled(town)
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    said, update_id = 0, 1_000_000
    for n in range(6):
        batch = _batch(rng, 50_000 + n * 100)
        for _ in range(10):
            batch.insert(rng.randrange(len(batch)), _words(place, said := said + 1))
        for raw in batch:
            raw["update_id"] = update_id = update_id + 1
        await town.bot.intake.store(batch)
        await town.settle(0)
    await town.wait(3_600_000)
    assert await _said(town) == {f"第{n}句" for n in range(1, said + 1)}, f"seed {seed}"
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM inbox WHERE state = 'waiting'")
    assert row is not None
    assert row["n"] == 0, f"seed {seed}"


@pytest.mark.soak
async def test_twenty_thousand_bent_updates(url: str, tmp_path: Path) -> None:
    """In a process of its own, because it is the bot's memory that must not grow, not the test's."""
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    async with stage(tmp_path, url, mutant="impatient") as on:
        crowd = Crowd(on.world, url)
        await crowd.gather(223)
        on.start()
        sizes: list[int] = []
        for n in range(223):
            for raw in _batch(rng, 50_000 + n * 100):
                on.world.raw_update(TOKEN, raw)
            crowd.speak()
            await until(lambda: on.world.pending(TOKEN) == 0, 60)
            await crowd.until_all_is_done()
            sizes.append(_resident_memory(on.process.pid))
        assert await on.stop() == 0, f"seed {seed}"
    found = await books(url)
    assert "storage.failed" not in on.log, f"seed {seed}"
    assert set(crowd.said.values()) <= set(found.reports), f"seed {seed}"
    assert found.waiting == 0, f"seed {seed}"
    assert max(sizes) - max(sizes[:20]) <= 20_000_000, f"seed {seed}: {sizes[::10]}"


def _resident_memory(pid: int) -> int:
    """Bytes (proc(5), statm)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
