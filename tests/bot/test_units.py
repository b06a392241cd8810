"""Handling units and the street: the owner stays accountable, a unit sees a door only where it asks, and answers."""

import pytest

from bot.actions import unit_answers
from tests.community import Neighbourhood, settled
from tests.handling import add_unit, claimed, request_row
from tests.town import Person, Town

DAY = 86_400_000
MERGED = 600_000  # within which what is not urgent becomes one message


async def test_handed_to_a_unit_that_has_finished(town: Town) -> None:
    place, plumber = await _with_plumber(town)
    await _hand_over(place)
    assert "请城投物业办理：XF-1201-001" in plumber.last
    assert "502" not in plumber.last
    row = await request_row(town)
    assert row["state"] == "external"
    assert row["holder_id"] is not None, "the owner stays"
    assert "已交给城投物业办理" in place.resident.last
    await plumber.presses("已接")
    assert "城投物业已接" in place.member.last
    await plumber.presses("已办完")
    assert (await request_row(town))["state"] == "claimed"
    await town.wait(MERGED)
    assert "请核实后办结" in "".join(shown.text for shown in place.member.sees())
    await plumber.says("换了整条线")
    await town.wait(MERGED)
    assert "换了整条线" in "".join(shown.text for shown in place.member.sees())


async def test_no_answer_in_private_points_to_the_private_chat(town: Town) -> None:
    place, plumber = await _with_plumber(town)
    await _hand_over(place)
    for person, label in ((plumber, "需要更多信息"), (plumber, "看地址和电话"), (place.member, "填对方工单号"),
                          (place.member, "回复承办单位")):
        if label == "回复承办单位":
            await plumber.says("要先停水")
            await town.wait(MERGED)
        await person.presses(label)
        assert "私聊" not in person.toast


async def test_a_unit_reads_what_it_has_to_do_and_opens_it(town: Town) -> None:
    place, plumber = await _with_plumber(town)
    await plumber.says("/mine")
    assert "现在没有待办" in plumber.last
    await _hand_over(place)
    for asked in ("/mine", "/tasks"):
        await plumber.says(asked)
        assert "贵单位手上 1 件" in plumber.last
        assert "幸福苑3号楼，等您回话" in plumber.last
        assert "502" not in plumber.last
    await plumber.presses("XF-1201-001 用电照明")
    assert "请城投物业办理：XF-1201-001" in plumber.last
    await plumber.presses("已接")
    await plumber.says("/mine")
    assert "已接，在办" in plumber.last


async def test_what_another_unit_has_is_not_opened(town: Town) -> None:
    place, _ = await _with_plumber(town)
    await _hand_over(place)
    await place.resident.forges("unit_page", 1, 0)
    assert "不是交给贵单位的" in place.resident.toast


async def test_a_unit_page_for_everybody_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def anybody(*_: object) -> bool:
        return True

    monkeypatch.setattr(unit_answers, "_answers_for", anybody)
    with pytest.raises(AssertionError):
        await test_what_another_unit_has_is_not_opened(town)


async def test_not_ours_brings_it_back(town: Town) -> None:
    place, plumber = await _with_plumber(town)
    await _hand_over(place)
    await plumber.presses("不归我们")
    assert (await request_row(town))["state"] == "claimed"
    await town.wait(MERGED)
    assert "不归他们" in "".join(shown.text for shown in place.member.sees())
    assert "已退回社区" in "".join(shown.text for shown in plumber.sees())


async def test_more_information_passes_both_ways(town: Town) -> None:
    place, plumber = await _with_plumber(town)
    await _hand_over(place)
    await plumber.presses("需要更多信息")
    await plumber.says("是声控灯还是普通灯？")
    assert "是声控灯还是普通灯？" in "".join(shown.text for shown in place.member.sees())
    await place.member.presses("回复承办单位")
    await place.member.says("声控的")
    assert "声控的" in "".join(shown.text for shown in plumber.sees())


