"""Before filing: gathered, shown, corrected, split, followed instead, dropped and had back; it survives everything."""

import pytest

from bot.actions import similarity
from bot.buttons import pack
from tests.community import Neighbourhood, agree, settled
from tests.town import Person, Town

PICTURE = b"\xff\xd8\xff\xe0 a picture"
HOUR = 3_600_000
MINUTE = 60_000


async def test_several_messages_are_one_report(town: Town) -> None:
    place = await settled(town)
    for words in ("楼道灯坏了", "坏了三天了", "麻烦派人来看看"):
        town.world.say(place.resident.id, place.resident.id, words)
        await town.wait(3_000)
    await town.settle()
    assert "楼道灯坏了\n坏了三天了\n麻烦派人来看看" in place.resident.last
    assert len(_summaries(place.resident)) == 1


async def test_whoever_goes_on_writing_sees_the_summary_after_thirty_seconds(town: Town) -> None:
    place = await settled(town)
    for n in range(7):
        town.world.say(place.resident.id, place.resident.id, f"灯坏了，第{n}句")
        await town.wait(5_000)
    assert "第5句" in _summaries(place.resident)[0]


async def test_a_second_burst_is_gathered_like_the_first(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await town.wait(5 * MINUTE)
    for words in ("补充一下", "是二楼的灯"):
        town.world.say(place.resident.id, place.resident.id, words)
        await town.wait(3_000)
    await town.settle()
    assert len([text for text in _summaries(place.resident) if "补充一下" in text]) == 1
    assert "是二楼的灯" in place.resident.last


async def test_the_summary_has_three_buttons(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    assert _buttons(place.resident) == ["确认提交", "修改", "不提交了"]


async def test_the_keyboard_asks_one_plain_question(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("我要反映")
    assert place.resident.last == "请直接打字告诉我：什么事、在哪里。发完我会整理好请您确认。"


async def test_category_and_kind_are_corrected_on_the_same_message(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    before = len(place.resident.sees())
    await place.resident.presses("修改")
    await place.resident.presses("类别：用电照明")
    await place.resident.presses("物业服务")
    assert "类别：物业服务" in place.resident.last
    await place.resident.presses("修改")
    await place.resident.presses("类型：反映")
    await place.resident.presses("咨询")
    assert "类型：咨询" in place.resident.last
    assert len(place.resident.sees()) == before
    await place.resident.presses("确认提交")
    request = await _request(town)
    assert (request["category"], request["kind"]) == ("property", "enquiry")


async def test_another_building_of_the_compound(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("修改")
    await place.resident.presses("改地址")
    await place.resident.presses("本小区别的楼")
    await place.resident.presses("5号楼")
    assert "地址：幸福苑5号楼" in place.resident.last
    await place.resident.presses("确认提交")
    assert "地点：幸福苑5号楼" in town.texts(place.office_chat)[-1], "nobody answers for the second grid"


@pytest.mark.engines
async def test_a_place_in_words_is_kept_as_it_was_said(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("垃圾没人清")
    await place.resident.presses("修改")
    await place.resident.presses("改地址")
    await place.resident.presses("别的地方，我来打字")
    await place.resident.says("小区南门")
    assert "地址：小区南门" in place.resident.last
    await place.resident.presses("确认提交")
    assert "地点：小区南门" in town.texts(place.grid_chat)[-1]


async def test_urgency_contact_and_anonymity(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼上装修太吵")
    await place.resident.presses("修改")
    await place.resident.presses("紧急程度：一般")
    await place.resident.presses("匿名：否")
    assert "仅在此联系" in _buttons(place.resident)
    await place.resident.presses("返回")
    assert "匿名：工作人员只看得到楼号" in place.resident.last
    assert "502" not in place.resident.last
    await place.resident.presses("确认提交")
    request = await _request(town)
    assert (request["urgency"], request["contact"], request["anonymous"]) == ("urgent", "relay", 1)


async def test_a_daughter_far_away_writes_for_her_mother(town: Town) -> None:
    place = await settled(town)
    daughter = await _daughter(town)
    await daughter.says("我妈家水管漏水")
    assert "替谁反映：张奶奶" in daughter.last
    assert "地址：幸福苑3号楼2单元501" in daughter.last
    await daughter.presses("确认提交")
    await daughter.says("我的诉求")
    assert "XF-1201-001" in _buttons(daughter)[0]
    await place.member.presses("认领", place.grid_chat)
    assert "张奶奶" in _all(place.member)


async def test_two_messages_are_split(town: Town) -> None:
    place = await settled(town)
    town.world.say(place.resident.id, place.resident.id, "楼道灯坏了")
    town.world.say(place.resident.id, place.resident.id, "电梯有异响")
    await town.settle()
    await place.resident.presses("修改")
    await place.resident.presses("拆成两件")
    await place.resident.presses("从这条起：电梯有异响")
    one, other = _summaries(place.resident)
    assert "楼道灯坏了" in one
    assert "电梯有异响" not in one
    assert "类别：电梯" in other
    await place.resident.presses("确认提交")
    await _press_first(town, place.resident, "确认提交")
    assert await _count(town, "requests") == 2
    assert {"XF-1201-001 电梯", "XF-1201-002 用电照明"} == {
        text.split("\n")[0] for text in town.texts(place.grid_chat) if text.startswith("XF-")}


@pytest.mark.engines
async def test_numbered_items_are_split(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("有两件事：1、楼道灯坏了 2、水管漏水")
    await place.resident.presses("修改")
    await place.resident.presses("拆成两件")
    await place.resident.presses("按序号拆成 2 件")
    one, other = _summaries(place.resident)
    assert "楼道灯坏了" in one
    assert "水管漏水" in other
    assert "请回复这一条" in other


async def test_a_reply_joins_the_piece_that_it_answers(town: Town) -> None:
    place = await settled(town)
    await _split_by_number(place)
    other = town.with_button(place.resident.id, "确认提交").message_id
    town.world.say(place.resident.id, place.resident.id, "在厨房", reply_to=other)
    await town.settle()
    assert "水管漏水\n在厨房" in place.resident.last
    await place.resident.says("另外，垃圾没人清")
    assert "水管漏水" not in place.resident.last


async def test_a_message_that_was_split_by_number_says_so_when_it_is_edited(town: Town) -> None:
    place = await settled(town)
    said = await _split_by_number(place)
    town.world.edit(place.resident.id, place.resident.id, said, "1、路灯坏了 2、水管漏水")
    await town.settle()
    assert "请直接回复那一件" in place.resident.last


@pytest.mark.engines
async def test_a_similar_request_nearby_is_followed_instead(town: Town) -> None:
    place = await settled(town)
    neighbour = await _neighbour(town)
    await _file(place.resident, "楼道灯坏了三天，一直不亮")
    await neighbour.says("2单元楼道灯不亮了")
    assert "附近有人反映过类似的事：用电照明，幸福苑3号楼" in neighbour.last
    assert "三天" not in neighbour.last
    assert "502" not in neighbour.last
    await neighbour.presses("跟进")
    assert "不另外提交" in _all(neighbour)
    assert await _count(town, "requests") == 1
    assert "另有 1 户反映" in town.texts(place.grid_chat)[-1]
    await place.member.presses("认领", place.grid_chat)
    await neighbour.says("我的诉求")
    assert any("跟进" in label for label in _buttons(neighbour))
    await neighbour.presses(_buttons(neighbour)[0])
    assert "李网格办理中" in neighbour.last
    assert "三天" not in neighbour.last
    assert "502" not in neighbour.last


async def test_it_is_not_the_same(town: Town) -> None:
    place = await settled(town)
    neighbour = await _neighbour(town)
    await _file(place.resident, "楼道灯坏了三天，一直不亮")
    await neighbour.says("楼道灯不亮了，楼道灯一直坏")
    await neighbour.presses("不是同一件")
    assert _buttons(neighbour) == ["确认提交", "修改", "不提交了"]
    await neighbour.presses("确认提交")
    assert await _count(town, "requests") == 2


async def test_what_could_not_be_offered_cannot_be_followed(town: Town) -> None:
    place = await settled(town)
    neighbour = await _neighbour(town)
    await _file(place.resident, "我要投诉楼道灯坏了，网格员态度差")
    await neighbour.says("楼道灯坏了")
    summary = town.with_button(neighbour.id, "确认提交").message_id
    town.world.press_raw(neighbour.id, neighbour.id, summary, pack("follow", 2, 1))
    await town.settle()
    assert await _count(town, "follows") == 0


async def test_a_following_without_a_look_at_what_was_offered_is_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def everything(*_: object) -> dict[int, str]:
        return {1: ""}

    monkeypatch.setattr(similarity, "_near", everything)
    with pytest.raises(AssertionError):
        await test_what_could_not_be_offered_cannot_be_followed(town)


async def test_it_can_be_had_back_for_a_minute(town: Town) -> None:
    place = await settled(town)
    await _discarded(town, place)
    town.world.press(place.resident.id, place.resident.id, _newest(place.resident), "恢复")
    await town.settle(10_000)
    assert "楼道灯坏了" in place.resident.last
    await place.resident.presses("确认提交")
    assert await _count(town, "requests") == 1


async def test_after_a_minute_there_is_nothing_to_restore(town: Town) -> None:
    place = await settled(town)
    await _discarded(town, place)
    await town.wait(2 * MINUTE)
    with pytest.raises(LookupError):
        town.with_button(place.resident.id, "恢复")


async def test_a_forgotten_draft_is_asked_about_once_and_then_dropped(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await town.wait(25 * HOUR)
    assert "这件事还要提交吗" in place.resident.last
    assert _buttons(place.resident) == ["确认提交", "修改", "不提交了"]
    await town.wait(24 * HOUR)
    assert len([text for text in _texts(place.resident) if "还要提交吗" in text]) == 1
    await town.wait(24 * HOUR)
    assert "我先不保留了" in place.resident.last
    await place.resident.presses("确认提交")
    assert "没有提交" in place.resident.toast
    assert await _count(town, "requests") == 0


async def test_nobody_is_asked_in_the_evening(town: Town) -> None:
    place = await settled(town)
    await town.wait(13 * HOUR)  # 23:00
    await place.resident.says("楼道灯坏了")
    await town.wait(25 * HOUR)
    assert "还要提交吗" not in _all(place.resident)
    await town.wait(8 * HOUR)
    assert "还要提交吗" in place.resident.last


async def test_what_was_forgotten_can_still_be_submitted(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await town.wait(25 * HOUR)
    await place.resident.presses("确认提交")
    assert "已收到，编号" in place.resident.last
    await town.wait(72 * HOUR)
    assert "收起来" not in _all(place.resident)


async def test_a_draft_survives_a_crash_at_any_time(town: Town) -> None:
    place = await settled(town)
    town.world.say(place.resident.id, place.resident.id, "楼道灯坏了")
    await town.settle(0)
    await town.crash()
    await town.start()
    await town.settle()
    assert "楼道灯坏了" in place.resident.last
    await place.resident.presses("修改")
    await town.crash()
    await town.start()
    await place.resident.presses("返回")
    await place.resident.presses("确认提交")
    assert "已收到，编号 XF-1201-001" in place.resident.last


async def test_the_summary_becomes_the_receipt(town: Town) -> None:
    """One message where one is enough: nothing is said about a next one, and no second is to be waited for."""
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    summary, before = place.resident.sees()[-1], len(town.world.calls)
    await place.resident.presses("确认提交")
    assert place.resident.sees()[-1].message_id == summary.message_id
    assert "已收到，编号 XF-1201-001" in place.resident.last
    later = list(town.world.calls)[before:]
    to_resident = [call.method for call in later if call.params.get("chat_id") == place.resident.id]
    assert to_resident == ["editMessageText"]
    await place.resident.presses("查看进度")
    assert "XF-1201-001" in place.resident.last
    assert {"补充", "撤回"} <= set(_buttons(place.resident))


async def test_a_summary_that_was_deleted_meanwhile_leaves_nobody_without_a_number(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    summary = place.resident.sees()[-1]
    town.world.delete(place.resident.id, place.resident.id, summary.message_id)
    town.world.press_raw(place.resident.id, place.resident.id, summary.message_id, str(summary.buttons[0][0].data))
    await town.settle()
    assert [text for text in _texts(place.resident) if "编号 XF-1201-001" in text] == [place.resident.last]


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "timeout_after", "reset_mid_body"])
async def test_whatever_happens_to_the_receipt_its_number_is_told_once(town: Town, fault: str) -> None:
    """An edit that is made twice looks as if it had been made once: no repeat has to be marked."""
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    town.world.fault(fault, "editMessageText", chat_id=place.resident.id, times=2)
    await place.resident.presses("确认提交")
    await town.wait(MINUTE)
    told = [text for text in _texts(place.resident) if "编号 XF-1201-001" in text]
    assert len(told) == 1
    assert "重发" not in told[0]


async def test_a_reply_adds_to_the_request_and_says_so(town: Town) -> None:
    place = await settled(town)
    await _file(place.resident, "楼道灯坏了")
    filed = next(shown for shown in reversed(place.resident.sees()) if "已收到，编号" in shown.text)
    town.world.say(place.resident.id, place.resident.id, "是二楼", reply_to=filed.message_id)
    await town.settle()
    assert "已补充到 XF-1201-001" in place.resident.last
    await place.member.presses("认领", place.grid_chat)
    assert "是二楼" in _all(place.member)


async def test_plain_words_never_join_an_old_request(town: Town) -> None:
    place = await settled(town)
    await _file(place.resident, "楼道灯坏了")
    await place.resident.says("电梯也有异响")
    assert "请您核对" in place.resident.last


async def test_a_reply_to_what_is_over_becomes_something_new(town: Town) -> None:
    place = await settled(town)
    await _file(place.resident, "楼道灯坏了")
    filed = next(shown for shown in reversed(place.resident.sees()) if "已收到，编号" in shown.text)
    await place.resident.says("我的诉求")
    await place.resident.presses(_buttons(place.resident)[0])
    await place.resident.presses("撤回")
    town.world.say(place.resident.id, place.resident.id, "又坏了", reply_to=filed.message_id)
    await town.settle()
    assert "我当作新的一件来整理" in _all(place.resident)
    assert "请您核对" in place.resident.last


async def test_a_reply_to_a_suggestion_says_that_it_was_heard(town: Town) -> None:
    place = await settled(town)
    await _file(place.resident, "建议在小区门口加一个快递柜")
    filed = place.resident.sees()[-1]
    town.world.say(place.resident.id, place.resident.id, "最好有遮雨的", reply_to=filed.message_id)
    await town.settle()
    assert "XF-1201-001 已收进下次居民恳谈会的议题，这条我当作新的一件来整理" in _all(place.resident)
    assert "最好有遮雨的" in place.resident.last


async def test_a_picture_is_added_with_a_button_and_goes_to_the_holder(town: Town) -> None:
    place = await settled(town)
    await _file(place.resident, "楼道灯坏了")
    await place.member.presses("认领", place.grid_chat)
    await place.resident.says("我的诉求")
    await place.resident.presses(_buttons(place.resident)[0])
    await place.resident.presses("补充")
    await place.resident.sends("photo", PICTURE, "就是这盏")
    assert "已补充到 XF-1201-001" in _all(place.resident)
    await town.wait(HOUR)
    photos = [call.params["chat_id"] for call in town.world.calls if call.method == "sendPhoto"]
    assert photos == [place.member.id]


@pytest.mark.engines
async def test_who_asks_when_somebody_comes_is_led_to_the_request(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("厨房水管漏水")
    await place.resident.presses("确认提交")
    assert "工作时间4小时内与您联系" in place.resident.last, "what is promised is said at once"
    await place.resident.says("什么时候来修啊")
    assert "如果是问已经反映的那一件" in place.resident.last
    await place.resident.presses("XF-1201-001 用水排水 · 待认领")
    assert "厨房水管漏水" in place.resident.last


async def test_a_suggestion_is_not_called_something_else(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("建议在小区门口加一个快递柜")
    await place.resident.presses("确认提交")
    await place.resident.says("/my")
    assert "XF-1201-001 建议 · 已结案" in str(place.resident.sees()[-1].buttons)


async def test_my_requests_have_pages(town: Town) -> None:
    place = await settled(town)
    for _ in range(9):
        await _file(place.resident, "楼道灯坏了")
    await place.resident.says("我的诉求")
    assert len(_buttons(place.resident)) == 9
    before = len(place.resident.sees())
    await place.resident.presses("下一页")
    assert [label[:11] for label in _buttons(place.resident)] == ["XF-1201-001", "上一页"]
    await place.resident.presses("上一页")
    assert _buttons(place.resident)[0].startswith("XF-1201-009")
    assert len(place.resident.sees()) == before


async def test_a_list_that_is_gone_is_not_turned_for_ever(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("我的诉求")
    gone = _newest(place.resident)
    town.world.press_raw(place.resident.id, place.resident.id, gone + 10_000, pack("my_list", 1))
    await town.settle()
    assert len([call for call in town.world.calls if call.method == "editMessageText" and call.status == 400]) == 1


async def test_ones_own_page_changes_with_the_request(town: Town) -> None:
    place = await settled(town)
    await _file(place.resident, "楼道灯坏了")
    await place.resident.says("我的诉求")
    await place.resident.presses(_buttons(place.resident)[0])
    page = place.resident.sees()[-1].message_id
    await place.member.presses("认领", place.grid_chat)
    await town.settle()
    assert "起由李网格负责" in next(one.text for one in place.resident.sees() if one.message_id == page)


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("3-2-501")
    await _file(place.resident, "The lamp in the hallway is broken")
    await guest.says("The hallway lamp is broken again")
    assert "A neighbour has reported something similar" in guest.last
    await guest.presses("Not the same")
    await guest.presses("Change")
    await guest.presses("Urgency: normal")
    await guest.presses("Back")
    assert "Urgency: fairly urgent" in guest.last
    await guest.presses("Do not submit")
    assert "nothing was submitted" in guest.last


async def _split_by_number(place: Neighbourhood) -> int:
    said = await place.resident.says("1、楼道灯坏了 2、水管漏水")
    for label in ("修改", "拆成两件", "按序号拆成 2 件"):
        await place.resident.presses(label)
    return said


async def _discarded(town: Town, place: Neighbourhood) -> None:
    await place.resident.says("楼道灯坏了")
    town.world.press(place.resident.id, place.resident.id, _newest(place.resident), "不提交了")
    await town.settle(10_000)


async def _neighbour(town: Town) -> Person:
    neighbour = town.person("吴")
    await agree(neighbour)
    await neighbour.says("3-2-501")
    return neighbour


async def _daughter(town: Town) -> Person:
    daughter = town.person("小张")
    await agree(daughter)
    await daughter.sends("contact", "19900000021")
    return daughter


async def _file(person: Person, words: str) -> None:
    await person.says(words)
    await person.presses("确认提交")


async def _press_first(town: Town, person: Person, label: str) -> None:
    shown = next(one for one in person.sees() if any(b.text == label for row in one.buttons for b in row))
    town.world.press(person.id, person.id, shown.message_id, label)
    await town.settle()


async def _request(town: Town) -> dict[str, object]:
    async with town.database.read() as tx:
        row = await tx.one("SELECT category, kind, urgency, contact, anonymous FROM requests ORDER BY id DESC")
    assert row is not None
    return {name: row[name] for name in ("category", "kind", "urgency", "contact", "anonymous")}


async def _count(town: Town, table: str) -> int:
    async with town.database.read() as tx:
        row = await tx.one(f"SELECT COUNT(*) AS n FROM {table}")  # noqa: S608 - a table of ours
    assert row is not None
    return int(row["n"])


def _newest(person: Person) -> int:
    return next(shown.message_id for shown in reversed(person.sees()) if shown.sender == "bot")


def _texts(person: Person) -> list[str]:
    return [shown.text for shown in person.sees() if shown.sender == "bot"]


def _all(person: Person) -> str:
    return "\n".join(_texts(person))


def _summaries(person: Person) -> list[str]:
    return [text for text in _texts(person) if "请您核对" in text]


def _buttons(person: Person) -> list[str]:
    shown = next(one for one in reversed(person.sees()) if one.buttons)
    return [button.text for row in shown.buttons for button in row]


async def test_whoever_goes_on_after_the_question_has_the_whole_time_again(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await town.wait(71 * HOUR)
    assert "还要提交吗" in place.resident.last
    await place.resident.says("四楼的也坏了")
    await town.wait(3 * HOUR)
    await place.resident.presses("确认提交")
    assert await _count(town, "requests") == 1


async def test_a_building_that_is_typed_says_who_answers(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("路灯坏了")
    await place.resident.picks("修改", "改地址", "别的地方，我来打字")
    await place.resident.says("5号楼")
    await place.resident.presses("确认提交")
    async with town.database.read() as tx:
        row = await tx.one("SELECT b.name FROM requests r JOIN buildings b ON b.id = r.building_id")
    assert row is not None
    assert row["name"] == "5"


async def test_a_place_that_is_pressed_leaves_other_words_asked_for(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await place.member.says("3-2-501 老人 水管漏了 来电")
    await place.member.presses("修改")
    await place.member.presses("办结", place.grid_chat)
    async with town.database.read() as tx:
        [draft] = await tx.all("SELECT id FROM drafts WHERE state = 'open'")
    await place.member.forges("set_building", draft["id"], 2)
    await place.member.says("换了灯泡")
    async with town.database.read() as tx:
        request = await tx.one("SELECT state FROM requests WHERE id = 1")
    assert request is not None
    assert request["state"] == "resolved"
