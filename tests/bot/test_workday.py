"""A grid member's day: nothing is said twice, nothing is untrue, and whatever lies near at hand works."""

import pytest

from bot.actions import confirmations
from tests.community import settled
from tests.handling import claimed, filed, hire
from tests.town import Person, Town

HOUR = 3_600_000
DAY = 24 * HOUR
TICKET = "【12345工单】工单编号：20261201001 诉求内容：幸福苑3号楼电梯经常停运 联系电话：13900001111"


def _told(person: Person, words: str) -> int:
    return sum(words in shown.text for shown in person.sees() if shown.sender == "bot")


def _newest(person: Person, words: str) -> int:
    return next(shown.message_id for shown in reversed(person.sees()) if words in shown.text)


async def _replies(town: Town, person: Person, words: str, to: str) -> None:
    town.world.say(person.id, person.id, words, reply_to=_newest(person, to))
    await town.settle()


async def test_a_reply_to_the_page_of_what_is_held_is_progress(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await _replies(town, place.member, "我明天上午过去看", "由您办理")
    assert "的进展已转告居民" in place.member.last
    assert "我明天上午过去看" in place.resident.last


async def test_a_reply_of_somebody_else_is_no_progress(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("更多…")
    await place.member.presses("退回")
    await place.member.presses("手上的事排满了")
    await _replies(town, place.member, "我明天上午过去看", "已不在您手上")
    assert "我明天上午过去看" not in place.resident.last


async def test_who_took_it_down_for_a_caller_is_not_told_what_they_do_themselves(town: Town) -> None:
    place = await settled(town)
    await place.member.says(TICKET)
    await place.member.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    assert not _told(place.member, "已有人接手")
    assert "居民没有用本机器人" in place.member.last
    await place.member.presses("进展")
    await place.member.says("维修师傅在路上")
    assert "进展已记下" in place.member.last
    assert not _told(place.member, "有新进展")


async def test_a_reminder_names_the_building_of_a_ticket_without_a_door(town: Town) -> None:
    place = await settled(town)
    await place.member.says(TICKET)
    await place.member.presses("确认提交")
    await town.wait(9 * HOUR)
    assert _told(place.leader, "电梯（幸福苑3号楼）还没有人接手，答应居民的时间到了")


async def test_in_english_a_reminder_of_what_nobody_has_says_so(town: Town) -> None:
    place = await settled(town)
    leader = await hire(town, "Ann", "G1", "grid_leader", "en")
    await filed(place)
    await town.wait(9 * HOUR)
    assert _told(leader, "nobody has taken it yet")


async def test_the_same_new_household_is_listed_once(town: Town) -> None:
    place = await settled(town)
    await town.wait(2 * DAY)
    assert _told(place.member, "1 位新登记的居民请您核对") == 1
    await filed(place)
    await town.wait(DAY)
    assert _told(place.member, "1 位新登记的居民请您核对") == 1
    assert _told(place.member, "还有 1 位新登记的居民没有核对") == 1
    await place.member.presses("逐户核对")
    assert "请核对这一位" in place.member.last


async def test_a_list_for_ever_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> bool:
        return False

    monkeypatch.setattr(confirmations, "was_listed", never)
    with pytest.raises(AssertionError):
        await test_the_same_new_household_is_listed_once(town)


async def test_a_reminder_stays_when_its_button_has_led_elsewhere(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait(2 * DAY)
    assert _told(place.leader, "请您帮着看一看")
    await place.leader.presses("改派")
    await place.leader.presses("返回")
    assert _told(place.leader, "请您帮着看一看"), "and the buttons below it"
    await place.leader.presses("延期")
    assert "需要延到什么时候" in place.leader.last


async def test_no_tasks_does_not_say_that_all_is_done(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.leader.says("/tasks", place.grid_chat)
    assert "没有等人认领的诉求" in town.texts(place.grid_chat)[-1]
