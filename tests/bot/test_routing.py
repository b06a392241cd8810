"""Where requests go and why, as staff read it."""

from hashlib import sha256
from pathlib import Path

import pytest

from bot.actions import route_checks
from bot.actions.importing import Import, import_workbook
from bot.config import ConfigError, load_settings
from bot.workbook import Problem, read
from storage import grid
from tests.bot.workbooks import packed
from tests.community import settled
from tests.town import Person, Town

CONFIG = Path(__file__).parent.parent.parent / "config.yaml"


def _config(tmp_path: Path, routes: str) -> Path:
    text = CONFIG.read_text("utf-8")
    changed = tmp_path / "config.yaml"
    before, _, after = text.partition("\nroutes:\n")
    changed.write_text(before + "\nroutes:\n" + routes + after[after.index("\n# ") :], "utf-8")
    return changed


@pytest.mark.parametrize(("routes", "words"), [
    ("  - {name: 全部, level: 网格}\n  - {name: 水, categories: [water], level: 社区}\n  - {name: 末, level: 网格}\n",
     "the route 水 is never reached"),
    ("  - {name: 水, categories: [water], level: 社区}\n", "the last route takes everything"),
    ("  - {name: 火, categories: [fire], level: 社区}\n  - {name: 末, level: 网格}\n", "not listed: fire"),
    ("  - {name: 问, kinds: [riddle], level: 社区}\n  - {name: 末, level: 网格}\n", "names riddle"),
    ("  - {name: 空, categories: [water]}\n  - {name: 末, level: 网格}\n", "leads nowhere"),
])
def test_a_wrong_table_stops_the_start_with_its_line(tmp_path: Path, routes: str, words: str) -> None:
    path = _config(tmp_path, routes)
    with pytest.raises(ConfigError, match=words) as refused:
        load_settings(path)
    if "never reached" in words:
        line = int(str(refused.value).split(":")[1])
        assert path.read_text("utf-8").splitlines()[line - 1].startswith("  - {name: 水")


async def test_the_offices_own_rules_come_first_and_are_named_by_the_decision(town: Town) -> None:
    place = await settled(town)
    problems = await _import(town, "派单规则", ["顺序", "名称", "类别", "楼栋", "去向层级", "生效日期"], [
        [1, "三号楼用电由社区办", "用电照明", "3号楼", "社区", "2026-11-01"],
        [2, "六号楼", "", "6", "工作站", ""],
    ])
    assert problems == []
    await _files(place.resident, "楼道灯坏了")
    assert "现在由幸福社区负责" in place.resident.last
    for label in ("接单", "更多…", "派单依据"):
        await place.office.presses(label)
    assert "按规则“三号楼用电由社区办”，派给幸福社区" in place.office.last
    assert "依次看过：第一网格 → 幸福社区" in place.office.last


async def test_the_same_table_is_stored_once_and_a_changed_one_beside_it(town: Town) -> None:
    place = await settled(town)
    rows = [[1, "用电由社区办", "power", "社区"]]
    for _ in range(2):
        await _import(town, "派单规则", ["顺序", "名称", "类别", "去向层级"], rows)
        await _files(place.resident, "楼道灯坏了")
    rows[0][1] = "照明由社区办"
    await _import(town, "派单规则", ["顺序", "名称", "类别", "去向层级"], rows)
    await _files(place.resident, "楼道灯坏了")
    async with town.database.read() as tx:
        tables = await tx.all("SELECT id, hash, body FROM routing_tables ORDER BY id")
        used = [row["table_id"] for row in await tx.all("SELECT table_id FROM decisions ORDER BY id")]
    assert [sha256(row["body"].encode()).hexdigest() for row in tables] == [row["hash"] for row in tables]
    assert used == [tables[0]["id"], tables[0]["id"], tables[1]["id"]]


async def test_wrong_rows_of_the_sheet_are_reported_with_their_place(town: Town) -> None:
    await settled(town)
    problems = await _import(town, "派单规则", ["顺序", "名称", "类别", "去向层级", "去向编码", "承办单位"], [
        [1, "电", "用电照明", "社区", "", ""],
        [2, "又是电", "用电照明", "网格", "", ""],
        [3, "火", "火灾", "社区", "", ""],
        [4, "远", "", "", "G9", ""],
        [5, "水", "用水排水", "", "", "不在的公司"],
        [6, "空", "用水排水", "", "", ""],
    ])
    assert [(one.row, one.key) for one in problems] == [
        (4, "workbook.route_unknown"), (5, "workbook.route_unknown"), (6, "workbook.route_unknown"),
        (7, "workbook.route_nowhere"), (3, "workbook.route_unreachable"),
    ]


async def test_a_cell_that_is_gone_sends_to_the_desk_and_the_office_is_told_once(town: Town) -> None:
    place = await settled(town)
    await _import(town, "派单规则", ["顺序", "名称", "类别", "去向编码"], [[1, "电", "用电照明", "G2"]])
    async with town.database.write() as tx:
        await tx.run("UPDATE cells SET ended_at = 1 WHERE code = 'G2'")
    for _ in range(2):
        await _files(place.resident, "楼道灯坏了")
    assert "现在由幸福社区的网格工作站负责" in place.resident.last
    told = [shown.text for shown in place.office.sees() if "派单规则请您看一下" in shown.text]
    assert len(told) == 1
    assert "规则“电”提到的网格 G2 已经不在" in told[0]
    assert not any("派单规则请您看一下" in text for text in town.texts(place.office_chat))
    await town.wait(25 * 3_600_000)
    assert len([shown for shown in place.office.sees() if "派单规则请您看一下" in shown.text]) == 1


async def test_the_daily_check_finds_vacant_cells(town: Town) -> None:
    place = await settled(town)
    await town.wait(25 * 3_600_000)
    told = next(shown.text for shown in reversed(place.office.sees()) if "派单规则请您看一下" in shown.text)
    assert "1 个网格现在没有人负责，诉求会交给上一级：第二网格" in told


async def test_a_check_that_never_looks_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutant: no cell is ever missed."""
    async def none(*_: object) -> list[object]:
        return []

    monkeypatch.setattr(route_checks, "_gone", none)
    monkeypatch.setattr(route_checks, "_vacant", none)
    with pytest.raises(AssertionError):
        await test_a_cell_that_is_gone_sends_to_the_desk_and_the_office_is_told_once(town)


async def _import(town: Town, sheet: str, headings: list[str], rows: list[list[object]]) -> list[Problem]:
    """Through the workbook, as the office does it."""
    async with town.database.read() as tx:
        book = read(packed({sheet: [headings, *rows]}), known_cells=await grid.list_codes(tx))
    work = Import(town.bot.bot_id, town.clock.now(), town.settings)
    return book.problems + await import_workbook(town.bot.machine.job, book, work, lambda _: None)


async def _files(person: Person, words: str) -> None:
    await person.says(words)
    await person.presses("确认提交")
