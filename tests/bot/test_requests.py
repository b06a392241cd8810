"""The whole loop of a request, as people live it, in both languages and on both engines."""

import pytest

from tests.community import Neighbourhood, settled
from tests.town import Town

pytestmark = pytest.mark.engines


async def test_from_the_first_word_to_the_grade(town: Town) -> None:
    place = await settled(town)
    resident, member = place.resident, place.member
    await resident.says("楼道灯坏了三天，一直不亮")
    assert "类别：用电照明" in resident.last
    assert "地址：幸福苑3号楼2单元502" in resident.last
    await resident.presses("确认提交")
    assert "已收到，编号 XF-1201-001" in resident.last
    assert "第一网格" in resident.last
    card = town.texts(place.grid_chat)[-1]
    assert "XF-1201-001 用电照明" in card
    assert "幸福苑3号楼" in card
    assert "502" not in card
    await member.presses("认领", place.grid_chat)
    assert "您已认领 XF-1201-001" in member.toast
    assert "李网格办理中" in town.texts(place.grid_chat)[-1]
    assert "幸福苑3号楼2单元502" in member.last
    assert "已有人接手" in resident.last
    await member.presses("进展", place.grid_chat)
    await member.says("师傅下午来")
    assert "师傅下午来" in resident.last
    await member.presses("办结", place.grid_chat)
    await member.says("换了灯泡")
    assert "办理结果：换了灯泡" in resident.last
    await resident.presses("已解决")
    await resident.presses("满意")
    assert "谢谢您的评价：满意" in resident.last
    assert "已结案" in town.texts(place.grid_chat)[-1]


async def test_not_solved_climbs_to_the_community(town: Town) -> None:
    place = await settled(town)
    await _resolved(place)
    await place.resident.presses("未解决")
    assert "已转到幸福社区重新办理" in place.resident.last
    assert "已转到幸福社区继续办理" in town.texts(place.grid_chat)[-1]
    assert "第 2 次办理" in town.texts(place.office_chat)[-1]
    await place.office.presses("接单", place.office_chat)
    await place.office.presses("办结", place.office_chat)
    await place.office.says("整条线路换了")
    await place.resident.presses("已解决")
    await place.resident.presses("非常满意")
    assert "谢谢您的评价：非常满意" in place.resident.last


async def test_exactly_one_claims_and_the_other_is_told_who(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    card = town.with_button(place.grid_chat, "认领").message_id
    for somebody in (place.member, place.leader):
        town.world.press(somebody.id, place.grid_chat, card, "认领")
    await town.settle()
    assert "您已认领" in place.member.toast
    assert "已由李网格认领" in place.leader.toast
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM custody WHERE why = 'claim'")
    assert row is not None
    assert row["n"] == 1


async def test_only_staff_of_the_cell_may_claim(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    await place.resident.presses("认领", place.grid_chat)
    assert "不在您负责的网格" in place.resident.toast


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("3-2-501")
    await guest.says("The lamp in the hallway is broken")
    assert "Power and light" in guest.last
    await guest.presses("Submit")
    assert "XF-1201-001" in guest.last
    await place.member.presses("认领", place.grid_chat)
    await place.member.presses("办结", place.grid_chat)
    await place.member.says("换好了")
    await guest.presses("Solved")
    await guest.presses("Satisfied")
    assert "Thank you" in guest.last


async def test_an_edit_changes_the_draft_and_is_added_after_filing(town: Town) -> None:
    place = await settled(town)
    said = await place.resident.says("路灯坏了")
    town.world.edit(place.resident.id, place.resident.id, said, "电梯坏了")
    await town.settle()
    assert "类别：电梯" in place.resident.last
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    town.world.edit(place.resident.id, place.resident.id, said, "电梯坏了，有人被困过")
    await town.settle()
    assert "已补充到" in place.resident.last
    assert "有人被困过" in place.member.last


async def test_words_are_escaped_and_hidden_controls_are_dropped(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("<b>灯</b> & \u202e坏了 <script>")
    assert "<b>灯</b> & 坏了 <script>" in place.resident.last


async def test_a_card_tells_no_phone_and_no_door(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("我是3号楼2单元502，灯坏了，打我电话13912345678")
    await place.resident.presses("确认提交")
    card = town.texts(place.grid_chat)[-1]
    assert "灯坏了" in card
    assert "13912345678" not in card
    assert "502" not in card
    await place.member.presses("认领", place.grid_chat)
    assert "13912345678" in place.member.last


async def test_what_was_done_before_goes_up_with_the_request(town: Town) -> None:
    place = await settled(town)
    await _resolved(place)
    await place.resident.presses("未解决")
    await place.office.presses("接单", place.office_chat)
    assert "换了灯泡" in place.office.last


async def test_reading_a_door_is_recorded(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    await place.member.presses("认领", place.grid_chat)
    await place.member.says("/mine")
    assert "502" not in place.member.last
    await place.member.presses("XF-1201-001 用电照明")
    assert "幸福苑3号楼2单元502" in place.member.last
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM history WHERE act = 'see_contact'")
    assert row is not None
    assert row["n"] == 2


async def _filed(place: Neighbourhood) -> None:
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")


async def _resolved(place: Neighbourhood) -> None:
    await _filed(place)
    await place.member.presses("认领", place.grid_chat)
    await place.member.presses("办结", place.grid_chat)
    await place.member.says("换了灯泡")


async def test_the_button_of_a_request_holds_its_state_and_its_category_in_english(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("/language")
    await place.resident.presses("English")
    await place.resident.says("the light in the stairwell is broken")
    await place.resident.presses("Submit")
    await place.resident.says("My requests")
    assert [button.text for button in place.resident.sees()[-1].buttons[0]] == ["XF-1201-001 waiting · Power and light"]
