"""/week: counts of one's own cells and next week's dates; nobody is named, and what is private is not counted."""

import pytest

from bot.actions import access
from domain.week import week_of
from storage import week
from tests.community import Neighbourhood, settled
from tests.domain.test_working import at
from tests.handling import claimed, filed
from tests.town import Town

DAY = 86_400_000


async def _busy(place: Neighbourhood) -> None:
    await filed(place, "楼下积水")
    await claimed(place)
    await place.member.presses("办结")
    await place.member.says("换好了")
    await claimed(place, "电梯停运了")


async def test_a_group_reads_what_its_cell_did(town: Town) -> None:
    place = await settled(town)
    await _busy(place)
    await place.member.says("/week", place.grid_chat)
    told = town.texts(place.grid_chat)[-1]
    assert "第一网格 本周小结" in told
    assert "新收 3 件，办结 1 件" in told
    assert "还没办结 2 件，其中等人接手 1 件，等居民、等单位或暂缓 0 件" in told
    assert "下周没有安排活动" not in told, "12 December is next week"
    assert "洗衣日：12月12日（周六）09:00" in told
    for name in ("李", "王", "陈", "502"):
        assert name not in told


async def test_an_undone_resolution_is_not_counted(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("办结")
    town.world.say(place.member.id, place.member.id, "换好了")
    await town.settle(5_000)
    shown = town.with_button(place.member.id, "撤销")
    town.world.press(place.member.id, place.member.id, shown.message_id, "撤销")
    await town.settle()
    await place.member.says("/week")
    assert "新收 1 件，办结 0 件" in place.member.last


async def test_last_week_is_not_this_week(town: Town) -> None:
    place = await settled(town)
    await _busy(place)
    await town.wait(7 * DAY)
    await place.office.says("/week")
    assert "新收 0 件，办结 0 件" in place.office.last
    assert "还没办结 2 件" in place.office.last
    assert "需要协助 2 件" in place.office.last
    assert "下周没有安排活动" in place.office.last


async def test_what_no_group_may_see_is_not_counted(town: Town) -> None:
    place = await settled(town)
    await filed(place, "我要投诉李网格，态度很差")
    await place.leader.says("/week", place.grid_chat)
    assert "新收 0 件" in town.texts(place.grid_chat)[-1]


async def test_a_week_that_counts_it_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def all_of_them(tx: object, *_: object) -> int:
        row = await tx.one("SELECT COUNT(*) AS n FROM requests")  # type: ignore[attr-defined]
        return int(row["n"])

    monkeypatch.setattr(week, "count_filed", all_of_them)
    with pytest.raises(AssertionError):
        await test_what_no_group_may_see_is_not_counted(town)


async def test_the_office_reads_the_whole_community_and_no_grid_by_itself(town: Town) -> None:
    place = await settled(town)
    await _busy(place)
    await place.office.says("/week")
    assert "幸福社区 本周小结" in place.office.last
    assert "新收 3 件" in place.office.last
    assert "网格" not in place.office.last


async def test_it_is_for_staff(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("/week")
    assert "给工作人员看的" in place.resident.last
    await place.resident.says("/week", place.grid_chat)
    assert "小结" not in town.texts(place.grid_chat)[-1]


async def test_a_group_that_anybody_may_ask_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def anybody(*_: object) -> bool:
        return True

    monkeypatch.setattr(access, "handles", anybody)
    with pytest.raises(AssertionError):
        await test_it_is_for_staff(town)


async def test_in_english(town: Town) -> None:
    await settled(town)
    worker = town.person("Zhao", "en")
    await worker.says("/start")
    await worker.presses("Agree and start")
    await worker.says("/week")
    assert "The summary of the week is for staff" in worker.last


def test_a_week_begins_on_monday() -> None:
    sunday = week_of(at("2026-12-06 23:59"), "Asia/Shanghai")
    assert sunday.began_at == at("2026-11-30 00:00")
    assert (str(sunday.sunday), str(sunday.next_sunday)) == ("2026-12-06", "2026-12-13")
    assert week_of(at("2026-12-07 00:00"), "Asia/Shanghai").began_at == at("2026-12-07 00:00")
