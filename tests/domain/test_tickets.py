"""Pasted tickets of outside platforms; every one of them is invented."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.tickets import Ticket, due_at, label, parse_ticket
from domain.working import WorkingCalendar

ZONE = "Asia/Shanghai"
NOON = int(datetime(2026, 12, 1, 12, tzinfo=ZoneInfo(ZONE)).timestamp() * 1000)
CALENDAR = WorkingCalendar(ZONE, ((time(9), time(12)), (time(13), time(17, 30))), frozenset({6, 7}))
HOTLINE = """【12345热线工单】
工单编号：RX20261201-0042
来电人：钱多多　联系电话：19900000077
诉求地址：幸福苑3号楼2单元501
诉求内容：钱多多反映楼道的灯一直不亮，老人上下楼不方便。
办理时限：2026-12-05 18:00"""


def _read(text: str) -> Ticket:
    ticket = parse_ticket(text)
    assert ticket is not None
    return ticket


def test_a_hotline_ticket() -> None:
    ticket = _read(HOTLINE)
    assert ticket.source == "hotline"
    assert ticket.number == "RX20261201-0042"
    assert ticket.words == "来电人反映楼道的灯一直不亮，老人上下楼不方便。"
    assert (ticket.caller, ticket.phone) == ("钱多多", "19900000077")
    assert ticket.door is not None
    assert (ticket.door.building, ticket.door.unit, ticket.door.room) == ("3", "2", "501")
    assert _local(ticket) == "2026-12-05 18:00"


def test_what_the_street_hands_down_with_the_deadline_in_its_words() -> None:
    ticket = _read("街道交办  编号: JB-118\n内容: 幸福苑5号楼前有杂物堆放，请社区核实，要求12月4日前办结。")
    assert ticket.source == "street"
    assert ticket.number == "JB-118"
    assert "杂物堆放" in ticket.words
    assert ticket.door is not None
    assert ticket.door.building == "5"
    assert _local(ticket) == "2026-12-04 23:59"


def test_in_english() -> None:
    ticket = _read("Hotline ticket\nTicket number: HL-7781\nAddress: 3-2-501\nContent: No water since Monday\n"
                   "Deadline: 2 working days")
    assert (ticket.source, ticket.number, ticket.words) == ("hotline", "HL-7781", "No water since Monday")
    assert _local(ticket) == "2026-12-03 17:30"


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("3个工作日", "2026-12-04 17:30"), ("三个工作日内", "2026-12-04 17:30"),
        ("24小时", "2026-12-02 12:00"), ("5天", "2026-12-06 12:00"),
        ("2026年12月5日18时30分", "2026-12-05 18:30"), ("12月5日下午5点半", "2026-12-05 17:30"),
        ("2026/12/5 9:05:00", "2026-12-05 09:05"), ("明天上午10点", "2026-12-02 10:00"),
        ("1月8日", "2027-01-08 23:59"), ("尽快", None), ("2026-13-45", None),
    ],
)
def test_deadlines(written: str, due: str | None) -> None:
    found = due_at(written, NOON, ZONE, CALENDAR.add_days)
    assert (None if found is None else _clock(found)) == due


@pytest.mark.parametrize(
    "text",
    ["楼道灯坏了", "编号：7", "电话：19900000077 地址：3-2-501", "我打过12345，没有用", "内容：只有内容", ""],
)
def test_what_is_no_ticket(text: str) -> None:
    assert parse_ticket(text) is None


def test_an_identity_number_is_never_kept() -> None:
    ticket = _read("工单编号：RX1001\n诉求内容：我的证件11010119900101123X，办理不了居住证")
    assert "1990" not in ticket.words
    assert "居住证" in ticket.words


def test_headings_of_workbooks() -> None:
    found = [label(heading) for heading in ("工单编号", "* 诉求内容（必填）", "办理时限", "天气")]
    assert found == ["number", "words", "due", None]


_LINES = [
    "工单编号：AB1234", "诉求内容：水管漏水", "诉求地址：3-2-501", "来电人：钱多多", "联系电话：19900000077",
    "办理时限：3个工作日",
]


@given(some.permutations(_LINES), some.sampled_from(["：", ":", "： "]), some.sampled_from(["\n", "；", "\n\n", "  "]))
def test_the_order_of_fields_does_not_matter(lines: list[str], colon: str, between: str) -> None:
    ticket = _read(between.join(lines).replace("：", colon))
    assert ticket[:4] == ("hotline", "AB1234", "水管漏水", "3-2-501")
    assert (ticket.caller, ticket.phone, ticket.due) == ("钱多多", "19900000077", "3个工作日")


@given(some.text())
def test_it_reads_anything_without_falling_over(text: str) -> None:
    ticket = parse_ticket(text)
    if ticket is not None:
        due_at(ticket.due, NOON, ZONE, CALENDAR.add_days)


def _local(ticket: Ticket) -> str | None:
    found = due_at(ticket.due, NOON, ZONE, CALENDAR.add_days)
    return None if found is None else _clock(found)


def _clock(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, ZoneInfo(ZONE)):%Y-%m-%d %H:%M}"
