"""Workbooks as offices lay them out."""

from datetime import time
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from bot.workbook import (
    BuildingRow,
    CellRow,
    ContactRow,
    HouseholdRow,
    PersonRow,
    Reminder,
    UnitRow,
    read,
)
from domain.errors import Invalid
from domain.recurrence import parse
from tests.bot.workbooks import HOUSEHOLDS, load, packed, problems

CELLS: list[list[Any]] = [
    ["编码", "名称", "层级", "上级编码", "工作群ID"],
    ["G1", "第一网格", "网格", None, None],
]


def test_every_sheet() -> None:
    book = load(
        {
            "网格": [*CELLS, ["G1-1", "一号微网格", "微网格", "G1", -1001234567890]],
            "楼栋": [["网格编码", "小区", "楼栋", "单元"], ["G1", "幸福苑", "3号楼", "2单元"]],
            "人员": [
                ["姓名", "手机", "职务", "网格编码", "负责类别", "Telegram ID"],
                ["甲", "199-0000-0001", "网格长、网格党支部书记", "G1", "水电、电梯", 12345678901],
            ],
            "住户": [HOUSEHOLDS, ["G1", "幸福苑", "3", "2", "501", "乙", 19900000002.0, "独居老人，党员"]],
            "家属联系人": [
                ["小区", "楼栋", "单元", "室", "老人姓名", "联系人", "关系", "手机", "顺序"],
                ["幸福苑", "3", "2", "501", "乙", "丙", "女儿", "+86 199 0000 0003", 2],
            ],
            "承办单位": [
                ["名称", "类别", "联系人", "手机", "工作时间"],
                ["物业", "电梯、保洁", "丁", "028-85550000", "08:30-18:00"],
            ],
            "项目": [
                ["名称", "规则", "时间", "地点", "网格编码", "标签", "提醒", "截止"],
                [
                    "洗衣日",
                    "每月第二个周六",
                    "09:00",
                    "洗衣房",
                    "G1",
                    "独居老人",
                    "当天07:30；前一天18:00",
                    "前一天20:00",
                ],
            ],
        }
    )
    assert book.problems == []
    assert book.cells[1] == CellRow("网格", 3, "G1-1", "一号微网格", "微网格", "G1", -1001234567890)
    assert book.buildings == [BuildingRow("楼栋", 2, "G1", "幸福苑", "3", "2")]
    post = ("网格长、网格党支部书记", ("grid_leader",))
    assert book.people == [
        PersonRow("人员", 2, "甲", "19900000001", *post, "G1", ("水电", "电梯"), 12345678901)
    ]
    tags = ("独居老人", "党员")
    assert book.households == [
        HouseholdRow("住户", 2, "G1", "幸福苑", "3", "2", "501", "乙", "19900000002", tags)
    ]
    assert book.contacts == [
        ContactRow("家属联系人", 2, "幸福苑", "3", "2", "501", "乙", "丙", "女儿", "19900000003", 2)
    ]
    assert book.units == [
        UnitRow("承办单位", 2, "物业", ("电梯", "保洁"), "丁", "02885550000", "08:30-18:00")
    ]
    (laundry,) = book.programmes
    assert laundry.rule == parse("FREQ=MONTHLY;BYDAY=2SA")
    assert laundry.time == time(9)
    assert laundry.reminders == (Reminder(1, time(18)), Reminder(0, time(7, 30)))
    assert laundry.cutoff == Reminder(1, time(20))


def test_headings_in_any_order_below_a_title_and_in_other_words() -> None:
    rows = [
        ["某社区住户登记表"],
        ["小区", "幸福苑等"],
        [],
        ["联系电话（必填）", "* 户主", "家庭住址", "所属网格"],
        ["19900000001", "甲", "幸福苑3号楼2单元501", "G1"],
    ]
    book = load({"住户": rows})
    expected = HouseholdRow("住户", 5, "G1", "幸福苑", "3", "2", "501", "甲", "19900000001", ())
    assert (book.problems, book.households) == ([], [expected])


def test_english_headings() -> None:
    book = load(
        {"Cells": [["Level", "Parent code", "Name", "Code", "Group ID"], ["grid", "", "Grid 1", "G1", ""]]}
    )
    assert (book.problems, book.cells) == ([], [CellRow("Cells", 2, "G1", "Grid 1", "grid", "", None)])


def test_unknown_heading_is_reported_until_it_is_mapped() -> None:
    sheets = {"住户": [["楼栋", "姓名", "房", "备注"], ["3", "甲", "501", "x"]]}
    book = load(sheets)
    assert problems(book) == [
        ("住户", 1, "房", "workbook.heading_unknown"),
        ("住户", 1, "备注", "workbook.heading_unknown"),
    ]
    mapped = load(sheets, mapping={("households", "房"): "room", ("households", "备注"): ""})
    assert (mapped.problems, mapped.households[0].room) == ([], "501")


def test_two_columns_that_mean_the_same() -> None:
    book = load({"住户": [["楼栋", "手机", "联系电话"], ["3", "19900000001", "19900000002"]]})
    assert problems(book) == [("住户", 1, "联系电话", "workbook.heading_twice")]
    assert book.households[0].phone == "19900000001"


def test_formulas_stay_text_and_are_never_worked_out() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "住户"
    sheet.append(["楼栋", "姓名", "标签"])
    sheet.append(["3", "=1+1", '=HYPERLINK("http://x")'])
    sheet["B2"].data_type = "s"
    out = BytesIO()
    book.save(out)
    (row,) = read(out.getvalue()).households
    assert (row.name, row.tags) == ("=1+1", ())


def test_a_sheet_without_headings_unknown_and_repeated_sheets() -> None:
    book = load(
        {
            "住户": [["甲", "乙"], ["3", "501"]],
            "别的": [["x"]],
            "Sheet1": [],
            "节假日调整": [["x"]],
            "网格": CELLS,
            "Cells": CELLS,
        }
    )
    assert problems(book) == [
        ("Cells", 0, "", "workbook.sheet_twice"),
        ("住户", 1, "", "workbook.no_headings"),
        ("别的", 0, "", "workbook.sheet_unknown"),
    ]


def test_a_path_is_as_good_as_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed({"网格": CELLS}))
    assert read(path) == read(str(path)) == read(path.read_bytes())


def zipped(name: str, content: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"a,b\n1,2", zipped("a.txt", b"x"), zipped("[Content_Types].xml", b"<")]
)
def test_what_is_no_workbook(data: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        read(data)
    assert caught.value.key == "workbook.not_xlsx"


def test_what_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.workbook.reader.MAX_BYTES", 1000)
    with pytest.raises(Invalid) as caught:
        load({"网格": CELLS})
    assert caught.value.key == "workbook.too_big"


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.workbook.reader.MAX_ROWS", 3)
    book = load({"住户": [["楼栋", "室"], *[["3", str(room)] for room in range(101, 109)]]})
    assert problems(book) == [("住户", 4, "", "workbook.too_many_rows")]
    assert len(book.households) == 2


def test_two_thousand_rows() -> None:
    rows = [
        ["G1", "苑", n // 100, n // 10 % 10 + 1, 100 + n % 10, "甲", 19900000000 + n, ""] for n in range(2000)
    ]
    book = load({"网格": CELLS, "住户": [HOUSEHOLDS, *rows]})
    assert book.problems == []
    assert len(book.households) == 2000
    assert book.households[-1].phone == "19900001999"