async def test_plain_words_of_a_unit_reach_the_owner(town: Town) -> None:
    place, plumber = await _with_plumber(town)
    await _hand_over(place)
    await plumber.says("师傅明天上午来")
    assert "师傅明天上午来" in "".join(shown.text for shown in place.member.sees())
    assert "已转给社区" in plumber.last


async def test_door_and_phone_only_when_asked_for_and_recorded(town: Town) -> None:
    place, plumber = await _with_plumber(town)
    await _hand_over(place)
    before = await _readings(town)
    await plumber.presses("看地址和电话")
    assert "幸福苑3号楼2单元502" in plumber.last
    assert await _readings(town) == before + 1


async def test_a_stranger_answers_for_no_unit(town: Town) -> None:
    place, _ = await _with_plumber(town)
    await _hand_over(place)
    for act in ("unit_taken", "unit_done", "unit_refused", "unit_contact", "unit_more"):
        await place.resident.forges(act, 1, 3)
        assert "不是交给贵单位的" in place.resident.toast
    assert (await request_row(town))["state"] == "external"


async def test_a_gate_that_takes_everybody_for_the_unit_is_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def yes(*_: object) -> bool:
        return True

    monkeypatch.setattr(unit_answers, "_answers_for", yes)
    with pytest.raises(AssertionError):
        await test_a_stranger_answers_for_no_unit(town)


async def test_an_old_button_of_a_unit_changes_nothing(town: Town) -> None:
    place, plumber = await _with_plumber(town)
    await _hand_over(place)
    await plumber.presses("已办完")
    for act in ("unit_taken", "unit_done", "unit_refused"):
        await plumber.forges(act, 1, 3)
        assert "不在贵单位" in plumber.toast
    assert (await request_row(town))["state"] == "claimed"


async def test_a_shared_chat_of_the_unit_reads_the_building_only(town: Town) -> None:
    place = await settled(town)
    await add_unit(town, "城投物业", "power", "周师傅", "19900000077")
    worker = town.person("周师傅")
    await worker.agrees()
    chat = town.group("城投物业", worker, place.leader)
    await place.leader.says("/bind 城投物业", chat)
    assert "本群已对应城投物业" in town.texts(chat)[-1]
    await claimed(place)
    await _hand_over(place, hand=False)
    assert "请城投物业办理" in town.texts(chat)[-1]
    assert "502" not in town.texts(chat)[-1]
    await worker.presses("看地址和电话", chat)
    assert "502" in worker.last
    await worker.presses("已办完", chat)
    assert (await request_row(town))["state"] == "claimed"
    assert "已报办完" in town.texts(chat)[-1]


async def test_a_worker_of_the_shared_chat_answers_in_words(town: Town) -> None:
    """Nobody knows their number: the chat is what lets them in."""
    place, worker, chat = await _with_chat(town)
    await worker.presses("需要更多信息", chat)
    await worker.says("是几楼的灯？")
    assert "已转给社区" in worker.last
    await town.wait(MERGED)
    assert "是几楼的灯？" in _told(place.member)
    await place.member.presses("回复承办单位")
    await place.member.says("二楼")
    assert "社区答复：二楼" in town.texts(chat)[-1]
    await worker.presses("看地址和电话", chat)
    await worker.says("明天上午去")
    await town.wait(MERGED)
    assert "明天上午去" in _told(place.member)


async def test_a_reply_to_the_card_in_the_shared_chat_reaches_the_owner(town: Town) -> None:
    place, worker, chat = await _with_chat(town)
    assert "有话要说，请回复这条消息" in town.texts(chat)[-1]
    card = town.with_button(chat, "已接").message_id
    town.world.say(worker.id, chat, "今天下午到", reply_to=card)
    await town.settle()
    assert "已转给社区" in town.texts(chat)[-1]
    await town.wait(MERGED)
    assert "今天下午到" in _told(place.member)
    said = len(town.texts(chat))
    await worker.says("随便聊聊", chat)
    assert len(town.texts(chat)) == said + 1, "what is no reply is not ours to read"


