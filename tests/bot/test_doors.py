"""A door and nothing else: never a report without a matter."""

import pytest

from bot.actions import doors, gathering
from bot.workbook import BuildingRow, HouseholdRow
from tests.community import populate, settled, workbook
from tests.town import Person, Town


async def _drafts(town: Town) -> int:
    async with town.database.read() as tx:
        return len(await tx.all("SELECT 1 FROM drafts"))


def _labels(person: Person) -> list[str]:
    return [button.text for row in person.sees()[-1].buttons for button in row]


@pytest.mark.parametrize("written", ["3-2-502", "3号楼2单元502"])
async def test_ones_own_door_is_known_already(town: Town, written: str) -> None:
    place = await settled(town)
    await place.resident.says(written)
    assert "幸福苑3号楼2单元502 已经登记为您的家了" in place.resident.last
    assert await _drafts(town) == 0
    await place.resident.says("厨房漏水")
    assert "地址：幸福苑3号楼2单元502" in place.resident.last
    assert "用水排水" in place.resident.last


@pytest.mark.parametrize("written", ["3-2-501", "3号楼2单元501"])
async def test_another_door_is_what_something_is_about(town: Town, written: str) -> None:
    place = await settled(town)
    await place.resident.says(written)
    assert _labels(place.resident) == ["那里有事要反映", "我住在那里"]
    assert await _drafts(town) == 0
    await place.resident.presses("那里有事要反映")
    assert "那里有什么事" in place.resident.last
    await place.resident.says("水漏到楼道里了")
    assert "水漏到楼道里了" in place.resident.last
    assert "幸福苑3号楼2单元501" in place.resident.last
    await place.resident.presses("确认提交")
    card = town.texts(place.grid_chat)[-1]
    assert "幸福苑3号楼" in card
    assert "501" not in card


async def test_a_report_that_is_but_a_door_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    others = tuple(one for one in gathering._LISTENERS if one is not doors.ask_meaning)
    monkeypatch.setattr(gathering, "_LISTENERS", others)
    with pytest.raises(AssertionError):
        await test_another_door_is_what_something_is_about(town, "3-2-501")


async def test_a_photo_says_what_is_wrong_there_as_well(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("5号楼")
    await place.resident.presses("那里有事要反映")
    await place.resident.sends("photo", b"picture", "垃圾没人清")
    assert "地址：幸福苑5号楼" in place.resident.last
    assert "垃圾没人清" in place.resident.last


async def test_whoever_lives_there_too_has_a_second_home(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("3-2-501")
    await place.resident.presses("我住在那里")
    assert "地址已登记：幸福苑3号楼2单元501" in place.resident.last
    await place.resident.says("3-2-502")
    await place.resident.says("灯坏了")
    assert "地址：幸福苑3号楼2单元502" in place.resident.last, "the one of two that was named"


async def test_a_door_after_a_door_asks_anew(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("3-2-501")
    await place.resident.presses("那里有事要反映")
    await place.resident.says("5号楼1单元301")
    assert "5号楼1单元301" in place.resident.last
    assert await _drafts(town) == 0


async def test_what_was_begun_takes_a_door_as_before(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("灯坏了")
    await place.resident.says("3-2-501")
    assert "灯坏了" in place.resident.last
    assert await _drafts(town) == 1


async def test_an_unknown_door_is_said_to_be_unknown(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("88-1-999")
    assert "登记册里没有找到" in place.resident.last
    assert await _drafts(town) == 0


async def test_staff_are_told_of_the_one_line_and_it_works(town: Town) -> None:
    place = await settled(town)
    await place.member.says("3-2-501")
    assert "代录请写成一行" in place.member.last
    assert _labels(place.member) == ["那里有事要反映", "我住在那里"]
    async with town.database.read() as tx:
        assert await tx.all("SELECT 1 FROM residents WHERE person_id IN (SELECT person_id FROM posts)") == []
    await place.member.says("3-2-501 灯坏了 来电")
    assert "确认提交" in _labels(place.member)
    assert "灯坏了" in place.member.last


async def test_a_forged_door_of_nobody_asks_for_nothing(town: Town) -> None:
    place = await settled(town)
    for what in (doors.HOUSEHOLD, doors.BUILDING):
        await place.resident.forges("report_there", 999, what)
    await place.resident.says("灯坏了")
    assert "地址：幸福苑3号楼2单元502" in place.resident.last


async def test_of_an_entrance_without_a_number_a_group_reads_the_building_alone(town: Town) -> None:
    place = await settled(town)
    book = workbook(place.leader, place.member, place.office, {"G1": place.grid_chat, "XF": place.office_chat})
    book.buildings.append(BuildingRow("楼栋", 4, "G1", "幸福苑", "7", "东"))
    book.households.append(HouseholdRow("住户", 6, "G1", "幸福苑", "7", "东", "501", "周先生", "", ()))
    await populate(town, book)
    await place.resident.says("7号楼东单元501")
    await place.resident.presses("那里有事要反映")
    await place.resident.says("水漏到楼道里了")
    assert "地址：幸福苑7号楼东501" in place.resident.last
    await place.resident.presses("确认提交")
    [card] = [text for text in town.texts(place.grid_chat) if "状态：" in text]
    assert "地点：幸福苑7号楼\n" in card
    assert all("501" not in text for text in town.texts(place.grid_chat))


@pytest.mark.parametrize(("written", "where"), [("3-2-501", "幸福苑3号楼2单元501"), ("5号楼", "幸福苑5号楼")])
async def test_danger_at_the_door_that_was_just_named_is_there_and_not_at_home(
    town: Town, written: str, where: str
) -> None:
    place = await settled(town)
    await place.resident.says(written)
    await place.resident.presses("那里有事要反映")
    await place.resident.says("着火了")
    assert f"地点：{where}" in place.resident.last
    [card] = [shown.text for shown in place.office.sees() if "🆘 紧急" in shown.text]
    assert f"地点：{where}" in card


async def test_what_was_begun_keeps_its_place_beside_what_is_wrong_elsewhere(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("3-2-501")
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("那里有事要反映")
    await place.resident.says("水管漏了")
    assert "楼道灯坏了" not in place.resident.last
    assert "地址：幸福苑3号楼2单元501" in place.resident.last
    await place.resident.presses("确认提交")
    await place.resident.presses("确认提交")
    async with town.database.read() as tx:
        rows = await tx.all("SELECT household_id IS NOT NULL AS home, building_id FROM requests ORDER BY id")
    assert [row["building_id"] is None for row in rows] == [False, True]
