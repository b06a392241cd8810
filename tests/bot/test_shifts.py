"""值班: on a day off what is urgent goes to whoever is on duty, and nothing else disturbs anybody."""

from datetime import date
from typing import Any

import pytest

from bot.actions import shifts
from storage import shifts as table
from tests.bot.workbooks import packed
from tests.community import Neighbourhood, agree, settled
from tests.domain.test_working import at
from tests.handling import hire, request_row
from tests.town import Person, Town

pytestmark = pytest.mark.engines
HEADINGS: list[Any] = ["日期", "网格编码", "值班人"]
SATURDAY = at("2026-12-05 10:00")
MONDAY = at("2026-12-07 09:10")


async def _sheet(town: Town, place: Neighbourhood, *rows: list[Any]) -> None:
    town.world.send_document(place.office.id, place.office.id, packed({"值班": [HEADINGS, *rows]}), "值班.xlsx", "")
    await town.settle()
    await place.office.presses("全部导入")


async def _urgent(person: Person, words: str = "楼下水管裂了") -> None:
    await person.says(words)
    for label in ("修改", "紧急程度：一般", "返回", "确认提交"):
        await person.presses(label)


def _offers(person: Person) -> int:
    return sum("请您接单" in shown.text for shown in person.sees())


async def test_what_is_urgent_goes_to_whoever_is_on_duty(town: Town) -> None:
    place = await settled(town)
    await _sheet(town, place, [date(2026, 12, 5), "G1", "李网格"], ["2026-12-06", "XF", "王组长"])
    await town.wait_until(SATURDAY)
    await _urgent(place.resident)
    assert _offers(place.member) == 1
    assert _offers(place.leader) == 0
    await place.member.presses("接单")
    assert (await request_row(town))["state"] == "claimed"
    await town.wait_until(at("2026-12-06 10:00"))
    await _urgent(place.resident, "电梯又停了")
    assert _offers(place.leader) == 1, "on Sunday the community's duty is the nearest"


async def test_what_is_not_urgent_waits_for_monday(town: Town) -> None:
    place = await settled(town)
    other, guest = await hire(town, "钱网格", "G2", "grid_member"), town.person("孙")
    await agree(guest)
    await guest.says("5-1-301")
    await _sheet(town, place, ["2026-12-05", "G2", "钱网格"])
    await town.wait_until(SATURDAY)
    await guest.says("楼道灯坏了")
    await guest.presses("确认提交")
    await _urgent(guest)
    assert _offers(other) == 1, "the urgent one alone"
    await town.wait_until(MONDAY)
    assert "XF-1205-001" in "".join(shown.text for shown in other.sees())


async def test_a_weekend_without_anybody_on_duty_is_silent(town: Town) -> None:
    place = await settled(town)
    await _sheet(town, place, ["2026-12-12", "G1", "李网格"])
    await town.wait_until(SATURDAY)
    await _urgent(place.resident)
    assert _offers(place.member) + _offers(place.leader) == 0


async def test_a_roster_that_is_not_read_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(*_: object) -> list[int]:
        return []

    monkeypatch.setattr(shifts, "on_shift", nobody)
    with pytest.raises(AssertionError):
        await test_what_is_urgent_goes_to_whoever_is_on_duty(town)


async def test_on_a_working_day_the_roster_changes_nothing(town: Town) -> None:
    place = await settled(town)
    await _sheet(town, place, ["2026-12-01", "G1", "李网格"])
    await _urgent(place.resident)
    assert (await request_row(town))["offered_to_id"] is None


async def test_whoever_is_on_leave_is_passed_over(town: Town) -> None:
    place = await settled(town)
    await _sheet(town, place, ["2026-12-05", "G1", "李网格"], ["2026-12-05", "XF", "赵主任"])
    await place.member.says("/duty")
    await place.member.presses("请假：一周")
    await town.wait_until(SATURDAY)
    await _urgent(place.resident)
    assert _offers(place.member) == 0
    assert _offers(place.office) == 1


async def test_duty_says_who_is_on(town: Town) -> None:
    place = await settled(town)
    await _sheet(town, place, ["2026-12-05", "G1", "李网格、王组长"], ["2026-12-06", "XF", "赵主任"])
    await place.member.says("/duty", place.grid_chat)
    told = town.texts(place.grid_chat)[-1]
    for said in ("12月5日（周六）08:30 起：李网格", "12月5日（周六）08:30 起：王组长",
                 "12月6日（周日）08:30 起：赵主任"):
        assert said in told
    await place.member.says("/duty")
    assert "12月5日（周六）08:30 起：李网格" in place.member.last
    assert "王组长" not in place.member.last


async def test_the_sheet_is_previewed_and_says_a_day_anew(town: Town) -> None:
    place = await settled(town)
    await _sheet(town, place, ["2026-12-05", "G1", "李网格"], ["2026-12-06", "G1", "李网格"])
    await _sheet(town, place, ["2026-12-05", "G1", "王组长"], ["2026-12-05", "G1", "赵主任"],
                 ["2026-12-13", "G1", "没有这人"])
    assert "没有找到这位工作人员" in place.office.last
    async with town.database.read() as tx:
        cell = await tx.one("SELECT id FROM cells WHERE code = 'G1'")
        assert cell is not None
        days = await table.list_coming(tx, cell["id"], "2026-12-01", "2026-12-31")
    assert [one.date for one in days] == ["2026-12-05", "2026-12-05", "2026-12-06"]


@pytest.mark.parametrize("day", ["2026-12-05", "2026-12-06"])
async def test_danger_reaches_whoever_is_on_duty_for_the_cell(town: Town, day: str) -> None:
    place = await settled(town)
    await _sheet(town, place, [day, "G1", "赵主任"])
    await town.wait_until(SATURDAY)
    await place.resident.says("有人晕倒了，在3号楼门口")
    alarmed = "我正赶去" in str([shown.buttons for shown in place.office.sees()])
    assert alarmed is (day == "2026-12-05")


async def test_whoever_has_left_their_post_is_on_duty_no_more(town: Town) -> None:
    place = await settled(town)
    await _sheet(town, place, ["2026-12-05", "G1", "李网格"])
    await place.leader.says("/duty")
    for label in ("第一网格：值班与请假", "李网格", "已离岗", "确认已离岗"):
        await place.leader.presses(label)
    await town.wait_until(SATURDAY)
    await _urgent(place.resident)
    assert _offers(place.member) == 0
    await place.resident.says("着火了")
    assert "着火了" not in "".join(shown.text for shown in place.member.sees())
    assert "着火了" in "".join(shown.text for shown in place.leader.sees())
    await place.leader.says("/duty", place.grid_chat)
    assert "李网格" not in town.texts(place.grid_chat)[-1]
