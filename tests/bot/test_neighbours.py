"""Two neighbours report the same danger: one alarm, and nobody is lost; whatever is in doubt is an alarm of its own."""

from typing import Any

import pytest

from bot.actions import alarm_notes, neighbours
from storage import alarms
from tests.community import Neighbourhood, agree, settled
from tests.town import Person, Town

pytestmark = pytest.mark.engines


async def _neighbour(town: Town, door: str = "3-2-501") -> Person:
    neighbour = town.person("邻")
    await agree(neighbour)
    await neighbour.says(door)
    return neighbour


async def _alarms(town: Town) -> list[Any]:
    async with town.database.read() as tx:
        return await tx.all("SELECT id, state, telegram_id FROM alarms ORDER BY id")


def _cards(person: Person) -> list[str]:
    return [shown.text for shown in person.sees() if "🆘 紧急" in shown.text]


async def _both_report(town: Town, first: str = "着火了", second: str = "楼里着火了") -> tuple[Neighbourhood, Person]:
    place = await settled(town)
    neighbour = await _neighbour(town)
    await place.resident.says(first)
    await neighbour.says(second)
    return place, neighbour


async def _are_one_alarm(town: Town) -> None:
    place, neighbour = await _both_report(town)
    assert len(await _alarms(town)) == 1
    [card] = _cards(place.member)
    assert "另有 1 户也来报" in card
    assert "幸福苑3号楼2单元501" in card
    assert "楼里着火了" in card
    assert "另有 1 户也来报" in town.texts(place.grid_chat)[-1]
    assert "请马上拨打 119" in neighbour.last
    assert "已有邻居报了同样的情况" in neighbour.last
    assert "502" not in neighbour.last, "nobody reads a neighbour's door"
    await place.member.presses("我正赶去")
    assert "李网格正赶来" in place.resident.last
    assert "李网格正赶来" in neighbour.last
    await place.member.presses("已到场")
    assert "李网格已到场" in place.resident.last
    assert "李网格已到场" in neighbour.last


async def test_very_many_are_several_alarms_so_that_no_act_says_too_much(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "MOST_JOINED", 1)
    place, _ = await _both_report(town)
    third, fourth = await _neighbour(town, "3-2-502"), await _neighbour(town, "3-2-501")
    await third.says("楼里着火了")
    await fourth.says("着火了")
    assert len(await _alarms(town)) == 2
    assert "请马上拨打 119" in third.last
    assert "已有邻居报了同样的情况" in fourth.last
    assert len(_cards(place.member)) == 2


async def test_the_second_report_joins_the_first_and_both_hear_all(town: Town) -> None:
    await _are_one_alarm(town)


async def test_a_second_chain_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: Any) -> None:
        """Every report is its own alarm."""

    monkeypatch.setattr(neighbours, "same", never)
    with pytest.raises(AssertionError):
        await _are_one_alarm(town)


@pytest.mark.parametrize(("first", "second", "door"), [
    ("着火了", "有人晕倒了，叫不醒", "3-2-501"), ("着火了", "着火了", "5-1-301"), ("有人打架", "有人打架", "3-2-501"),
])
async def test_another_kind_another_building_or_no_shared_kind_is_an_alarm_of_its_own(
    town: Town, first: str, second: str, door: str
) -> None:
    place = await settled(town)
    neighbour = await _neighbour(town, door)
    await place.resident.says(first)
    await neighbour.says(second)
    assert len(await _alarms(town)) == 2


async def test_after_a_while_and_after_the_end_it_is_a_new_alarm(town: Town) -> None:
    place, neighbour = await _both_report(town)
    await place.member.presses("误报")
    assert "认为是误报" in neighbour.last
    await neighbour.says("真的着火了")
    assert [row["state"] for row in await _alarms(town)] == ["false", "open"]
    await town.wait(town.settings.danger.shared_within * 1000)
    await place.resident.says("着火了")
    assert len(await _alarms(town)) == 3


