"""R26: no token, no phone number and no address in any log line, at any level, nor in what an object says of itself."""

import logging
from pathlib import Path

import pytest

from bot import logs
from bot.logs import Redacting, redact
from tests.bots import TOKEN as PROCESS_TOKEN
from tests.bots import stage
from tests.community import settled
from tests.crowd import Crowd
from tests.town import SECRET, TOKEN, Town

SECRETS = (TOKEN, SECRET.decode(), SECRET.hex(), "19900000012", "199 0000 0012", "3号楼2单元502", "3-2-502", "2单元502")


class Lines(logging.Handler):
    """Every line of every logger as the operator would read it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(Redacting("%(levelname)s %(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


async def _walk(url: str) -> list[str]:
    """A whole day with faults, at DEBUG, libraries included."""
    handler = Lines()
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        town = await Town(url).start()
        place = await settled(town)
        for fault in ("error_500", "timeout_after", "garbage_json"):
            town.world.fault(fault, "sendMessage")
        await place.resident.says("我是3号楼2单元502的，电话19900000012，灯坏了")
        await place.resident.presses("确认提交")
        await place.member.presses("认领", place.grid_chat)
        town.world.raw_update(TOKEN, {"message": {"chat": {"id": place.resident.id}, "text": "3-2-502 19900000012"}})
        await town.wait(60_000)
        logging.getLogger("bot").error("failed for %s at %s", "19900000012", "3号楼2单元502")
        logging.getLogger("bot").warning("call to https://api.telegram.org/bot%s/sendMessage", TOKEN)
        error = ValueError(f"{TOKEN} 199 0000 0012")
        logging.getLogger("bot").error("with a traceback", exc_info=error)
        handler.lines += [repr(town.bot.api), repr(town.database.vault), repr(town.bot), repr(town.bot.poller)]
        await town.stop()
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    return handler.lines


def _leaks(lines: list[str]) -> list[str]:
    return [line for line in lines if any(secret in line for secret in SECRETS)]


async def test_nothing_secret_in_any_line(url: str) -> None:
    lines = await _walk(url)
    assert len(lines) > 15  # asyncpg says less than aiosqlite
    assert _leaks(lines) == []


async def test_logs_without_the_filter_are_found_out(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "redact", lambda text: text)
    assert _leaks(await _walk(url))


async def test_nothing_secret_in_the_output_of_the_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/linli.db"
    async with stage(tmp_path, url) as on:
        on.arguments = ["--log-level", "DEBUG"]
        crowd = Crowd(on.world, url)
        await crowd.gather(3)
        crowd.speak(3)
        on.start()
        await crowd.until_all_is_done()
        assert await on.stop() == 0
    assert len(on.log.splitlines()) > 1
    assert not [line for line in on.log.splitlines() if PROCESS_TOKEN in line or SECRET.hex() in line or "199" in line]


@pytest.mark.parametrize(("said", "read"), [
    ("bot123456789:AAF-abcdefghijklmnopqrstuvwxyz/getMe", "bot<token>/getMe"),
    ("打 13912345678 找我", "打 <phone> 找我"), ("+86 139 1234 5678", "<phone>"), ("028-85551234", "<phone>"),
    ("住3号楼2单元501", "住<door>"), ("door 3-2-501", "door <door>"),
    ("2026-12-11 18:00:00,123", "2026-12-11 18:00:00,123"),
    ("message 1796983200000 in -1001234567890", "message 1796983200000 in -1001234567890"),
])
def test_what_is_taken_out_and_what_stays(said: str, read: str) -> None:
    assert redact(said) == read
