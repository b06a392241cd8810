"""R1: killed with -9 at random moments under load, polling and webhook; nothing is lost and nothing is done twice."""

import asyncio
import random
import signal
import time
from pathlib import Path

import pytest

from bot.act import ANSWER
from domain.ids import BotId, ChatId
from storage.database import open_database
from storage.messages import Message, add_message
from storage.migrate import migrate
from storage.vault import Vault
from tests.bots import TOKEN, Stage, stage, until
from tests.crowd import REPEAT, Crowd, books, check
from tests.mutants import PLACES
from tests.town import SECRET

BOT = BotId(int(TOKEN.partition(":")[0]))


async def _kill_often(on: Stage, crowd: Crowd, kills: int) -> None:
    """The crowd talks all the while, so that there is always something under way."""
    on.start()
    for _ in range(kills):
        async with asyncio.timeout(60):
            before = crowd.answered()
            while crowd.answered() == before:
                crowd.speak()
                crowd.press()
                await asyncio.sleep(0.02)
        crowd.speak(3)
        await asyncio.sleep(random.random() * 0.15)
        await on.kill()
        on.start()


async def _killed(
    folder: Path, kills: int, *, webhook: bool, mutant: str | None = None, patience: float = 180
) -> None:
    url = f"sqlite:///{folder}/linli.db"
    async with stage(folder, url, webhook=webhook, mutant=mutant) as on:
        crowd = Crowd(on.world, url)
        await crowd.gather(kills * 40)
        await _kill_often(on, crowd, kills)
        await crowd.until_all_is_done(patience)
        assert await on.stop() == 0, on.log
        check(crowd, await books(url))


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_twenty_kills(tmp_path: Path, *, webhook: bool) -> None:
    await _killed(tmp_path, 20, webhook=webhook)


@pytest.mark.soak
@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_a_hundred_kills(tmp_path: Path, *, webhook: bool) -> None:
    """After so many refused connections the server waits up to a minute before it posts a chat's next update."""
    await _killed(tmp_path, 100, webhook=webhook, patience=300)


