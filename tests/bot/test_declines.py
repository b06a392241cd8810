"""不予受理 takes two; 并案 tells everybody whose matter it was."""

import pytest

from domain import handling as rules
from tests.community import Neighbourhood, settled
from tests.handling import claimed, filed, request_row
from tests.town import Town


async def test_declining_takes_a_reason_words_and_a_second_person(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await _propose(place)
    assert (await request_row(town))["state"] == "claimed", "one alone declines nothing"
    assert "李网格提请不予受理" in place.leader.last
    assert "小区内部的装修由业委会管" in place.leader.last
    await place.leader.presses("同意不予受理")
    row = await request_row(town)
    assert row["state"] == "declined"
    assert "没有受理：不属于社区职责" in place.resident.last
    assert "有不同意见" in place.resident.last
    assert "不予受理" in town.texts(place.grid_chat)[-1]


async def test_whoever_proposes_cannot_confirm(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await _propose(place)
    await place.member.forges("decline_yes", 1, 0)
    assert (await request_row(town))["state"] == "claimed"


async def test_a_leader_who_proposes_cannot_confirm_either(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    await place.leader.presses("认领", place.grid_chat)
    for label in ("更多…", "不予受理", "已有同样的诉求在办"):
        await place.leader.presses(label)
    await place.leader.says("上周已经报过")
    await place.leader.forges("decline_yes", 1, 0)
    assert "不能自己确认" in place.leader.toast
    assert (await request_row(town))["state"] == "claimed"


async def test_a_rule_that_lets_one_do_both_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "check_second", lambda *_: None)
    with pytest.raises(AssertionError):
        await test_a_leader_who_proposes_cannot_confirm_either(town)


async def test_refused_it_goes_on(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await _propose(place)
    await place.leader.presses("不同意，继续办")
    assert "没有通过" in place.member.last
    assert (await request_row(town))["state"] == "claimed"
    await place.leader.presses("同意不予受理")
    assert "不再有效" in place.leader.toast


async def test_a_proposal_is_void_once_something_has_happened(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await _propose(place)
    await place.member.presses("办结", place.grid_chat)
    await place.member.says("还是办好了")
    await place.leader.presses("同意不予受理")
    assert (await request_row(town))["state"] == "resolved"


async def test_merged_both_sides_hear_and_the_parent_is_named(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    neighbour = town.person("吴")
    await neighbour.agrees()
    await neighbour.says("3-2-102")
    await neighbour.says("楼道灯不亮")
    await neighbour.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await place.member.picks("更多…", "并案", "XF-1201-001 用电照明 · 办理中")
    row = await request_row(town, 2)
    assert (row["state"], row["merged_into_id"]) == ("merged", 1)
    assert "已合并到 XF-1201-001" in neighbour.last
    await place.member.says("/mine")
    await place.member.presses("XF-1201-001 用电照明")
    await place.member.presses("进展")
    await place.member.says("师傅下午来")
    assert "师傅下午来" in neighbour.last
    assert "师傅下午来" in place.resident.last


async def test_nothing_is_merged_into_what_has_ended(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.picks("更多…", "并案")
    assert "没有别的在办诉求可以并" in place.member.last
    await place.member.forges("merge_into", 1, 1)
    assert (await request_row(town))["state"] == "claimed"


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("3-2-501")
    await guest.says("The lamp in the hallway is broken")
    await guest.presses("Submit")
    await place.member.presses("认领", place.grid_chat)
    await _propose(place)
    await place.leader.presses("同意不予受理")
    assert "was not taken on: Not for the community to do" in guest.last


async def _propose(place: Neighbourhood) -> None:
    for label in ("更多…", "不予受理", "不属于社区职责"):
        await place.member.presses(label)
    await place.member.says("小区内部的装修由业委会管")
