"""Danger: the numbers at once, an alarm that climbs until somebody answers, and nobody asked for consent first."""

from dataclasses import replace

import pytest

from bot import works
from bot.actions import gathering
from bot.buttons import pack
from storage import duty, families, people
from tests.community import agree, settled
from tests.town import SETTINGS, Person, Town, quick

THREE_MINUTES = 180_000
DAY = 86_400_000


def _said(person: Person) -> str:
    return "\n".join(shown.text for shown in person.sees() if shown.sender == "bot")


async def test_the_numbers_come_at_once_and_the_grid_is_alarmed(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.resident, "家里有人晕倒了")
    assert "请马上拨打 120" in _said(place.resident)
    assert "本机器人不能代替 110/119/120" in _said(place.resident)
    assert "已经同时通知网格员和值班人员" in _said(place.resident)
    for alarmed in (place.leader, place.member):
        assert "紧急：突发伤病" in alarmed.last
        assert "地点：幸福苑3号楼2单元502" in alarmed.last
        assert "家里有人晕倒了" in alarmed.last
    line = town.texts(place.grid_chat)[-1]
    assert "幸福苑3号楼有紧急情况，请看私聊" in line
    assert "502" not in line
    assert "晕倒" not in line


async def test_the_duty_phone_is_the_work_number_of_whoever_was_alarmed(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.resident, "家里有人晕倒了")
    assert "李网格：19900000002" in _said(place.resident)


