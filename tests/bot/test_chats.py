"""Work groups: bound by those who may, after being asked; never a card where residents are."""

import pytest

from tests.community import agree, populate, settled, workbook
from tests.handling import claimed, filed
from tests.town import Town

pytestmark = pytest.mark.engines


async def test_bind_asks_and_a_leader_confirms(town: Town) -> None:
    leader, member, office, resident = (town.person(name) for name in ("王", "李", "赵", "陈"))
    await populate(town, workbook(leader, member, office, {}))
    await agree(leader, member, office, resident)
    chat = town.group("一网格", leader, member)
    await leader.says("/bind G1", chat)
    assert "本群有 3 人" in town.texts(chat)[-1]
    assert "请先确认群里没有居民" in town.texts(chat)[-1]
    await leader.presses("群里只有工作人员，确认绑定", chat)
    assert "本群已绑定“第一网格”" in "".join(town.texts(chat))
    for label in ("3号楼", "502"):
        await resident.presses(label)
    await resident.says("楼道灯坏了")
    await resident.presses("确认提交")
    assert "XF-1201-001" in town.texts(chat)[-1]


async def test_only_leaders_and_the_office_may_bind(town: Town) -> None:
    place = await settled(town)
    await place.member.says("/bind G1", place.grid_chat)
    assert "要请这个网格的网格长或社区来做" in town.texts(place.grid_chat)[-1]
    await place.leader.says("/bind G2", place.grid_chat)
    assert "要请这个网格的网格长或社区来做" in town.texts(place.grid_chat)[-1]
    await place.leader.says("/bind 火星", place.grid_chat)
    assert "没有找到这个网格" in town.texts(place.grid_chat)[-1]
    await place.leader.says("/bind", place.grid_chat)
    assert "/bind G01" in town.texts(place.grid_chat)[-1]


async def test_tasks_in_private_is_the_board_of_ones_own_cells(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    await claimed(place, "电梯停运了")
    await place.member.says("/tasks")
    assert "待办看板 第一网格" in place.member.last
    assert "XF-1201-001 用电照明 幸福苑3号楼 · 待认领" in place.member.last
    assert [button.text for row in place.member.sees()[-1].buttons for button in row] == [
        "看 XF-1201-001", "看 XF-1201-002"]
    await place.member.presses("看 XF-1201-001")
    assert "还没有人接手：XF-1201-001" in place.member.last
    await place.leader.says("/tasks")
    assert [button.text for row in place.leader.sees()[-1].buttons for button in row] == ["看 XF-1201-001"]
    await place.office.says("/tasks")
    assert "幸福社区" in place.office.last
    assert "共 2 件" in place.office.last


async def test_tasks_in_private_are_a_residents_own_requests(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    await place.resident.says("/tasks")
    assert "看板" not in place.resident.last
    assert "XF-1201-001" in str(place.resident.sees()[-1].buttons)


async def test_tasks_and_mine(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.member.says("/tasks", place.grid_chat)
    assert "待认领 1 件" in "".join(town.texts(place.grid_chat))
    await place.member.presses("认领", place.grid_chat)
    await place.member.says("/mine", place.grid_chat)
    assert "您手上 1 件" in place.member.last
    await place.member.presses("XF-1201-001 用电照明")
    assert "幸福苑3号楼2单元502" in place.member.last
    assert "502" not in "".join(town.texts(place.grid_chat))


async def test_an_idle_word_in_a_group_is_not_answered(town: Town) -> None:
    place = await settled(town)
    before = len(town.texts(place.grid_chat))
    await place.resident.says("大家好", place.grid_chat)
    assert len(town.texts(place.grid_chat)) == before + 1
