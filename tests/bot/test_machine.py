"""The one loop that writes: held up, cancelled, overtaken; nothing of it is lost, doubled or left open."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from telegram.error import NetworkError

from bot import heartbeat
from bot.clock import RealClock, VirtualClock
from bot.transport import acting
from domain.errors import Overtaken
from storage import requests
from storage.database import StorageFailed
from storage.sqlite import SqliteDatabase, _Connection
from tests.bots import stage
from tests.community import Neighbourhood, settled
from tests.crowd import Crowd, books, check
from tests.town import TOKEN, Town

pytestmark = pytest.mark.one_language("about the machine, whatever is said")


class Cancelling:
    """Cancels whoever runs the nth batch of statements from now on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = -1
        batch = _Connection.batch

        async def counted(connection: _Connection, statements: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                task = asyncio.current_task()
                assert task is not None
                task.cancel()
            return await batch(connection, statements)

        monkeypatch.setattr(_Connection, "batch", counted)


async def _cancel_each_await(town: Town, cancelling: Cancelling) -> int:
    """Run what waits, cancelled at its first await, then at its second, until it comes through; how often it was."""
    database = town.database
    assert isinstance(database, SqliteDatabase)
    while town.world.pending(TOKEN):
        await town.bot.poller.step()
    for n in range(1, 100):
        cancelling.left = n
        step = asyncio.ensure_future(town.bot.machine.step())
        try:
            await step
        except asyncio.CancelledError:
            assert not database._writer.in_transaction, "left open"
            continue
        if cancelling.left > 0:
            cancelling.left = -1
            return n - 1
    raise AssertionError("never came through")


@pytest.mark.sqlite
async def test_cancelled_at_every_await_of_every_act(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """R18: no transaction stays open, the next writer works, and the row that was cancelled is done later, once."""
    place = await settled(town)
    cancelling = Cancelling(monkeypatch)
    cancelled = 0

    async def says(person: Any, text: str) -> None:
        nonlocal cancelled
        town.world.say(person.id, person.id, text)
        cancelled += await _cancel_each_await(town, cancelling)
        await town.settle()

    async def presses(person: Any, label: str, chat: int) -> None:
        nonlocal cancelled
        town.world.press(person.id, chat, town.with_button(chat, label).message_id, label)
        cancelled += await _cancel_each_await(town, cancelling)
        await town.settle()

    resident, member, group = place.resident, place.member, place.grid_chat
    await says(resident, "楼道灯坏了")
    await presses(resident, "确认提交", resident.id)
    await presses(member, "认领", group)
    await presses(member, "进展", group)
    await says(member, "师傅下午来")
    await presses(member, "办结", group)
    await says(member, "换了灯泡")
    await presses(resident, "未解决", resident.id)
    await presses(place.office, "接单", place.office_chat)
    await says(resident, "/my")
    await says(resident, "/start")
    assert cancelled > 30
    await _sound(town, place)


async def _sound(town: Town, place: Neighbourhood) -> None:
    async with town.database.read() as tx:
        counts = {
            row["why"]: row["n"] for row in await tx.all("SELECT why, COUNT(*) AS n FROM custody GROUP BY why")
        }
        waiting = await tx.all("SELECT id FROM inbox WHERE state <> 'done'")
    assert counts == {"filed": 1, "claim": 2, "resolve": 1, "unsolved": 1}
    assert waiting == []
    assert "师傅下午来" in "".join(shown.text for shown in place.resident.sees())


@pytest.mark.sqlite
async def test_a_writer_that_leaves_its_transaction_open_is_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_: _Connection) -> None:
        """What a shared connection without a roll-back does."""

    undo = _Connection.undo
    monkeypatch.setattr(_Connection, "undo", nothing)
    with pytest.raises((AssertionError, StorageFailed), match=r"left open|within a transaction"):
        await test_cancelled_at_every_await_of_every_act(town, monkeypatch)
    monkeypatch.setattr(_Connection, "undo", undo)
    assert isinstance(town.database, SqliteDatabase)
    for connection in town.database._all:
        await connection.undo()


async def test_an_overtaken_act_runs_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """machine: every aggregate is saved where id and version; whoever comes second does it all again."""
    place = await settled(town)
    save = requests.save_request
    overtaken: list[int] = []

    async def second(tx: Any, request: Any) -> None:
        if not overtaken:
            overtaken.append(request.id)
            raise Overtaken
        await save(tx, request)

    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    monkeypatch.setattr(requests, "save_request", second)
    await place.member.presses("认领", place.grid_chat)
    assert overtaken
    assert "您已认领" in place.member.toast


async def test_no_call_to_telegram_inside_an_act(town: Town) -> None:
    token = acting.set(True)
    try:
        with pytest.raises(RuntimeError, match="inside an act"):
            await town.bot.api.call("sendMessage", {"chat_id": 1, "text": "x"})
        with pytest.raises(NetworkError, match="inside an act"):
            await town.bot.frame.application.bot.send_message(1, "x")
    finally:
        acting.reset(token)


@asynccontextmanager
async def _locked(path: Path) -> AsyncIterator[None]:
    """Another process holds the database's write lock."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def test_the_database_is_held_by_somebody_else(tmp_path: Path) -> None:
    """R16: the bot says so, loses nothing, and goes on when it is free."""
    await _held(tmp_path)


async def test_a_bot_that_acknowledges_what_it_could_not_store_is_found_out(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        await _held(tmp_path, "acknowledge_anyway", patience=3)


async def _held(tmp_path: Path, mutant: str | None = None, patience: float = 60) -> None:
    url = f"sqlite:///{tmp_path}/linli.db"
    async with stage(tmp_path, url, mutant=mutant) as on:
        crowd = Crowd(on.world, url)
        await crowd.gather(8)
        on.start()
        crowd.speak(2)
        await crowd.until_all_is_done()
        async with _locked(tmp_path / "linli.db"):
            crowd.speak(6)
            await asyncio.sleep(6.5)
        await crowd.until_all_is_done(patience)
        assert await on.stop() == 0
        check(crowd, await books(url))
        assert "database is locked" in on.log


async def test_a_blocked_loop_raises_an_alarm(caplog: pytest.LogCaptureFixture) -> None:
    listening = asyncio.ensure_future(heartbeat.listen(RealClock(), every=20, late=100))
    await asyncio.sleep(0.05)
    time.sleep(0.3)  # noqa: ASYNC251 - this is the fault
    await asyncio.sleep(0.05)
    listening.cancel()
    assert "loop.blocked" in caplog.text


async def test_what_fell_due_while_the_loop_was_blocked_is_done(town: Town) -> None:
    """R16: three virtual seconds, an hour, a day in which nothing ran."""
    place = await settled(town)
    town.world.say(place.resident.id, place.resident.id, "楼道灯坏了")
    while town.world.pending(TOKEN):
        await town.bot.poller.step()
    await town.bot.machine.step()
    for blocked in (3_000, 3_600_000, 86_400_000):
        town.clock.step(blocked)
    await town.settle()
    assert "请您核对" in place.resident.last


async def test_a_quiet_heart_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    clock = VirtualClock(0)
    listening = asyncio.ensure_future(heartbeat.listen(clock))
    for _ in range(20):
        await asyncio.sleep(0)
        await clock.advance(500)
    listening.cancel()
    assert "loop.blocked" not in caplog.text