async def test_words_after_a_unit_has_lost_it_are_still_theirs(town: Town) -> None:
    place, plumber = await _with_plumber(town)
    await add_unit(town, "光明电力", "power", "", "95598")
    await _hand_over(place)
    await plumber.presses("不归我们")
    await place.member.picks("更多…", "交承办单位", "光明电力")
    await plumber.says("找电力公司")
    await town.wait(MERGED)
    assert "城投物业关于 XF-1201-001" in _told(place.member)


async def test_a_unit_is_not_asked_where_it_lives(town: Town) -> None:
    _, plumber = await _with_plumber(town)
    await plumber.says("/start")
    assert "欢迎回来" in plumber.last


async def test_only_leaders_bind_a_units_chat(town: Town) -> None:
    place = await settled(town)
    await add_unit(town, "城投物业", "power", "周师傅", "19900000077")
    chat = town.group("城投物业", place.member)
    await place.member.says("/bind 城投物业", chat)
    assert "本群已对应" not in "".join(town.texts(chat))


async def test_a_unit_without_telegram_is_telephoned(town: Town) -> None:
    place = await settled(town)
    await add_unit(town, "城投物业", "power", "周师傅", "19900000077")
    await claimed(place)
    await _hand_over(place, hand=False)
    told = "".join(shown.text for shown in place.member.sees())
    assert "回复承办单位" not in _labels(town, place.member)
    assert "还没有使用本机器人" in told
    assert "周师傅 19900000077" in told
    assert "【XF-1201-001】用电照明，幸福苑3号楼2单元502" in told


async def test_the_owner_is_asked_for_news_on_a_date_of_their_own(town: Town) -> None:
    place, _ = await _with_plumber(town)
    await _hand_over(place)
    await place.member.presses("改提醒日期")
    await place.member.presses("一周")
    await town.wait(4 * DAY)
    assert "办得怎样了" not in "".join(shown.text for shown in place.member.sees())
    await town.wait(4 * DAY)
    assert "办得怎样了" in "".join(shown.text for shown in place.member.sees())


async def test_the_units_own_number_is_kept(town: Town) -> None:
    place, _ = await _with_plumber(town)
    await _hand_over(place)
    await place.member.presses("填对方工单号")
    await place.member.says("WY-2026-118")
    assert (await request_row(town))["unit_number"] == "WY-2026-118"
    await place.member.says("/mine")
    await place.member.presses("XF-1201-001 用电照明")
    assert "对方工单号：WY-2026-118" in place.member.last


