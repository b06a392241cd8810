"""The community that our bot serves in the bench: grids with a work group each, staff, residents who have agreed."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from bench.stage import ROOT, TOKEN, Command
from bot.actions.importing import Import, import_workbook
from bot.clock import RealClock
from bot.config import load_settings
from bot.settings import Settings
from bot.workbook import BuildingRow, CellRow, HouseholdRow, PersonRow, ProgrammeRow, Reminder, Workbook
from domain.ids import BotId, CommunityId
from domain.recurrence import parse_plain
from storage import grid, people, programmes, timers
from storage.database import Database, Transaction, open_database
from storage.migrate import migrate
from storage.vault import Vault

SECRET = "00" * 32
ELDERS = "独居老人"
_DAY = 86_400_000


def command(folder: Path, words: list[str], *, limits: bool) -> Command:
    """With a configuration of its own: nothing is gathered for a while, and it is always a working day."""
    config = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
    config["drafts"] |= {"gather": 0, "at_most": 0}
    config["flood"]["burst"] = 0
    config["quiet_hours"] = {"start": "00:00", "end": "00:00"}
    config["staff_hours"] = {"start": "00:00", "end": "23:59", "today": "00:00"}
    config["working_hours"]["days_off"] = []
    if not limits:
        config["limits"] = dict.fromkeys(config["limits"], 0)
        config["boards"]["cards_a_minute"] = 1_000_000  # digests are there for the sake of the limits
    (folder / "config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    return Command(words, {
        "LINLI_CONFIG": str(folder / "config.yaml"), "LINLI_DATABASE_URL": url(folder), "LINLI_SECRET_KEY": SECRET,
    })


def url(folder: Path) -> str:
    return f"sqlite:///{folder}/linli.db"


async def found(
    folder: Path, groups: Sequence[int], staff: Sequence[int], residents: Sequence[int],
    progress: Callable[[int], object] = lambda rows: None,
) -> None:
    """Import them as an office would, and let everybody agree."""
    settings = load_settings(folder / "config.yaml")
    database = await open_database(url(folder), Vault(bytes.fromhex(SECRET)))
    await migrate(database)
    work = Import(_bot(), RealClock().now(), settings)
    problems = await import_workbook(lambda job: _job(database, job), _book(groups, staff, residents), work, progress)
    assert not problems, problems[:3]
    async with database.write() as tx:
        community = (await grid.list_communities(tx))[0]
        for telegram_id in (*staff, *residents):
            await _agree(tx, community.id, telegram_id, settings)
    await database.close()


async def remind_now(folder: Path) -> None:
    """A date of the programme whose reminders are due at once."""
    database = await open_database(url(folder), Vault(bytes.fromhex(SECRET)))
    now = RealClock().now()
    async with database.write() as tx:
        programme = (await programmes.list_programmes(tx))[0]
        day = (datetime.fromtimestamp(now / 1000, UTC) + timedelta(days=1)).date().isoformat()
        occurrence_id = await programmes.save_occurrence(tx, programme.id, day, now + _DAY)
        step_id = await programmes.add_step(tx, occurrence_id, "bench", now, now + _DAY)
        assert step_id is not None
        timers.set_timer(tx, "step", step_id, now)
    await database.close()


async def _agree(tx: Transaction, community_id: CommunityId, telegram_id: int, settings: Settings) -> None:
    person = (await people.list_by_phone(tx, community_id, _phone(telegram_id)))[0]
    await people.link_telegram(tx, person.id, telegram_id, "zh", settings.consent, 0)


async def _job(database: Database, job: Callable[[Transaction], Awaitable[Any]]) -> Any:
    async with database.write() as tx:
        return await job(tx)


def _book(groups: Sequence[int], staff: Sequence[int], residents: Sequence[int]) -> Workbook:
    grids = len(groups)
    cells = [CellRow("网格", 2, "XF", "幸福社区", "社区", "", None)]
    cells += [CellRow("网格", n + 3, f"G{n}", f"第{n}网格", "网格", "XF", chat) for n, chat in enumerate(groups)]
    return Workbook(
        cells=cells,
        buildings=[BuildingRow("楼栋", n + 2, f"G{n}", "幸福苑", f"{n + 1}", "1") for n in range(grids)],
        people=[
            PersonRow("人员", n + 2, f"员工{n}", _phone(one), "网格员", ("grid_member",), f"G{n % grids}", (), None)
            for n, one in enumerate(staff)
        ],
        households=[_home(n, one, grids) for n, one in enumerate(residents)],
        programmes=[ProgrammeRow(
            "项目", 2, "洗衣日", "每月第二个周六", parse_plain("每月第二个周六"), time(9), "社区洗衣房", "XF",
            (ELDERS,), (Reminder(1, time(18)),), None,
        )],
    )


def _home(number: int, telegram_id: int, grids: int) -> HouseholdRow:
    at = number % grids
    return HouseholdRow(
        "住户", number + 2, f"G{at}", "幸福苑", f"{at + 1}", "1", str(101 + number // grids), f"居民{number}",
        _phone(telegram_id), (ELDERS,),
    )


def _phone(telegram_id: int) -> str:
    return f"199{telegram_id % 100_000_000:08d}"


def _bot() -> BotId:
    return BotId(int(TOKEN.partition(":")[0]))
