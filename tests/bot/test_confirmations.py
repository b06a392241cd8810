"""Whoever chose a door is confirmed once a day in one list, and can file before that."""

import pytest

from bot.act import Act
from bot.actions import confirmations, posts
from domain.routing import Cell
from storage import grid
from storage.database import Transaction
from storage.people import find_by_telegram
from tests.community import Neighbourhood, agree, settled
from tests.town import Person, Town

WEDNESDAY = 1_796_173_200_000  # 2 December 2026, 09:00 in Shanghai
FRIDAY_EVENING = 1_796_382_000_000  # 4 December, 19:00


async def _morning(town: Town) -> Neighbourhood:
    """陈 has settled at 3-2-502; two more at 3-2-501 and, in the other grid, 5-1-301."""
    place = await settled(town)
    for door in ("3-2-501", "5-1-301"):
        guest = town.person("客")
        await agree(guest)
        await guest.says(door)
    await town.wait_until(WEDNESDAY)
    await town.settle()
    return place


def _lists(person: Person) -> list[str]:
    return [shown.text for shown in person.sees() if "请您核对" in shown.text and "新登记的居民" in shown.text]


async def test_one_list_in_the_morning_to_whoever_answers(town: Town) -> None:
    place = await _morning(town)
    (listed,) = _lists(place.member)
    assert "2 位新登记的居民" in listed
    assert "幸福苑3号楼2单元501" in listed
    assert "幸福苑3号楼2单元502" in listed
    assert not _lists(place.leader)
    assert "幸福苑5号楼1单元301" in _lists(place.office)[0], "nobody answers in the second grid, so it goes up"


async def test_whose_cells_they_are_not_reads_nothing_of_them(town: Town) -> None:
    place = await _morning(town)
    async with town.database.read() as tx:
        ids = {name: (await find_by_telegram(tx, one.id)) for name, one in vars(place).items()
               if isinstance(one, Person)}
        counts = {name: len(await confirmations.waiting_for(tx, one.id, town.clock.now(), town.clock.now()))
                  for name, one in ids.items() if one is not None}
    assert counts == {"leader": 0, "member": 2, "office": 1, "resident": 0}


async def test_a_share_of_other_cells_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def whole(tx: Transaction, *_: object) -> list[Cell]:
        root = await grid.find_cell(tx, "XF")
        assert root is not None
        return [root]

    async def everybody(tx: Transaction, *_: object) -> None: ...

    monkeypatch.setattr(posts, "cells_of", whole)
    monkeypatch.setattr(confirmations, "answering", everybody)
    with pytest.raises(AssertionError):
        await test_whose_cells_they_are_not_reads_nothing_of_them(town)


async def test_the_unconfirmed_can_already_file(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    assert "已收到，编号" in place.resident.last


async def test_all_at_once(town: Town) -> None:
    place = await _morning(town)
    await place.member.presses("全部确认")
    assert "已确认 2 位" in place.member.last
    await place.resident.says("我的网格员")
    assert "还未核对" not in place.resident.last
    await place.member.presses("全部确认")
    assert "没有需要核对的了" in place.member.toast


async def test_door_by_door(town: Town) -> None:
    place = await _morning(town)
    await place.member.presses("逐户核对")
    assert "幸福苑3号楼2单元501" in place.member.last
    assert "登记册里这一户还有：张奶奶" in place.member.last
    await place.member.presses("属实")
    assert "幸福苑3号楼2单元502" in place.member.last
    await place.member.presses("不属实")
    assert "都核对完了" in place.member.last
    assert "没有核对上" in place.resident.last
    await place.resident.presses("添加一处住址")
    assert "请选择您的住址" in place.resident.last


async def _those_who_came_later(town: Town) -> None:
    place = await _morning(town)
    guest = town.person("客")
    await agree(guest)
    await guest.says("3-2-102")
    await place.member.presses("全部确认")
    await guest.says("我的网格员")
    assert "还未核对" in guest.last


async def test_an_old_list_confirms_nobody_who_came_later(town: Town) -> None:
    await _those_who_came_later(town)


async def test_a_list_without_its_hour_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    confirm = confirmations.confirm_all

    async def careless(act: Act, until_at: int) -> None:
        await confirm(act, act.now)

    monkeypatch.setattr(confirmations, "confirm_all", careless)
    with pytest.raises(AssertionError):
        await _those_who_came_later(town)


async def test_no_list_at_the_weekend_and_none_when_nobody_is_left(town: Town) -> None:
    place = await _morning(town)
    await place.member.presses("全部确认")
    await place.office.presses("全部确认")
    await town.wait_until(FRIDAY_EVENING)
    guest = town.person("客")
    await agree(guest)
    await guest.says("3-2-102")
    await town.wait(2 * 86_400_000)
    assert len(_lists(place.member)) == 1
    await town.wait(86_400_000)
    assert len(_lists(place.member)) == 2


async def test_only_who_answers_may_confirm(town: Town) -> None:
    from bot.buttons import pack

    place = await _morning(town)
    for data in (pack("confirm_all", 0, town.clock.now()), pack("confirm_yes", 2, 4), pack("confirm_each")):
        town.world.press_raw(place.resident.id, place.resident.id, 1, data)
        await town.settle()
        assert "没有需要核对的了" in place.resident.toast
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM residents WHERE confirmed_at IS NULL AND ended_at IS NULL")
    assert row is not None
    assert row["n"] == 3


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    await place.member.says("/language")
    await place.member.presses("English")
    await town.wait_until(WEDNESDAY)
    await town.settle()
    assert "One new resident for you to confirm" in place.member.last
    await place.member.presses("One by one")
    await place.member.presses("Correct")
    assert "All done" in place.member.last


async def test_who_has_left_neither_name_nor_number_can_be_asked_at_the_door(town: Town) -> None:
    place = await _morning(town)
    await place.member.presses("逐户核对")
    assert "没有留姓名和电话，顺路时上门问一声" in place.member.last