async def _goes_on_for_the_neighbour(town: Town) -> None:
    """The first says 没事了; the neighbour's report is not lost with it."""
    place, neighbour = await _both_report(town)
    await place.resident.presses("误报，没事了")
    [alarm] = await _alarms(town)
    assert (alarm["state"], alarm["telegram_id"]) == ("open", neighbour.id)
    assert "楼里还有邻居报了同样的情况" in place.resident.last
    assert "地点：幸福苑3号楼2单元501" in _cards(place.member)[-1]
    await place.member.presses("我正赶去")
    assert "李网格正赶来" in neighbour.last
    assert "李网格正赶来" not in place.resident.last
    await neighbour.presses("误报，没事了")
    assert [row["state"] for row in await _alarms(town)] == ["false"]


async def test_what_the_first_takes_back_goes_on_for_the_second(town: Town) -> None:
    await _goes_on_for_the_neighbour(town)


async def test_an_alarm_that_ends_with_the_first_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(*_: Any) -> list[Any]:
        return []

    monkeypatch.setattr(alarms, "list_reporters", nobody)
    with pytest.raises(AssertionError):
        await _goes_on_for_the_neighbour(town)


async def _goes_on_where_it_was(town: Town) -> None:
    """The first means another building; two neighbours have joined for this one."""
    place, neighbour = await _both_report(town)
    third = town.person("三")
    await agree(third)
    await third.says("3-2-102")
    await third.says("着火了")
    await place.member.presses("我正赶去")
    await place.resident.picks("不在这里，换个地点", "5号楼")
    assert [(row["state"], row["telegram_id"]) for row in await _alarms(town)] == [
        ("coming", place.resident.id), ("open", neighbour.id)]
    moved, own = [shown for shown in _cards(place.member) if "已不" not in shown][-2:]
    assert "地点：幸福苑5号楼" in moved, "in a new message, for whoever is on the way"
    assert "也来报" not in moved
    assert "地点：幸福苑3号楼2单元501" in own
    assert "另有 1 户也来报" in own
    assert "楼里着火了" in own
    assert "楼里着火了" not in moved
    for one in (neighbour, third):
        assert any("您报的这一处，我另外通知人去" in shown.text for shown in one.sees())
    assert "地点：幸福苑3号楼2单元501" in neighbour.last
    assert "幸福苑3号楼已有邻居报了同样的情况" in third.last
    await place.member.presses("已到场")
    for one in (neighbour, third):
        assert "李网格已到场" in one.last
    assert "李网格已到场" not in place.resident.last


async def test_where_the_first_means_another_building_the_neighbours_have_an_alarm_of_their_own(town: Town) -> None:
    await _goes_on_where_it_was(town)


async def test_neighbours_who_are_taken_along_to_another_building_are_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def there(*_: Any) -> int:
        return 2

    monkeypatch.setattr(neighbours, "_building", there)
    with pytest.raises(AssertionError):
        await _goes_on_where_it_was(town)


async def _is_one_request(town: Town) -> None:
    """What was done becomes a request; nobody who had reported the same is asked to submit it again."""
    place, neighbour = await _both_report(town)
    await place.member.picks("我正赶去", "已到场")
    await place.member.says("火已扑灭，没有人受伤")
    assert "这件事已记为 XF-1201-001" in neighbour.last
    assert "已收到，编号 XF-1201-001" in "".join(shown.text for shown in place.resident.sees())
    await town.wait(26 * 3_600_000)
    for person in (neighbour, place.resident):
        labels = [button.text for shown in person.sees() for row in shown.buttons for button in row]
        assert "确认提交" not in labels
    await neighbour.says("我的诉求")
    assert any("（跟进）" in button.text for row in neighbour.sees()[-1].buttons for button in row)
    async with town.database.read() as tx:
        assert len(await tx.all("SELECT id FROM requests")) == 1


async def test_what_became_of_it_is_one_request_that_the_others_follow(town: Town) -> None:
    await _is_one_request(town)


async def test_a_second_request_about_the_same_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(*_: Any) -> None: ...

    monkeypatch.setattr(alarm_notes, "_others_follow", nobody)
    with pytest.raises(AssertionError):
        await _is_one_request(town)