async def test_it_stays_an_ordinary_report_as_well(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("老人摔倒了起不来")
    assert "核对" not in _said(place.resident), "nobody fills in a form meanwhile"
    await town.wait(10 * 60_000)
    assert town.with_button(place.resident.id, "确认提交")


async def test_what_was_called_off_is_no_report(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("家里有人晕倒了")
    await place.resident.presses("误报，没事了")
    await town.wait(DAY)
    assert "核对" not in _said(place.resident)
    await place.resident.says("楼道灯坏了")
    assert "晕倒" not in place.resident.last


async def test_what_was_begun_before_the_alarm_is_kept(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.says("家里有人晕倒了")
    await place.resident.presses("误报，没事了")
    await town.wait(10 * 60_000)
    assert "楼道灯坏了" in place.resident.last


@pytest.mark.one_language("about the keyboards of both")
async def test_no_button_of_the_keyboard_raises_an_alarm_or_joins_one(town: Town) -> None:
    place = await settled(town)
    for language in ("English", "中文"):
        for label in [label for row in town.world.keyboard(place.resident.id, place.resident.id) for label in row]:
            await place.resident.says(label)
        assert "🆘" not in _said(place.member)
        await place.resident.says("/language")
        await place.resident.presses(language)
    await place.resident.says("家里有人晕倒了")
    await place.resident.says("How to use")
    assert "How to use" not in place.member.last


@pytest.mark.engines
async def test_who_comes_is_told_to_the_others_and_to_the_resident(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("老人摔倒了起不来")
    await place.member.presses("我正赶去")
    assert "路上小心" in place.member.toast
    assert "李网格正赶来" in _said(place.resident)
    assert "李网格正赶去" in place.leader.last
    assert "李网格正赶去" in "".join(town.texts(place.grid_chat))
    await place.leader.presses("已到场")
    assert "王组长已到场" in _said(place.resident)
    assert "王组长已到场" in "\n".join(shown.text for shown in place.member.sees())


async def test_nobody_answers_and_the_next_tier_is_alarmed(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.resident, "老人摔倒了起不来")
    assert "🆘" not in _said(place.office)
    await town.wait(THREE_MINUTES)
    assert "紧急：突发伤病" in _said(place.office)
    assert "已经通知上一级" in _said(place.resident)


@pytest.mark.engines
async def test_at_the_top_it_is_repeated_and_then_stands_as_unanswered(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.resident, "老人摔倒了起不来")
    await town.wait(THREE_MINUTES * 10)
    asked = [shown for shown in place.office.sees() if "紧急：突发伤病" in shown.text]
    assert len(asked) == 1 + town.settings.danger.repeats
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM alarms WHERE unanswered_at IS NOT NULL")
    assert row is not None
    assert row["n"] == 1
    await place.office.presses("我正赶去")
    assert "赵主任正赶来" in _said(place.resident)


async def test_the_whole_chain_at_once_for_fire(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.resident, "着火了！！！")
    for alarmed in (place.leader, place.member, place.office):
        assert "紧急：火情" in alarmed.last


async def test_before_consent_and_the_building_by_buttons(town: Town) -> None:
    place = await settled(town)
    stranger = town.person("路人")
    await _shout(town, stranger, "有人昏倒在楼下")
    assert "请马上拨打 120" in stranger.last
    assert "还不知道是哪里" in stranger.last
    assert "紧急：突发伤病" in place.office.last
    assert "🆘" not in _said(place.member)
    await stranger.presses("告诉我在哪栋楼")
    await stranger.presses("3号楼")
    assert "幸福苑3号楼" in _said(stranger)
    assert "紧急：突发伤病" in _said(place.member)
    await place.member.presses("我正赶去")
    assert "李网格正赶来" in _said(stranger)
    async with town.database.read() as tx:
        assert await tx.one("SELECT 1 AS yes FROM people WHERE telegram_id = :id", id=stranger.id) is None


async def test_the_place_in_the_words_goes_before_the_home(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.resident, "3-2-501 老人摔倒了起不来")
    assert "地点：幸福苑3号楼2单元501" in place.member.last


async def test_a_false_alarm_by_the_resident_tells_everybody(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.resident, "楼上漏水，水滴到电箱上")
    await place.resident.presses("误报，没事了")
    assert "没事就好" in _said(place.resident)
    for alarmed in (place.leader, place.member):
        assert "不用赶去了" in alarmed.last
    await town.wait(THREE_MINUTES * 3)
    assert "🆘" not in _said(place.office)


async def test_whoever_is_there_when_it_is_over_is_thanked(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.resident, "楼上漏水，水滴到电箱上")
    await place.member.presses("已到场")
    await place.resident.presses("误报，没事了")
    assert "警报已解除" in place.member.last
    assert "谢谢您赶到现场" in place.member.last
    assert "不用赶去了" not in _said(place.member)
    assert "不用赶去了" in place.leader.last


@pytest.mark.parametrize("over", [True, False])
async def test_whoever_was_there_may_be_in_danger_later(town: Town, *, over: bool) -> None:
    """What they were to write about the first alarm does not keep the second one back."""
    place = await settled(town)
    await _shout(town, place.resident, "楼上漏水，水滴到电箱上")
    await place.member.presses("已到场")
    if over:
        await place.resident.presses("误报，没事了")
    else:
        await town.wait(2 * 3_600_000)
    await _shout(town, place.member, "5号楼着火了")
    assert "请马上拨打 119" in _said(place.member)
    assert "紧急：火情" in _said(place.office)


async def test_a_false_alarm_by_staff_leaves_the_resident_a_way_on(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.resident, "家里有人晕倒了")
    await place.member.presses("误报")
    told = next(shown.text for shown in place.resident.sees() if "认为是误报" in shown.text)
    assert "如果不是，请马上拨打 120" in told


async def test_a_second_word_within_ten_minutes_is_no_second_alarm(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.resident, "家里有人晕倒了")
    await _shout(town, place.resident, "没有呼吸了，救命")
    alarms = [shown for shown in place.member.sees() if "🆘" in shown.text]
    assert len(alarms) == 1
    assert "没有呼吸了" in alarms[0].text


async def test_an_edit_that_speaks_of_danger_alarms(town: Town) -> None:
    place = await settled(town)
    said = await place.resident.says("楼道有味道")
    town.world.edit(place.resident.id, place.resident.id, said, "楼道有煤气味道，很大的煤气味")
    await town.settle(5_000)
    assert "紧急：燃气泄漏" in _said(place.member)


@pytest.mark.engines
async def test_what_was_done_becomes_part_of_the_request(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("家里有人晕倒了")
    await place.member.presses("已到场")
    await place.member.says("人已送医院，老人昏迷，家属陪同")
    assert "已记入 XF-1201-001" in _said(place.member)
    assert len([shown for shown in place.leader.sees() if "🆘" in shown.text]) == 1, "no alarm about the note"
    assert "已收到，编号 XF-1201-001" in _said(place.resident)
    async with town.database.read() as tx:
        row = await tx.one("SELECT urgency, state FROM requests")
    assert row is not None
    assert (row["urgency"], row["state"]) == ("urgent", "claimed")
    await place.member.presses("办结")
    assert "XF-1201-001 是怎样解决的" in _said(place.member)


@pytest.mark.parametrize(("language", "building"), [("zh-hans", "3号楼"), ("en", "Building 3")])
@pytest.mark.one_language("names both")
async def test_the_building_may_be_typed(town: Town, language: str, building: str) -> None:
    place = await settled(town)
    guest = town.person("Ann", language)
    await _shout(town, guest, "着火了！")
    assert building[-1] == "3" or building in guest.last
    await _shout(town, guest, building)
    assert "幸福苑3号楼" in _said(place.member)


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    guest = town.person("Ann", "en")
    await _shout(town, guest, "There is a fire in building 3")
    assert "Call 119 at once" in guest.last
    assert "紧急：火情" in place.member.last
    await place.member.presses("我正赶去")
    assert "李网格 is on the way" in guest.last
    await guest.presses("False alarm, all is well")
    assert "不用赶去了" in place.member.last


async def _shout(town: Town, person: Person, words: str) -> None:
    """Said, and what follows within seconds; not yet what comes three minutes later."""
    town.world.say(person.id, person.id, words)
    await town.settle(5_000)


async def test_in_a_group_by_mention_the_numbers_stand_there_too(town: Town) -> None:
    place = await settled(town)
    chat = town.group("3号楼邻里群", place.leader, place.resident)
    town.world.say(place.resident.id, chat, "@linli_bot 楼道里全是烟")
    await town.settle(5_000)
    assert any("请马上拨打 119" in text for text in town.texts(chat))
    assert "🆘" in _said(place.member)


async def test_a_line_typed_for_a_caller_alarms_for_that_door(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.member, "3-2-501 老人 摔倒了起不来 来电")
    assert "地点：幸福苑3号楼2单元501" in _said(place.leader)
    assert "请马上拨打 120" in _said(place.member)


async def test_the_daughter_far_away_dials_the_area_code(url: str) -> None:
    town = await Town(url, quick(danger=replace(SETTINGS.danger, area_codes={"XF": "028"}))).start()
    place = await settled(town)
    daughter = town.person("小张")
    await agree(daughter)
    async with town.database.write() as tx:
        person = await people.find_by_telegram(tx, daughter.id)
        assert person is not None
        row = await tx.one("SELECT elder_id FROM contacts")
        assert row is not None
        await families.add_contact(tx, row["elder_id"], person.id, "女儿", 2)
    await _shout(town, daughter, "我妈一个人在家，电话一直没人接")
    assert "您在外地的话，请拨 028-120" in _said(daughter)
    assert "地点：幸福苑3号楼2单元501" in _said(place.member)
    await _shout(town, place.resident, "家里有人晕倒了")
    assert "您在外地的话" not in _said(place.resident)
    await town.stop()


async def test_the_daughter_far_away_is_told_of_the_area_code_that_nobody_configured(town: Town) -> None:
    place = await settled(town)
    daughter = town.person("小张")
    await agree(daughter)
    town.world.send_contact(daughter.id, daughter.id, "19900000021", of=daughter.id)
    await town.settle()
    await _shout(town, daughter, "我妈一个人在家，电话一直没人接")
    assert "请在 120 前加拨老人那边的区号" in _said(daughter)
    await _shout(town, place.resident, "家里有人晕倒了")
    assert "区号" not in _said(place.resident)


async def test_at_night_and_on_leave_all_the_same(town: Town) -> None:
    place = await settled(town)
    async with town.database.write() as tx:
        person = await people.find_by_telegram(tx, place.member.id)
        assert person is not None
        await duty.save_leave(tx, person.id, None, None, town.clock.now())
    await town.wait(17 * 3_600_000)
    await _shout(town, place.resident, "家里有人晕倒了")
    assert "🆘" in _said(place.member)
    assert "🆘" in _said(place.leader)


async def test_a_late_alarm_says_how_late_it_is(town: Town) -> None:
    place = await settled(town)
    town.world.say(place.resident.id, place.resident.id, "家里有人晕倒了")
    town.clock.step(30 * 60_000)
    await town.settle(5_000)
    assert "迟到 30 分钟" in place.member.last
    assert "我们刚刚才收到" in _said(place.resident)


async def test_the_climb_survives_a_crash(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.resident, "家里有人晕倒了")
    await town.crash()
    town.clock.step(10 * 60_000)
    await town.start()
    await town.settle(5_000)
    assert "🆘" in _said(place.office)
    assert "迟到 10 分钟" in _said(place.office)


async def test_it_goes_out_even_where_the_rest_fails(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError

    place = await settled(town)
    monkeypatch.setattr(gathering, "gather", broken)
    await _shout(town, place.resident, "家里有人晕倒了")
    assert "请马上拨打 120" in _said(place.resident)
    assert len([shown for shown in place.member.sees() if "🆘" in shown.text]) == 1


async def test_a_danger_that_is_looked_for_last_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(works, "FIRST", [])
    with pytest.raises(AssertionError):
        await test_the_numbers_come_at_once_and_the_grid_is_alarmed(town)


async def test_the_report_is_marked_urgent(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("老人摔倒了起不来")
    await town.wait(10 * 60_000)
    assert "紧急程度：较急" in place.resident.last


async def test_nobody_else_may_answer_or_end_an_alarm(town: Town) -> None:
    place = await settled(town)
    await _shout(town, place.resident, "家里有人晕倒了")
    stranger = town.person("路人")
    for act in ("alarm_coming", "alarm_there", "alarm_false", "alarm_over", "alarm_building"):
        town.world.press_raw(stranger.id, stranger.id, 1, pack(act, 1, 1))
    await town.settle(5_000)
    async with town.database.read() as tx:
        row = await tx.one("SELECT state FROM alarms")
    assert row is not None
    assert row["state"] == "open"


async def test_danger_is_not_given_up_where_nobody_knows_whether_it_arrived(town: Town) -> None:
    """An ordinary word is parked after three doubts; an alarm goes on."""
    place = await settled(town)
    town.world.fault("drop_before", "sendMessage", chat_id=place.member.id, times=6)
    await _shout(town, place.resident, "家里有人晕倒了")
    await town.wait(120_000)
    assert "🆘" in _said(place.member)


async def test_the_command_help_is_no_call_for_help(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("/help")
    await place.member.says("/help@linli_bot", place.grid_chat)
    assert "110" in place.resident.last
    assert "🆘" not in _said(place.member)
    await _shout(town, place.resident, "/help 家里着火了")
    assert "🆘" in _said(place.member)


async def test_whoever_typed_it_for_a_caller_is_not_the_resident_of_that_door(town: Town) -> None:
    place = await settled(town)
    await place.member.says("3-2-501 老人 屋里着火了 来电")
    await place.member.presses("不提交了")
    await place.leader.presses("已到场")
    await place.leader.says("火已扑灭，没有人受伤")
    assert "幸福苑3号楼2单元501" in place.leader.last
    assert "居民：李网格" not in place.leader.last
    async with town.database.read() as tx:
        request = await tx.one("SELECT subject_id FROM requests")
    assert request is not None
    assert request["subject_id"] is None


@pytest.mark.engines
async def test_what_was_typed_for_a_caller_is_not_to_be_submitted_once_more(town: Town) -> None:
    place = await settled(town)
    await place.member.says("3-2-501 老人 屋里着火了 来电")
    await place.leader.presses("已到场")
    await place.leader.says("火已扑灭，没有人受伤")
    shown = [one for one in place.member.sees() if any(b.text == "确认提交" for row in one.buttons for b in row)]
    assert shown == []
    assert any("XF-1201-001" in one.text for one in place.member.sees())
    async with town.database.read() as tx:
        rows = await tx.all("SELECT source, urgency, filer_id FROM requests")
    assert [(row["source"], row["urgency"]) for row in rows] == [("call", "urgent")]


@pytest.mark.engines
async def test_what_was_submitted_for_a_caller_before_the_end_is_the_request(town: Town) -> None:
    place = await settled(town)
    await place.member.says("3-2-501 老人 屋里着火了 来电")
    await place.member.presses("确认提交")
    await place.leader.presses("已到场")
    await place.leader.says("火已扑灭，没有人受伤")
    async with town.database.read() as tx:
        rows = await tx.all("SELECT source FROM requests")
    assert [row["source"] for row in rows] == ["call"]
