"""What stands in the cells of a workbook: identity numbers, phones, doors, nonsense and nothing."""

from datetime import date
from typing import Any

import pytest

from bot.workbook import Workbook
from tests.bot.workbooks import HOUSEHOLDS, load, problems

ID_NUMBER = "11010519491231002X"


@pytest.mark.parametrize("heading", ["身份证号", "公民身份号码", "证件号码", "ID number", "ID No.", "idCard"])
def test_id_number_column_is_refused_even_if_mapped(heading: str) -> None:
    book = load({"住户": [["楼栋", "姓名", heading], ["3", "甲", "whatever"]]}, mapping={heading: "标签"})
    assert problems(book) == [("住户", 1, heading, "workbook.id_number_column")]
    assert "whatever" not in repr(book)


@pytest.mark.parametrize(
    "value",
    [ID_NUMBER, f"甲 {ID_NUMBER.lower()}", "110105 19491231 002X", 110105194912310020, 1.1010519491231e17],
)
def test_id_number_in_any_cell_is_refused(value: object) -> None:
    book = load({"住户": [["楼栋", "姓名"], ["3", value]]})
    assert problems(book) == [("住户", 2, "姓名", "workbook.id_number")]
    assert book.households[0].name == ""
    assert "4912" not in repr(book)


def test_other_id_numbers() -> None:
    book = load({"住户": [["楼栋", "姓名"], ["3", "440524188001010014"], ["4", "53010219200508011X"]]})
    assert [problem.key for problem in book.problems] == ["workbook.id_number"] * 2


@pytest.mark.parametrize("value", ["110105194912310021", "110105194913310024", "2024010112345678901"])
def test_other_long_numbers_are_left_alone(value: str) -> None:
    book = load({"住户": [["楼栋", "标签"], ["3", value]]})
    assert (book.problems, book.households[0].tags) == ([], (value,))


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("199 0000 0001", "19900000001"),
        ("+86-199-0000-0001", "19900000001"),
        ("0086 19900000001", "19900000001"),
        ("８６１９９００００００01", "19900000001"),
        (19900000001, "19900000001"),
        ("(028)8555 0000", "02885550000"),
        ("8555-0000", "85550000"),
        ("400-555-0000", "4005550000"),
        ("95598", "95598"),
        ("+49 30 5550000", "+49305550000"),
        (None, ""),
    ],
)
def test_phones(written: object, phone: str) -> None:
    book = load({"住户": [["楼栋", "手机"], ["3", written]]})
    assert (book.problems, book.households[0].phone) == ([], phone)


@pytest.mark.parametrize(
    "written", ["1990000000", "199000000012", "12900000001", "无", "19900000001/2", -5, 1.5]
)
def test_what_is_no_phone_is_left_out_and_the_row_stays(written: object) -> None:
    book = load({"住户": [["楼栋", "手机"], ["3", written]]})
    assert problems(book) == [("住户", 2, "手机", "workbook.phone")]
    assert book.households[0].phone == ""
    assert not book.problems[0].values


def test_numbers_as_excel_keeps_them() -> None:
    book = load({"住户": [HOUSEHOLDS, [1.0, "苑", 3.0, 2, "501.0", "甲", None, None]]})
    (row,) = book.households
    assert (row.cell, row.building, row.unit, row.room) == ("1", "3", "2", "501")


def test_a_door_that_excel_took_for_a_date() -> None:
    book = load({"住户": [["楼栋", "室"], ["3", date(2025, 3, 2)], [date(2025, 3, 2), "501"]]})
    assert problems(book) == [
        ("住户", 2, "室", "workbook.date_value"),
        ("住户", 3, "楼栋", "workbook.date_value"),
    ]
    assert [row.row for row in book.households] == [2]


@pytest.mark.parametrize(
    ("title", "rows", "column"),
    [
        ("网格", [["编码", "名称"], ["G1", None]], "名称"),
        ("网格", [["编码", "名称"], [" ", "一"]], "编码"),
        ("楼栋", [["小区", "楼栋"], ["苑", "3"]], "网格编码"),
        ("楼栋", [["网格编码", "小区"], ["G1", "苑"]], "楼栋"),
        ("人员", [["姓名", "网格编码"], ["甲", "G1"]], "职务"),
        ("住户", [["姓名", "室"], ["甲", "501"]], "楼栋"),
        ("家属联系人", [["楼栋", "老人", "联系人", "手机"], ["3", "甲", "乙", None]], "手机"),
        ("承办单位", [["名称", "类别"], [None, "水"]], "名称"),
        ("项目", [["名称", "规则", "时间"], ["日", "每天", None]], "时间"),
    ],
)
def test_a_row_without_what_it_needs_is_left_out(title: str, rows: list[list[Any]], column: str) -> None:
    book = load({title: rows})
    assert problems(book) == [(title, 2, column, "workbook.missing")]
    assert book == Workbook(problems=book.problems)


@pytest.mark.parametrize(
    ("title", "rows", "column", "key"),
    [
        ("住户", [["姓名", "住址"], ["甲", "河边"]], "住址", "workbook.door"),
        (
            "家属联系人",
            [["楼栋", "老人", "联系人", "手机"], ["3", "甲", "乙", "12"]],
            "手机",
            "workbook.phone",
        ),
        ("项目", [["名称", "规则", "时间"], ["日", "有空时", "09:00"]], "规则", "rule.not_understood"),
        ("项目", [["名称", "规则", "时间"], ["日", "每天", "25:00"]], "时间", "workbook.time"),
        ("网格", [["编码", "名称"], ["#REF!", "一"]], "编码", "workbook.error_value"),
    ],
)
def test_a_row_with_nonsense_where_it_matters_is_left_out(
    title: str, rows: list[list[Any]], column: str, key: str
) -> None:
    book = load({title: rows})
    assert problems(book) == [(title, 2, column, key)]
    assert book == Workbook(problems=book.problems)


@pytest.mark.parametrize(
    ("title", "rows", "column", "key"),
    [
        (
            "人员",
            [["姓名", "职务", "网格编码", "Telegram ID"], ["甲", "网格员", "G1", "@a"]],
            "Telegram ID",
            "workbook.number",
        ),
        ("网格", [["编码", "名称", "工作群ID"], ["G1", "一", "群"]], "工作群ID", "workbook.number"),
        (
            "项目",
            [["名称", "规则", "时间", "提醒"], ["日", "每天", "9:00", "早点"]],
            "提醒",
            "workbook.reminder",
        ),
        (
            "项目",
            [["名称", "规则", "时间", "截止"], ["日", "每天", "9:00", "前"]],
            "截止",
            "workbook.reminder",
        ),
    ],
)
def test_a_row_with_nonsense_elsewhere_stays(
    title: str, rows: list[list[Any]], column: str, key: str
) -> None:
    book = load({title: rows})
    assert problems(book) == [(title, 2, column, key)]
    assert len([*book.people, *book.cells, *book.programmes]) == 1
