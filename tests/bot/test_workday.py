"""A grid member's day: nothing is said twice, nothing is untrue, and whatever lies near at hand works."""

from dataclasses import replace

import pytest

from bot.act import Act
from bot.actions import confirmations, promises
from domain.requests import Request
from storage import views
from tests.community import settled
from tests.handling import claimed, filed, hire, request_row
from tests.town import TOKEN, Person, Town, quick

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


async def test_a_reply_to_a_copy_that_was_left_behind_is_progress_too(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.says("/mine")
    await place.member.presses("XF-1201-001 用电照明")
    await _replies(town, place.member, "我明天上午过去看", "这一条不再更新")
    assert "我明天上午过去看" in place.resident.last


async def test_a_reply_of_somebody_else_is_no_progress(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.picks("更多…", "退回", "手上的事排满了")
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
    assert _told(place.leader, "电梯（幸福苑3号楼）还没有人接手，该与居民联系的时间到了")


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


@pytest.mark.parametrize("crashed", [False, True])
async def test_after_downtime_a_new_household_is_named_once(town: Town, *, crashed: bool) -> None:
    """The list of the day and the list of new residents fall due at the same moment; neither is lost."""
    place = await settled(town)
    await filed(place)
    await town.wait(10 * HOUR)
    if crashed:
        await town.crash()
    town.clock.step(14 * HOUR)  # Wednesday, ten o'clock
    if crashed:
        await town.start()
    await town.wait(HOUR)
    assert _told(place.member, "今日待办 12月2日（周三）") == 1
    assert _told(place.member, "1 位新登记的居民请您核对") == 1
    assert _told(place.member, "位新登记的居民没有核对") == 0
    await town.wait(DAY)
    assert _told(place.member, "还有 1 位新登记的居民没有核对") == 1


async def test_a_list_of_the_day_does_not_come_in_the_evening(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    await town.wait(10 * HOUR)
    await town.crash()
    town.clock.step(23 * HOUR)  # Wednesday, seven in the evening
    await town.start()
    await town.wait(HOUR)
    assert _told(place.member, "今日待办") == 0
    await town.wait(13 * HOUR)
    assert _told(place.member, "今日待办 12月3日（周四）") == 1


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


async def _board(town: Town, chat: int) -> str:
    await town.wait(40_000)
    return next(text for text in town.texts(chat) if "待办看板" in text)


async def test_the_board_asks_for_help_as_soon_as_the_card_does(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    assert "需要协助" not in await _board(town, place.grid_chat)
    await town.wait(9 * HOUR)
    assert "需要协助" in town.texts(place.grid_chat)[-1]
    assert "需要协助" in await _board(town, place.grid_chat)


async def test_a_board_that_lags_behind_the_card_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def forgetful(act: Act, request: Request) -> None:
        await act.redraw("request", request.id)

    monkeypatch.setattr(promises, "_ask_for_help", forgetful)
    with pytest.raises(AssertionError):
        await test_the_board_asks_for_help_as_soon_as_the_card_does(town)


async def test_the_board_says_who_is_asked_and_what_it_waits_for(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("问居民")
    await place.member.says("是几楼？")
    assert "李网格（待补充）" in await _board(town, place.grid_chat)
    await place.member.picks("更多…", "转派", "王组长（第一网格）", "需要别的专长")
    assert "等王组长接单" in await _board(town, place.grid_chat)


async def test_what_has_climbed_says_so_and_leads_to_what_was_done(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    await town.wait_until(town.clock.now() + 3 * DAY)
    assert _told(place.office, "逐级转上来的")
    await place.office.presses("流转记录")
    assert "提级办理" in place.office.last


async def test_whoever_had_it_is_not_offered_what_only_another_may_take(town: Town) -> None:
    place = await settled(town)
    await claimed(place, "垃圾没人清")
    await town.wait(2 * DAY + 10 * HOUR)
    page = next(shown for shown in place.member.sees() if "等同事接单" in shown.text)
    assert not page.buttons


async def test_undo_is_not_shown_when_it_is_too_late(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait(HOUR)
    await place.member.picks("更多…", "返回")
    assert "撤销" not in str(place.member.sees()[-1].buttons)


async def test_what_was_finished_is_not_said_to_be_taken_away(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("办结")
    await place.member.says("换好了")
    assert _told(place.member, "已办结，辛苦了")
    assert not _told(place.member, "不在您手上")


async def test_what_is_done_is_said_once_and_no_door_stays_behind(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    assert _told(place.member, "单元502")
    await place.member.presses("办结")
    await place.member.says("换好了")
    assert _told(place.member, "已办结") == 1
    assert "已办结" in place.member.last
    assert "撤销" in str(place.member.sees()[-1].buttons)
    assert not _told(place.member, "单元502")


async def test_a_page_that_is_left_behind_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*_: object) -> None: ...

    monkeypatch.setattr(views, "find_view", unknown)
    with pytest.raises(AssertionError):
        await test_what_is_done_is_said_once_and_no_door_stays_behind(town)


async def test_whom_was_asked_to_help_is_said_once(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    for label in ("更多…", "邀请协办", "王组长（第一网格）"):
        await place.member.presses(label)
    await place.member.says("请带梯子来")
    assert _told(place.member, "已请王组长协办") == 1
    assert "由您办理" in place.member.last


async def test_that_declining_was_proposed_is_said_once(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    for label in ("更多…", "不予受理", "不属于社区职责"):
        await place.member.presses(label)
    await place.member.says("这是市政道路")
    assert _told(place.member, "已提请不予受理") == 1


async def test_a_merge_shows_what_each_of_them_is_about(town: Town) -> None:
    place = await settled(town)
    await filed(place, "大门口地砖松了")
    await claimed(place, "三楼楼道灯不亮")
    await place.member.picks("更多…", "并案")
    assert "大门口地砖松了" in place.member.last


async def test_declining_asks_the_nearest_leader_alone(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    for button in ("更多…", "不予受理", "不属于社区职责"):
        await place.member.presses(button)
    await place.member.says("这是市政道路")
    assert _told(place.leader, "提请不予受理")
    assert not _told(place.office, "提请不予受理")


async def test_a_resolution_undone_is_in_hand_again_and_the_resident_is_not_asked(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait(HOUR)
    await place.member.presses("办结")
    town.world.say(place.member.id, place.member.id, "换好了")
    await town.settle(5_000)
    shown = town.with_button(place.member.id, "撤销")
    town.world.press(place.member.id, place.member.id, shown.message_id, "撤销")
    await town.settle(5_000)
    assert (await request_row(town))["state"] == "claimed"
    async with town.database.read() as tx:
        kept = await tx.all("SELECT state FROM promises WHERE clock = 'resolve'")
    assert [row["state"] for row in kept] == ["running"]
    await town.wait(DAY)
    assert not _told(place.resident, "真的解决了吗")


async def test_a_category_that_wants_a_photo_is_not_resolved_without(town: Town) -> None:
    place = await settled(town)
    await town.crash()
    town.settings = quick(handling=replace(town.settings.handling, photo_categories=("power",)))
    await town.start()
    await claimed(place)
    await place.member.presses("办结")
    await place.member.says("换好了")
    assert "需要一张照片" in place.member.last
    assert (await request_row(town))["state"] == "claimed"
    await place.member.sends("photo", b"picture", "换好了")
    assert (await request_row(town))["state"] == "resolved"


async def test_a_question_answered_at_once_moves_no_promise(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("问居民")
    await place.member.says("是几楼？")
    await place.resident.says("五楼")
    await place.member.presses("打开这一件")
    assert "12月4日（周五）18:00）" in place.member.last
    assert "改为" not in place.member.last


async def test_who_was_never_in_the_work_group_has_not_left_it(town: Town) -> None:
    place = await settled(town)
    await hire(town, "钱户", "G1", "anchor")
    await town.wait(2 * DAY)
    assert not _told(place.leader, "已不在工作群")


async def test_a_work_group_that_is_renamed_to_one_of_owners_has_no_more_cards(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    town.world.raw_update(TOKEN, {"message": {
        "message_id": 900, "date": town.clock.now() // 1000, "new_chat_title": "幸福苑业主群",
        "chat": {"id": place.grid_chat, "type": "supergroup", "title": "幸福苑业主群"},
        "from": {"id": place.leader.id, "is_bot": False, "first_name": "王"},
    }})
    await town.settle()
    assert _told(place.leader, "好像有居民")
    before = len(town.texts(place.grid_chat))
    await filed(place, "水管漏水")
    assert len(town.texts(place.grid_chat)) == before
    assert _told(place.member, "XF-1201-002")
