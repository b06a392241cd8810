"""run.py replay-routing: a changed table against what was decided; nothing is changed."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

import run
from commands import check, replay_routing
from tests.bot.workbooks import packed
from tests.community import Neighbourhood, settled
from tests.town import SECRET, TOKEN, Person, Town


async def test_a_workbook_is_compared_before_it_is_used(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await _three_requests(town)
    table = tmp_path / "rules.xlsx"
    headings = ["顺序", "名称", "类别", "去向层级"]
    rules = [[1, "用电由社区办", "用电照明", "社区"], [2, "火", "火灾", "社区"]]
    table.write_bytes(packed({"派单规则": [headings, *rules]}))
    before = await _everything(town)
    said, report = await _replay(town, table, tmp_path, monkeypatch, capsys)
    assert "派单规则第 3 行" in said
    assert "共 3 件诉求，2 件会派到别处，0 件会放到社区网格工作站" in said
    assert "第一网格 → 幸福社区：用电照明，2 件" in said
    rows = [list(row) for row in load_workbook(report).worksheets[0].iter_rows(values_only=True)]
    moved = ["第一网格", "幸福社区", "其余由网格受理", "用电由社区办", "level"]
    assert rows[1] == ["XF-1201-001", "反映", "用电照明", *moved]
    assert len(rows) == 3
    load = [list(row) for row in load_workbook(report).worksheets[1].iter_rows(values_only=True)]
    assert [row[1:] for row in load[1:]] == [[3, 1], [3, 1], [0, 2]]
    text = said + str(rows) + str(load)
    assert not any(secret in text for secret in ("陈先生", "19900000012", "502", "李网格"))
    await town.start()
    assert await _everything(town) == before


async def test_yaml_takes_the_place_of_the_defaults(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await _three_requests(town)
    table = tmp_path / "routes.yaml"
    rules = "  - {name: 楼组, categories: [water], level: 楼组}\n  - {name: 末, level: 网格}\n"
    table.write_text(f"routes:\n{rules}", "utf-8")
    said, _ = await _replay(town, table, tmp_path, monkeypatch, capsys)
    assert "共 3 件诉求，1 件会派到别处，1 件会放到社区网格工作站" in said
    assert "第一网格 → 幸福社区：用水排水，1 件" in said


async def test_without_a_table_nothing_would_move(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await _three_requests(town)
    said, _ = await _replay(town, None, tmp_path, monkeypatch, capsys)
    assert "共 3 件诉求，0 件会派到别处" in said


async def test_check_names_what_leads_nowhere(
    town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await settled(town)
    await town.stop()
    _environment(town, monkeypatch)
    assert await check.run(run.options(["check"])) == 0
    assert "1 个网格现在没有人负责，诉求会交给上一级：第二网格" in capsys.readouterr().out


async def _three_requests(town: Town) -> Neighbourhood:
    place = await settled(town)
    for words in ("楼道灯坏了", "路灯不亮了", "厨房水管漏水"):
        await _files(place.resident, words)
    return place


async def _files(person: Person, words: str) -> None:
    await person.says(words)
    await person.presses("确认提交")


async def _replay(
    town: Town, table: Path | None, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[str, Path]:
    await town.stop()
    _environment(town, monkeypatch)
    report = folder / "report.xlsx"
    arguments = ["replay-routing", "--days", "100000", "--report", str(report)]
    capsys.readouterr()
    assert await replay_routing.run(run.options([*arguments, *(["--table", str(table)] if table else [])])) == 0
    return capsys.readouterr().out, report


def _environment(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("BOT_TOKEN", TOKEN), ("LINLI_SECRET_KEY", SECRET.hex()), ("LINLI_DATABASE_URL", town.url)):
        monkeypatch.setenv(name, value)


async def _everything(town: Town) -> list[list[object]]:
    async with town.database.read() as tx:
        rows = await tx.all("SELECT r.id, r.cell_id, r.version, d.id AS d FROM requests r JOIN decisions d"
                            " ON d.request_id = r.id ORDER BY d.id")
        tables = await tx.all("SELECT id, hash FROM routing_tables ORDER BY id")
    return [[row["id"], row["cell_id"], row["version"], row["d"]] for row in rows] + [[row["hash"]] for row in tables]