async def test_beyond_the_community_the_text_is_passed_on(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.picks("更多…", "上报街道")
    row = await request_row(town)
    assert (row["state"], row["handling_unit_id"]) == ("external", None)
    told = "".join(shown.text for shown in place.member.sees())
    assert "请照着报给街道" in told
    assert "XF-1201-001" in place.member.last
    assert "已上报街道" in place.resident.last


async def test_the_street_in_the_register_gets_it_itself(town: Town) -> None:
    place = await settled(town)
    await add_unit(town, "幸福街道办", "街道", "钱科长", "19900000088")
    street = town.person("钱")
    await _joins(town, street, "19900000088")
    await claimed(place)
    await place.member.picks("更多…", "上报街道")
    assert "请幸福街道办办理" in street.last


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    await add_unit(town, "城投物业", "power", "周师傅", "19900000077")
    worker = town.person("Joe", "en")
    await worker.says("/start")
    await worker.presses("Agree and start")
    await _shares(town, worker, "19900000077")
    assert "I recognise you as the contact of 城投物业" in "".join(shown.text for shown in worker.sees())
    await claimed(place)
    await _hand_over(place, hand=False)
    await worker.presses("Not ours")
    assert (await request_row(town))["state"] == "claimed"
    assert "went back to the community" in "".join(shown.text for shown in worker.sees())


async def test_a_shared_chat_in_english(town: Town) -> None:
    place = await settled(town)
    await add_unit(town, "城投物业", "power", "周师傅", "19900000077")
    worker = town.person("Joe", "en")
    await worker.says("/start")
    await worker.presses("Agree and start")
    chat = town.group("Property", worker, place.leader)
    await place.leader.says("/bind 城投物业", chat)
    await claimed(place)
    await _hand_over(place, hand=False)
    await worker.presses("需要更多信息", chat)
    assert "What do you want to say or need to know" in worker.last
    await worker.says("Which floor?")
    assert "answers for XF-1201-001" in worker.last
    await worker.presses("看地址和电话", chat)
    assert "502" in worker.last


async def _with_chat(town: Town) -> tuple[Neighbourhood, Person, int]:
    """Handed to a unit with a shared chat, and somebody in it whose number stands in no register."""
    place = await settled(town)
    await add_unit(town, "城投物业", "power", "周师傅", "19900000077")
    worker = town.person("徒弟")
    await worker.agrees()
    chat = town.group("城投物业", worker, place.leader)
    await place.leader.says("/bind 城投物业", chat)
    await claimed(place)
    await _hand_over(place, hand=False)
    return place, worker, chat


def _told(person: Person) -> str:
    return "".join(shown.text for shown in person.sees())


async def _with_plumber(town: Town) -> tuple[Neighbourhood, Person]:
    place = await settled(town)
    await add_unit(town, "城投物业", "power", "周师傅", "19900000077")
    plumber = town.person("周师傅")
    await _joins(town, plumber, "19900000077")
    return place, plumber


async def _joins(town: Town, person: Person, phone: str) -> None:
    await person.agrees()
    await _shares(town, person, phone)
    assert "认出您了" in "".join(shown.text for shown in person.sees())


async def _shares(town: Town, person: Person, phone: str) -> None:
    town.world.send_contact(person.id, person.id, phone, of=person.id)
    await town.settle()


async def _hand_over(place: Neighbourhood, *, hand: bool = True) -> None:
    if hand:
        await claimed(place)
    await place.member.picks("更多…", "交承办单位", "城投物业")


async def _readings(town: Town) -> int:
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM history WHERE act = 'see_contact'")
    assert row is not None
    return int(row["n"])


async def test_pictures_go_to_the_unit_that_asks_and_to_nobody_after(town: Town) -> None:
    place, plumber = await _with_plumber(town)
    town.world.send_photo(place.resident.id, place.resident.id, b"jpeg", "楼道灯坏了")
    await town.settle()
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await _hand_over(place, hand=False)
    assert not _photos(town, plumber)
    await plumber.presses("看地址和电话")
    assert len(_photos(town, plumber)) == 1
    await plumber.presses("已办完")
    await plumber.forges("unit_contact", 1, 3)
    assert len(_photos(town, plumber)) == 1


def _photos(town: Town, person: Person) -> list[object]:
    return [call for call in town.world.calls if call.method == "sendPhoto" and call.params["chat_id"] == person.id]


async def test_a_question_to_the_resident_does_not_take_it_from_the_unit(town: Town) -> None:
    place, plumber = await _with_plumber(town)
    await _hand_over(place)
    await place.member.presses("问居民")
    await place.member.says("下午在家吗？")
    assert (await request_row(town))["state"] == "external"
    await place.resident.says("在的")
    await town.wait(MERGED)
    assert "在的" in "".join(shown.text for shown in place.member.sees())
    await plumber.presses("已办完")
    assert (await request_row(town))["state"] == "claimed"


def _labels(town: Town, person: Person) -> list[str]:
    return [button.text for shown in town.world.messages(person.id) for row in shown.buttons for button in row]


async def test_the_last_of_many_units_can_be_chosen(town: Town) -> None:
    place = await settled(town)
    for n in range(1, 21):
        await add_unit(town, f"第{n}物业", "property", "", f"1990000{n:04}")
    await claimed(place)
    await place.member.picks("更多…", "交承办单位", "第20物业")
    assert (await request_row(town))["state"] == "external"


async def test_help_tells_a_unit_what_is_theirs(town: Town) -> None:
    _, plumber = await _with_plumber(town)
    await plumber.says("帮助")
    assert "社区转给城投物业的事会发到这里" in plumber.last
    assert "不归我们" in plumber.last
