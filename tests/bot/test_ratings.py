"""The system asks how it went, and what is said goes up, not back."""

from dataclasses import replace
from typing import Any

import pytest

from bot.act import Act
from bot.actions import access, agenda, ratings
from bot.actions import requests as core
from domain.ids import RequestId
from domain.requests import Request, unsolved
from storage import people
from storage.follows import add_follower
from tests.bot.test_promises import claimed, file, person_id, rows, said
from tests.community import Neighbourhood, settled
from tests.domain.test_working import at
from tests.town import Town

DAY = 86_400_000
SECOND = 3


async def test_it_is_asked_after_the_minute_in_which_it_can_be_taken_back(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("办结", place.grid_chat)
    town.world.say(place.member.id, place.member.id, "换了灯泡")
    await town.settle(30_000)
    assert not said(place.resident, "真的解决了吗")
    await town.settle(65_000)
    assert len(said(place.resident, "真的解决了吗")) == 1


async def test_nobody_is_asked_in_the_evening(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait_until(at("2026-12-01 21:00"))
    await done(place)
    assert not said(place.resident, "真的解决了吗")
    await town.wait_until(at("2026-12-02 08:29"))
    assert not said(place.resident, "真的解决了吗")
    await town.wait_until(at("2026-12-02 08:31"))
    assert len(said(place.resident, "真的解决了吗")) == 1


async def test_once_more_gently_and_then_it_is_not_rated(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await done(place)
    await town.wait(4 * DAY)
    assert len(said(place.resident, "打扰您再问一次")) == 1
    await town.wait(30 * DAY)
    assert len(said(place.resident, "再问一次")) == 0, "the question has become the answer: not rated"
    assert "未评" in place.resident.last
    [row] = await rows(town, "SELECT state FROM requests")
    assert row["state"] == "closed"
    assert await rows(town, "SELECT 1 FROM ratings") == []
    [ask] = await rows(town, "SELECT state FROM rating_asks")
    assert ask["state"] == "unrated"


async def test_the_card_is_one_message_through_all_its_steps(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await done(place)
    asked = place.resident.sees()[-1].message_id
    await place.resident.presses("已解决")
    await place.resident.presses("基本满意")
    await place.resident.presses("速度")
    assert town.with_button(place.resident.id, "✓ 速度").message_id == asked
    await place.resident.presses("沟通")
    await place.resident.presses("✓ 速度")
    assert [row["reason"] for row in await rows(town, "SELECT reason FROM rating_reasons")] == ["talk"]
    await place.resident.presses("说几句")
    await place.resident.says("来得有点晚")
    assert "已记下" in place.resident.last
    assert not [shown for shown in place.member.sees() if "来得有点晚" in shown.text]


async def test_a_rating_can_be_changed_for_a_day(town: Town) -> None:
    place = await settled(town)
    await rated(place, "不满意")
    await place.resident.presses("改评价")
    await place.resident.presses("满意")
    assert "谢谢您的评价：满意" in place.resident.last
    await town.wait(DAY + 60_000)
    await place.resident.presses("改评价")
    assert "24 小时内" in place.resident.toast


async def test_not_solved_after_all_reopens_one_tier_up(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await done(place)
    await place.resident.presses("已解决")
    await place.resident.presses("其实没有解决")
    assert "已转到幸福社区重新办理" in place.resident.last
    await place.office.presses("接单", place.office_chat)
    assert "居民反映还没有解决，第 2 次办理" in place.office.last
    await place.resident.presses("说说还有什么没解决")
    await place.resident.says("晚上又不亮了")
    assert said(place.office, "晚上又不亮了")


async def test_what_is_written_after_unsolved_is_what_is_still_wrong(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await done(place)
    await place.resident.presses("未解决")
    assert "现在直接打字或发照片就行" in place.resident.last
    await place.resident.says("晚上又不亮了")
    assert "已补充到 XF-1201-001" in place.resident.last
    await place.office.presses("接单", place.office_chat)
    assert said(place.office, "晚上又不亮了")
    await place.resident.says("楼道有垃圾")
    assert "请您核对" in place.resident.last, "what comes after it is something new"


async def test_a_photo_after_unsolved_shows_what_is_still_wrong(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await done(place)
    await place.resident.presses("未解决")
    await place.resident.sends("photo", b"picture", "还是黑的")
    assert "已补充到 XF-1201-001" in place.resident.last


@pytest.mark.parametrize("later", [False, True])
async def test_thanks_and_what_comes_much_later_is_no_answer(town: Town, *, later: bool) -> None:
    place = await settled(town)
    await claimed(place)
    await done(place)
    await place.resident.presses("未解决")
    if later:
        await town.wait(2 * 3_600_000)
    await place.resident.says("楼道有垃圾" if later else "谢谢")
    assert "已补充" not in place.resident.last
    assert ("请您核对" if later else "不客气") in place.resident.last


async def test_whoever_asked_by_telephone_goes_on_recording_calls(town: Town) -> None:
    place = await settled(town)
    await _called_and_done(town, place)
    await place.office.says("/mine")
    await place.office.picks("XF-1201-001 电话回访", "未解决")
    await place.office.says("3-2-102 刘爷爷 水管漏水 来电")
    assert "代录，请您核对" in place.office.last


async def test_a_new_round_has_a_promise_of_its_own(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await done(place)
    await place.resident.presses("未解决")
    found = await rows(town, "SELECT round, clock, state FROM promises ORDER BY id")
    assert [(row["round"], row["clock"], row["state"]) for row in found] == [
        (1, "contact", "kept"), (1, "resolve", "kept"), (2, "contact", "running"), (2, "resolve", "running")
    ]


async def test_the_second_time_it_lands_on_the_desk_and_the_agenda(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await done(place)
    await place.resident.presses("未解决")
    await place.office.presses("接单", place.office_chat)
    await place.office.presses("办结", place.office_chat)
    await place.office.says("换了线路")
    await place.resident.presses("未解决")
    [row] = await rows(town, "SELECT r.state, c.code FROM requests r JOIN cells c ON c.id = r.cell_id")
    assert (row["state"], row["code"]) == ("open", "XF")
    [item] = await rows(town, "SELECT why FROM agenda")
    assert item["why"] == "unsolved"


async def _third_time(town: Town) -> None:
    """Solved three times on paper: each time a promise of its own, and every meeting until it is."""
    place = await settled(town)
    await claimed(place)
    await done(place)
    await place.resident.presses("未解决")
    assert "已转到上一级" in place.resident.toast
    for times in (2, 3):
        await place.office.presses("接单", place.office_chat)
        await place.office.presses("办结", place.office_chat)
        await place.office.says("换了线路")
        await place.resident.presses("未解决")
        assert "由社区直接重新办理" in place.resident.toast
        assert f"抱歉，{times} 次都没有解决好" in place.resident.last
        assert "由幸福社区直接办理" in place.resident.last
        assert "下次居民恳谈会" in place.resident.last
        assert "承诺" in place.resident.last
        assert f"第 {times + 1} 次办理" in town.texts(place.office_chat)[-1]
        await place.office.says("/agenda")
        assert f"XF-1201-001 用电照明，{times} 次未解决：楼道灯坏了" in place.office.last
        await place.office.presses("已列入议程 XF-1201-001")
        assert "已列入居民恳谈会的议程" in place.resident.last
    running = await rows(town, "SELECT round FROM promises WHERE state = 'running'")
    assert {row["round"] for row in running} == {4}
    solved = await rows(town, "SELECT round, solved FROM ratings ORDER BY round")
    assert [(row["round"], row["solved"]) for row in solved] == [(1, 0), (2, 0), (3, 0)]


@pytest.mark.engines
async def test_a_third_time_has_its_promise_and_its_meeting_too(town: Town) -> None:
    await _third_time(town)


async def test_a_third_time_without_a_promise_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def capped(*args: Any) -> Any:
        after = unsolved(*args)
        return replace(after, round=min(after.round, 3))

    monkeypatch.setattr(ratings, "unsolved", capped)
    with pytest.raises(AssertionError):
        await _third_time(town)


async def test_a_meeting_that_has_had_it_once_and_for_all_is_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = agenda.add

    def once(act: Act, request: Request, why: str) -> None:
        if request.round == SECOND:
            add(act, request, why)

    monkeypatch.setattr(agenda, "add", once)
    with pytest.raises(AssertionError, match="3 次未解决"):
        await _third_time(town)


async def test_of_a_private_matter_no_meeting_is_named(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await done(place)
    async with town.database.write() as tx:
        await tx.run("UPDATE requests SET round = 2, sensitive = 1")
        await tx.run("UPDATE rating_asks SET round = 2")
    await place.resident.presses("未解决")
    assert "重新办理" in place.resident.last
    assert "恳谈会" not in place.resident.last


async def test_the_family_rates_what_was_said_on_the_telephone(town: Town) -> None:
    """Neither who typed it nor who handled it; the daughter, in her own chat."""
    place = await settled(town)
    daughter = town.person("小张")
    await daughter.agrees()
    town.world.send_contact(daughter.id, daughter.id, "19900000021", of=daughter.id)
    await town.settle()
    await _called_and_done(town, place)
    assert not said(place.member, "真的解决了吗")
    assert not said(place.leader, "真的解决了吗")
    await daughter.presses("已解决")
    await daughter.presses("非常满意")
    assert "谢谢您的评价：非常满意" in daughter.last


async def test_without_family_somebody_of_another_cell_asks_at_the_next_call(town: Town) -> None:
    place = await settled(town)
    await _called_and_done(town, place)
    [ask] = await rows(town, "SELECT rater_id, caller_id FROM rating_asks")
    assert ask["rater_id"] is None
    assert ask["caller_id"] == await person_id(town, place.office)
    assert not said(place.office, "张奶奶"), "no trip, no message: it waits for the morning's list"


async def test_the_call_has_the_question_the_number_and_nobody_there(town: Town) -> None:
    place = await settled(town)
    await _called_and_done(town, place)
    office = place.office
    await office.forges("open_call", 1)
    assert "下次例行走访时，请顺便问问张奶奶" in office.last
    await office.presses("无人应答")
    assert "留到下次再问" in office.toast
    assert "已试过 1 次" in office.last
    await office.presses("已解决")
    await office.presses("满意")
    assert "谢谢您的评价：满意" in office.last
    [ask] = await rows(town, "SELECT state, tries FROM rating_asks")
    assert (ask["state"], ask["tries"]) == ("rated", 1)


async def test_the_list_of_what_one_has_names_the_calls(town: Town) -> None:
    place = await settled(town)
    await _called_and_done(town, place)
    await place.office.says("/mine")
    assert "例行打电话或走访时，请顺便问一句（1 件）" in place.office.last
    await place.office.presses("XF-1201-001 电话回访")
    await place.office.presses("未解决")
    assert said(place.office, "已转到幸福社区重新办理")


async def test_the_morning_names_the_calls(town: Town) -> None:
    place = await settled(town)
    await _called_and_done(town, place)
    await town.wait_until(at("2026-12-02 09:00"))
    assert len(said(place.office, "例行打电话或走访时，请顺便问一句（1 件）")) == 1


async def test_neither_filer_nor_handler_nor_follower_rates(town: Town) -> None:
    place = await settled(town)
    await _called_and_done(town, place)
    async with town.database.write() as tx:
        follower = await people.find_by_telegram(tx, place.resident.id)
        assert follower is not None
        await add_follower(tx, RequestId(1), follower.id, 0)
    [row] = await rows(town, "SELECT generation FROM requests")
    for person in (place.member, place.leader, place.resident):
        await person.forges("solved", 1, row["generation"])
        assert "由居民或家属来评价" in person.toast
    assert await rows(town, "SELECT 1 FROM ratings") == []


async def test_a_gate_that_takes_anybodys_word_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def anybody(act: Act, request_id: int) -> Any:
        return await access.person_of(act), await core.get(act, request_id)

    monkeypatch.setattr(ratings, "_as_rater", anybody)
    with pytest.raises(AssertionError):
        await test_neither_filer_nor_handler_nor_follower_rates(town)


async def test_handlers_read_ratings_in_fives_only(town: Town) -> None:
    place = await settled(town)
    for n in range(5):
        await place.resident.says(f"第{n + 1}盏楼道灯坏了")
        await place.resident.presses("确认提交")
        await place.member.presses("认领", place.grid_chat)
        await done(place)
        await place.resident.presses("已解决")
        await place.member.says("/mine")
        assert "我的评价" not in place.member.last
        await place.resident.presses("满意" if n else "不满意")
        await town.wait(60_000)
    await place.member.says("/mine")
    assert "近两个季度我的评价（5 件）：满意 4，不满意 1，未评 0；100% 已解决，平均 3.6 分" in place.member.last
    await place.leader.says("/mine")
    assert "第一网格近两个季度的评价（5 件）" in place.leader.last
    await place.resident.says("/mine")
    assert "的评价" not in place.resident.last
    await town.wait_until(at("2027-03-31 23:00"))
    await place.member.says("/mine")
    assert "我的评价（5 件）" in place.member.last
    await town.wait_until(at("2027-04-01 09:00"))
    await place.member.says("/mine")
    assert "的评价" not in place.member.last


async def test_reopened_by_an_undo_it_is_not_asked(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("办结", place.grid_chat)
    town.world.say(place.member.id, place.member.id, "换了灯泡")
    await town.settle(20_000)
    town.world.press(place.member.id, place.member.id, town.with_button(place.member.id, "撤销").message_id, "撤销")
    await town.wait(DAY)
    assert not said(place.resident, "真的解决了吗")


async def _called_and_done(town: Town, place: Neighbourhood) -> None:
    await _filed_by_telephone(town, place)
    await place.leader.presses("认领", place.grid_chat)
    await place.leader.presses("办结", place.grid_chat)
    await place.leader.says("修好了")


async def _filed_by_telephone(town: Town, place: Neighbourhood) -> None:
    """张奶奶 at 3-2-501 has called; the grid member has typed what she said."""
    async with town.database.read() as tx:
        row = await tx.one("SELECT elder_id FROM contacts")
    assert row is not None
    await file(town, place.member, source="call", subject_id=row["elder_id"])


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("3-2-501")
    await guest.says("The lamp in the hallway is broken")
    await guest.presses("Submit")
    await place.member.presses("认领", place.grid_chat)
    await done(place)
    await guest.presses("Solved")
    await guest.presses("Dissatisfied")
    await guest.presses("Speed")
    assert "tell us what could be better" in guest.last


async def done(place: Neighbourhood) -> None:
    await place.member.presses("办结", place.grid_chat)
    await place.member.says("换了灯泡")


async def rated(place: Neighbourhood, grade: str) -> None:
    await claimed(place)
    await done(place)
    await place.resident.presses("已解决")
    await place.resident.presses(grade)


async def test_after_it_was_withdrawn_words_are_something_new(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await done(place)
    await place.resident.presses("未解决")
    await place.resident.says("我的诉求")
    await place.resident.picks("XF-1201-001 用电照明 · 待认领", "撤回")
    await place.resident.says("楼道有垃圾没人扫")
    assert "请您核对" in place.resident.last
    assert "楼道有垃圾没人扫" in place.resident.last


async def test_danger_right_after_unsolved_is_a_matter_of_its_own(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await done(place)
    await place.resident.presses("未解决")
    await place.resident.says("厨房着火了")
    assert "已补充" not in place.resident.last
    await place.member.presses("已到场")
    await place.member.says("火已扑灭")
    assert "已收到，编号 XF-1201-002" in place.resident.last