async def test_what_else_a_neighbour_has_begun_is_still_theirs_to_submit(town: Town) -> None:
    place = await settled(town)
    neighbour = await _neighbour(town)
    await neighbour.says("楼道灯坏了")
    await place.resident.says("着火了")
    await neighbour.says("楼里着火了")
    await place.member.picks("我正赶去", "已到场")
    await place.member.says("火已扑灭")
    await town.wait(15 * 60_000)
    assert "楼道灯坏了" in neighbour.last
    assert town.with_button(neighbour.id, "确认提交")


async def test_who_says_that_it_is_another_matter_has_an_alarm_of_their_own(town: Town) -> None:
    place, neighbour = await _both_report(town)
    await neighbour.presses("不是同一件事，请另派人来")
    assert [row["telegram_id"] for row in await _alarms(town)] == [place.resident.id, neighbour.id]
    assert "地点：幸福苑3号楼2单元501" in _cards(place.member)[-1]
    assert "地点：幸福苑3号楼2单元501" in neighbour.last


async def test_somebody_unknown_who_names_the_building_joins_as_well(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("着火了")
    stranger = town.person("路人")
    await stranger.says("3号楼着火了")
    await stranger.says("快来人")
    assert len(await _alarms(town)) == 1
    assert "快来人" in _cards(place.member)[-1]


async def test_what_is_filed_for_a_neighbour_is_about_their_own_door(town: Town) -> None:
    place = await settled(town)
    await town.person("路人").says("3-2-501着火了")
    await place.resident.says("着火了")
    assert len(await _alarms(town)) == 1
    await place.member.picks("我正赶去", "已到场")
    await place.member.says("火已扑灭")
    held = next(shown.text for shown in reversed(place.member.sees()) if "由您办理" in shown.text)
    assert "地址：幸福苑3号楼2单元502" in held


async def test_what_was_said_in_a_group_goes_with_whoever_said_it(town: Town) -> None:
    place = await settled(town)
    neighbour = await _neighbour(town)
    group = town.group("三号楼业主群", place.resident, neighbour)
    await place.resident.says("着火了")
    await neighbour.says("@linli_bot 厨房着火了", group)
    await neighbour.presses("不是同一件事，请另派人来")
    first, own = _cards(place.member)
    assert "厨房着火了" in own
    assert "厨房着火了" not in first


async def test_a_building_that_is_pressed_twice_alarms_nobody_twice(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("着火了")
    await place.resident.picks("不在这里，换个地点", "5号楼", "5号楼")
    assert len([shown for shown in place.member.sees() if "🆘 紧急" in shown.text]) == 2, "here, then there"
    assert len([shown for shown in place.resident.sees() if "地点已告诉赶来的人" in shown.text]) == 1


async def test_what_the_first_has_withdrawn_takes_no_neighbours_report_with_it(town: Town) -> None:
    place, neighbour = await _both_report(town)
    await town.wait(11 * 60_000)
    await place.resident.presses("确认提交")
    await place.resident.picks("查看进度", "撤回")
    await place.member.picks("我正赶去", "已到场")
    await place.member.says("火已扑灭")
    assert "已收到，编号 XF-1201-002" in neighbour.last
    assert any("已记入 XF-1201-002，由您接着办" in shown.text for shown in place.member.sees())


async def test_what_is_over_is_in_nobodys_hands(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("着火了")
    await town.wait(11 * 60_000)
    await place.resident.presses("确认提交")
    await place.resident.picks("查看进度", "撤回")
    await place.member.presses("已到场")
    await place.member.says("火已扑灭")
    assert place.member.last == "已记下，辛苦了。"


async def test_a_receipt_after_an_alarm_comes_once(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("着火了")
    await town.wait(11 * 60_000)
    await place.member.presses("已到场")
    await place.member.says("火已扑灭")
    assert "已收到，编号 XF-1201-001" in place.resident.last
    labels = [button.text for shown in place.resident.sees() for row in shown.buttons for button in row]
    assert labels.count("查看进度") == 1