async def test_a_bot_that_acknowledges_first_is_found_out(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        await _killed(tmp_path, 6, webhook=False, mutant="acknowledge_first", patience=5)


async def _fill_outbox(url: str, resident: int, count: int) -> None:
    database = await open_database(url, Vault(SECRET))
    await migrate(database)
    async with database.write() as tx:
        for n in range(count):
            message = Message(BOT, ChatId(resident), ANSWER, "request.noted", {"number": f"<{n}>"})
            add_message(tx, message, 0)
    await database.close()


async def _always_in_flight(folder: Path, kills: int, mutant: str | None = None) -> None:
    """R5: one chat, one send on its way at any moment, killed again and again."""
    url = f"sqlite:///{folder}/linli.db"
    async with stage(folder, url, mutant=mutant) as on:
        resident = on.world.person("陈", started=True)
        await _fill_outbox(url, resident, kills * 8)
        on.world.fault("latency", "sendMessage", times=None, delay=0.02)
        seen: list[str] = []
        for _ in range(kills):
            on.start()
            before = len(seen)
            async with asyncio.timeout(60):
                while len(seen) == before:
                    await asyncio.sleep(random.random() * 0.02)
                    seen = [shown.text for shown in on.world.messages(resident)]
            await on.kill()
        on.world.clear_faults()
        on.start()
        wanted = {f"<{n}> 的进展已转告居民。" for n in range(kills * 8)}
        for _ in range(200):
            seen = [shown.text for shown in on.world.messages(resident)]
            if {text.removeprefix(f"{REPEAT}\n") for text in seen} == wanted:
                break
            await asyncio.sleep(0.05)
        assert await on.stop() == 0, on.log
        plain = [text for text in seen if not text.startswith(REPEAT)]
        assert {text.removeprefix(f"{REPEAT}\n") for text in seen} == wanted, "lost"
        assert len(plain) == len(set(plain)), "repeated without a mark"
        assert len(seen) - len(wanted) <= kills


async def test_twenty_kills_with_a_send_in_flight(tmp_path: Path) -> None:
    await _always_in_flight(tmp_path, 20)


@pytest.mark.soak
async def test_a_hundred_kills_with_a_send_in_flight(tmp_path: Path) -> None:
    await _always_in_flight(tmp_path, 100)


async def test_an_outbox_that_forgets_its_doubts_is_found_out(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="without a mark"):
        await _always_in_flight(tmp_path, 12, "forget_doubts")


@pytest.mark.parametrize("place", PLACES)
async def test_each_point_of_the_way(tmp_path: Path, place: str) -> None:
    """R2: the process kills itself at a named point; the end is the same as without."""
    await _killed_at(tmp_path, f"kill_{place}")


@pytest.mark.soak
@pytest.mark.parametrize("place", PLACES)
async def test_each_point_twenty_times(tmp_path: Path, place: str) -> None:
    for n in range(20):
        folder = tmp_path / str(n)
        folder.mkdir()
        await _killed_at(folder, f"kill_{place}")


async def _said_after_a_kill(folder: Path, mutants: str) -> list[str]:
    """One message, and the process dies when it has been frozen and not been sent."""
    url = f"sqlite:///{folder}/{mutants}.db"
    async with stage(folder, url) as on:
        resident = on.world.person("陈", started=True)
        await _fill_outbox(url, resident, 1)
        on.start(mutant=mutants)
        assert await on.ends() == -signal.SIGKILL
        on.start()
        await asyncio.sleep(1.5)
        assert await on.stop() == 0
        return [shown.text for shown in on.world.messages(resident)]


async def test_an_outbox_that_marks_before_it_sends_is_found_out(tmp_path: Path) -> None:
    assert len(await _said_after_a_kill(tmp_path, "kill_after_freeze")) == 1
    assert await _said_after_a_kill(tmp_path, "sent_before_sending+kill_after_freeze") == []


async def _killed_at(tmp_path: Path, mutants: str, patience: float = 180) -> None:
    url = f"sqlite:///{tmp_path}/linli.db"
    async with stage(tmp_path, url) as on:
        crowd = Crowd(on.world, url)
        await crowd.gather(6)
        crowd.speak(6)
        on.start(mutant=mutants)
        async with asyncio.timeout(60):
            while on.process.exitcode is None:
                crowd.press()
                await asyncio.sleep(0.02)
        assert on.process.exitcode == -signal.SIGKILL
        on.start()
        await crowd.until_all_is_done(patience)
        assert await on.stop() == 0, on.log
        check(crowd, await books(url))


async def test_a_second_instance_stops_before_it_touches_telegram(tmp_path: Path) -> None:
    """R21."""
    await _second_instance(tmp_path)


async def test_a_database_without_a_lock_is_found_out(tmp_path: Path) -> None:
    with pytest.raises((AssertionError, TimeoutError)):
        await _second_instance(tmp_path, "lock_nothing")


async def _second_instance(tmp_path: Path, mutant: str | None = None) -> None:
    url = f"sqlite:///{tmp_path}/linli.db"
    async with stage(tmp_path, url, mutant=mutant) as on:
        on.start()
        await until(lambda: any(call.method == "getUpdates" for call in on.world.calls))
        first = on.process
        known = sum(call.method == "getMe" for call in on.world.calls)
        on.start()
        assert await on.ends(5) == 2
        assert "Another process is working on" in on.log
        assert sum(call.method == "getMe" for call in on.world.calls) == known
        on.process = first
        assert await on.stop() == 0


async def test_another_poller_or_a_wrong_token_stops_with_a_sentence(tmp_path: Path) -> None:
    for fault, word in (("conflict", "409"), ("unauthorized", "401"), ("not_found", "404")):
        async with stage(tmp_path, f"sqlite:///{tmp_path}/{fault}.db") as on:
            on.world.fault(fault, "getUpdates" if fault == "conflict" else None)
            on.start()
            assert await on.ends() == 1
            assert "Telegram says:" in on.log.splitlines()[-1]
            assert word in on.log.splitlines()[-1]


async def test_sigterm_under_load_loses_nothing(tmp_path: Path) -> None:
    """R22: told to stop in the middle of it, it ends within ten seconds, and nothing is lost or said twice."""
    await _stopped(tmp_path)


async def test_a_stop_that_waits_for_nobody_is_found_out(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        await _stopped(tmp_path, "cut_short")


async def _stopped(tmp_path: Path, mutant: str | None = None) -> None:
    url = f"sqlite:///{tmp_path}/linli.db"
    async with stage(tmp_path, url, mutant=mutant) as on:
        # The receipt is an edit and comes before its card has been answered: that one is on its way when it is stopped.
        on.world.fault("latency", "sendMessage", times=None, delay=0.3)
        crowd = Crowd(on.world, url)
        await crowd.gather(60)
        for _ in range(3):
            on.start()
            crowd.speak(20)
            async with asyncio.timeout(60):
                before = crowd.answered()
                while crowd.answered() == before:
                    crowd.press()
                    await asyncio.sleep(0.02)
            started = time.perf_counter()
            assert await on.stop() == 0, on.log
            assert time.perf_counter() - started < 10
        on.start()
        await crowd.until_all_is_done()
        assert await on.stop() == 0
        check(crowd, await books(url))
        assert not any(REPEAT in text for one in crowd.said for text in crowd.texts(one))
        assert crowd.copies() == 0
