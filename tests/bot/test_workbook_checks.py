"""What only the whole workbook shows, and the many ways to write a time."""

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workbook import CellRow, HouseholdRow, Reminder, Workbook
from bot.workbook.checks import check
from bot.workbook.times import clock, reminder, reminders

COLUMNS: dict[str, dict[str, str]] = {"cells": {"parent": "上级"}}


def cells(**parents: str) -> list[CellRow]:
    return [
        CellRow("网格", row, code, code, "", parent, None)
        for row, (code, parent) in enumerate(parents.items(), 2)
    ]


def households(*codes: str) -> list[HouseholdRow]:
    return [HouseholdRow("住户", row, code, "", "3", "", "", "", "", ()) for row, code in enumerate(codes, 2)]


def checked(
    book: Workbook, columns: dict[str, dict[str, str]], known: set[str] | None = None
) -> list[tuple[int, str]]:
    check(book, columns, known)
    return [(problem.row, problem.key) for problem in book.problems]


def test_cycle_goes_and_takes_what_hangs_below() -> None:
    book = Workbook(cells=cells(A="", B="A", C="D", D="E", E="C", F="E", G="F", H="H"))
    assert checked(book, COLUMNS) == [
        (4, "workbook.parent_cycle"),
        (5, "workbook.parent_cycle"),
        (6, "workbook.parent_cycle"),
        (9, "workbook.parent_cycle"),
        (7, "workbook.parent_unknown"),
        (8, "workbook.parent_unknown"),
    ]
    assert [cell.code for cell in book.cells] == ["A", "B"]
    assert (book.problems[0].column, book.problems[0].values) == ("上级", {"code": "D"})


def test_parent_may_be_known_from_before() -> None:
    book = Workbook(cells=cells(B="A"))
    assert checked(book, COLUMNS, {"A"}) == []


def test_code_twice_keeps_the_first() -> None:
    book = Workbook(cells=[*cells(A=""), CellRow("网格", 9, "A", "zwei", "", "", None)])
    assert checked(book, COLUMNS) == [(9, "workbook.code_twice")]
    assert (book.cells, book.problems[0].values) == (cells(A=""), {"first": 2})


def test_unknown_cell() -> None:
    book = Workbook(cells=cells(A=""), households=households("A", "B", "", "C"))
    assert checked(book, COLUMNS, {"C"}) == [(3, "workbook.cell_unknown")]
    assert [row.cell for row in book.households] == ["A", "", "C"]


def test_without_any_cells_to_go_by_nothing_is_unknown() -> None:
    assert checked(Workbook(households=households("A")), {}) == []
    assert checked(Workbook(households=households("A")), {}, set()) == [(2, "workbook.cell_unknown")]


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGHX"), max_size=8))
def test_what_stays_is_a_forest_and_everything_else_is_reported(parents: dict[str, str]) -> None:
    rooted = {"R": ""} | parents
    book = Workbook(cells=cells(**rooted))
    check(book, COLUMNS, {"X"})
    kept = {cell.code: cell.parent for cell in book.cells}
    for code in kept:
        path = [code]
        while path[-1] in kept:
            assert len(path) <= len(kept)
            path.append(kept[path[-1]])
        assert path[-1] in {"", "X"}
    assert len(kept) + len(book.problems) == len(rooted)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("09:00", time(9)),
        ("9：30", time(9, 30)),
        ("9点", time(9)),
        ("九点半", time(9, 30)),
        ("下午3点20分", time(15, 20)),
        ("晚上8时", time(20)),
        ("上午10点整", time(10)),
        ("6:15 pm", time(18, 15)),
        ("18:00:00", time(18)),
        ("6pm", time(18)),
        ("9", None),
        (time(9, 0, 0), time(9)),
        (datetime(1899, 12, 30, 9, 5), time(9, 5)),  # noqa: DTZ001
        (0.375, time(9)),
        ("24:00", None),
        ("百点", None),
        ("9:60", None),
        ("午饭后", None),
        (9, None),
    ],
)
def test_clock(written: object, expected: time | None) -> None:
    assert clock(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("前一天18:00", Reminder(1, time(18))),
        ("前一晚8点", Reminder(1, time(8))),
        ("前一天晚上8点", Reminder(1, time(20))),
        ("提前3天 9:00", Reminder(3, time(9))),
        ("前两天09:00", Reminder(2, time(9))),
        ("2天前18点", Reminder(2, time(18))),
        ("当天07:30", Reminder(0, time(7, 30))),
        ("07:30", Reminder(0, time(7, 30))),
        ("the day before at 18:00", Reminder(1, time(18))),
        ("2 days before 18:00", Reminder(2, time(18))),
        ("same day 7:30 am", Reminder(0, time(7, 30))),
        ("on the day 07:30", Reminder(0, time(7, 30))),
        (time(7, 30), Reminder(0, time(7, 30))),
        ("后一天18:00", None),
        ("前一天", None),
        ("提前3天25:00", None),
        ("提前400天9:00", None),
    ],
)
def test_reminder(written: object, expected: Reminder | None) -> None:
    assert reminder(written) == expected


def test_a_plan_is_put_in_order_and_one_slip_refuses_it() -> None:
    expected = (Reminder(3, time(9)), Reminder(1, time(18)), Reminder(0, time(7, 30)))
    assert reminders("当天07:30、前一天18:00；提前3天9点; 前一天18:00") == expected
    assert reminders("前一天18:00；随便") is None
