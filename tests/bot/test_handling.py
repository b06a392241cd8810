"""Whoever has a request in hand: accepting, colleagues, giving back, transferring, help, undo; old presses."""

import pytest

from bot.act import Act
from bot.actions import access
from bot.actions import requests as core
from domain.requests import Request
from storage.people import Person as Known
from tests.community import Neighbourhood, settled
from tests.handling import claimed, filed, hire, request_row
from tests.town import Person, Town


async def test_whoever_alone_answers_is_asked_and_accepts(town: Town) -> None:
    place = await settled(town)
    other = await _in_second_grid(town, place)
    await _filed_there(place)
    assert "请您接单" in other.last
    assert "301" not in other.last
    await other.presses("接单")
    assert "由您办理" in other.last
    row = await request_row(town)
    assert (row["state"], row["offered_to_id"]) == ("claimed", None)
    assert other.toast == "您已认领 XF-1201-001，地址和联系方式就在这里", "it was pressed in private"


async def test_a_queue_of_several_is_claimed(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    assert "待认领" in town.texts(place.grid_chat)[-1]
    assert (await request_row(town))["offered_to_id"] is None


async def test_the_card_of_an_offer_says_whose_it_is(town: Town) -> None:
    place = await settled(town)
    await _to_office(place)
    assert "已派给赵主任" in town.texts(place.office_chat)[-1]


async def test_an_offer_is_not_for_colleagues_below_but_for_those_above(town: Town) -> None:
    place = await settled(town)
    other = await _in_second_grid(town, place)
    await _filed_there(place)
    anchor = await hire(town, "钱户", "G2", "anchor")
    await anchor.forges("accept", 1, 1)
    assert "请到私聊" not in anchor.toast
    assert (await request_row(town))["state"] == "open"
    await place.office.forges("accept", 1, 1)
    assert "已由赵主任接手" in other.last
    assert "由您办理" in place.office.last


async def test_a_colleague_does_the_work_and_the_owner_stays(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.picks("更多…", "请人代办", "王组长（第一网格）")
    assert "李网格想请您代办" in place.leader.last
    await place.leader.presses("接")
    assert "502" in place.leader.last
    assert "由李网格负责，您来办" in place.leader.last
    assert "王组长答应代办" in place.member.last
    await place.leader.presses("进展")
    await place.leader.says("灯座换好了")
    assert "灯座换好了" in place.resident.last
    row = await request_row(town)
    assert row["holder_id"] != row["worker_id"]
    assert row["worker_id"] is not None


async def test_a_colleague_who_cannot_leaves_it_with_the_owner(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.picks("更多…", "请人代办", "王组长（第一网格）")
    await place.leader.presses("不便")
    assert "王组长现在不便代办" in place.member.last
    assert (await request_row(town))["worker_id"] is None
    await place.leader.presses("不便")
    assert "办理中" in place.leader.toast


async def test_an_offer_may_be_passed_to_a_colleague_at_once(town: Town) -> None:
    place = await settled(town)
    other = await _in_second_grid(town, place)
    await _filed_there(place)
    await other.presses("请人代办")
    await other.presses("赵主任（幸福社区）")
    assert "孙网格想请您代办" in place.office.last
    row = await request_row(town)
    assert row["state"] == "claimed", "who asks a colleague has taken it"


async def test_giving_back_needs_a_reason_by_button_or_in_words(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.picks("更多…", "退回")
    assert "为什么退回" in place.member.last
    assert (await request_row(town))["state"] == "claimed"
    await place.member.says("我下午要去街道开会")
    assert (await request_row(town))["state"] == "open"


async def test_undo_within_a_minute_brings_back_what_was(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    before = await request_row(town)
    await place.member.picks("更多…", "退回")
    await _at_once(town, place.member, "手上的事排满了", 5_000)
    await _at_once(town, place.member, "撤销")
    assert "已撤销" in place.member.toast
    row = await request_row(town)
    assert (row["state"], row["holder_id"]) == ("claimed", before["holder_id"])
    assert row["generation"] > before["generation"]


async def test_undo_after_a_minute_or_after_something_new_is_refused(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait(61_000)
    await place.member.presses("撤销")
    assert "超过一分钟" in place.member.toast
    assert (await request_row(town))["state"] == "claimed"
    await place.member.presses("已联系")
    await place.member.forges("undo", 1, 1)
    assert "不能撤销" in place.member.toast


async def test_nobody_undoes_what_another_did(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.leader.forges("undo", 1, 1)
    assert "只有刚才操作的人" in place.leader.toast
    assert (await request_row(town))["state"] == "claimed"


async def test_a_transfer_to_a_person_is_an_offer_with_a_reason(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.picks("更多…", "转派", "王组长（第一网格）", "需要别的专长")
    assert "请您接单" in place.leader.last
    assert "502" not in place.leader.last
    assert "已不在您手上" in place.member.last
    await place.leader.presses("接单")
    assert "转交原因：需要别的专长" in place.leader.last


async def _english_reads(town: Town) -> str:
    """Somebody who reads English, in an installation that speaks Chinese, takes over what was handed on by a button."""
    place = await settled(town)
    ann = await hire(town, "Ann", "G1", "grid_leader", "en")
    await claimed(place)
    await place.member.picks("更多…", "转派", "Ann（第一网格）", "需要别的专长")
    await ann.presses("Accept")
    return ann.last


@pytest.mark.engines
async def test_a_reason_by_button_is_read_in_english_by_who_reads_english(town: Town) -> None:
    read = await _english_reads(town)
    assert "Handed on because: Needs other skills" in read
    assert "需要别的专长" not in read


async def test_a_reason_kept_in_the_town_s_words_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    note = core.note

    async def worded(act: Act, person: Known, request: Request, kind: str, words: str) -> int:
        if kind == "chosen":
            kind, words = "reason", act.texts.plain(act.settings.language, f"reason.{words}")
        return await note(act, person, request, kind, words)

    monkeypatch.setattr(core, "note", worded)
    read = await _english_reads(town)
    assert "需要别的专长" in read, "what was kept in words reads as it is"


async def test_a_transfer_to_a_cell_goes_to_who_answers_there(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.picks("更多…", "转派", "转到幸福社区")
    await place.member.says("整栋楼的线路")
    assert "请您接单" in place.office.last
    assert "已转到幸福社区" in town.texts(place.grid_chat)[-1]


async def test_the_leader_assigns_what_nobody_has(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    await place.leader.forges("open_page", 1, 0)
    assert "还没有人接手" in place.leader.last
    await place.leader.presses("转派")
    await place.leader.presses("李网格（第一网格）")
    await place.leader.presses("不在我的片区")
    assert "请您接单" in place.member.last


async def test_help_is_a_piece_and_resolving_over_it_is_asked(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.picks("更多…", "邀请协办", "王组长（第一网格）")
    await place.member.says("借一把梯子")
    assert "借一把梯子" in place.leader.last
    await place.member.presses("办结")
    assert "还有协办没有完成" in place.member.last
    await place.leader.presses("已完成")
    assert "协办已完成（王组长）" in place.member.last
    await place.member.presses("办结", place.grid_chat)
    await place.member.says("换好了")
    assert (await request_row(town))["state"] == "resolved"


async def test_resolving_all_the_same_ends_the_help(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.picks("更多…", "邀请协办", "王组长（第一网格）")
    await place.member.says("借一把梯子")
    await place.member.presses("办结")
    await place.member.presses("仍要办结")
    await place.member.says("自己找到梯子了")
    assert (await request_row(town))["state"] == "resolved"
    await place.leader.presses("已完成")
    assert "待评价" in place.leader.toast


async def test_first_contact_is_noted_once(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("已联系")
    first = (await request_row(town))["contacted_at"]
    await town.wait(120_000)
    await place.member.presses("已联系")
    assert (await request_row(town))["contacted_at"] == first
    assert "已联系：" in place.member.last


async def test_mine_is_one_short_list_that_opens_the_pages(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.says("/mine", place.grid_chat)
    assert "您手上 1 件" in place.member.last
    assert "502" not in place.member.last
    await place.member.presses("XF-1201-001 用电照明")
    assert "502" in place.member.last


async def test_an_old_button_tells_the_present_state(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("办结", place.grid_chat)
    await place.member.says("换好了")
    for act in ("release", "resolve", "street", "resume"):
        await place.member.forges(act, 1, 2)
        assert "待评价" in place.member.toast, act


async def test_a_choice_without_its_panel_is_forged(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    for act, chosen in (("transfer_person", 2), ("transfer_cell", 1), ("delegate", 2), ("pause", 3), ("invite", 2),
                        ("decline_reason", 0), ("merge_into", 1), ("hand_over", 1), ("reason", 0), ("news", 3)):
        await place.member.forges(act, 1, chosen)
        assert (await request_row(town))["state"] == "claimed", act
        assert "办理中" in place.member.toast, act


async def test_a_leader_who_does_not_hold_it_cannot_speak_for_the_holder(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    for act in ("progress", "ask", "contacted", "resolve", "release", "street"):
        await place.leader.forges(act, 1, 2)
        assert "不在您手上" in place.leader.toast, act


async def test_a_page_of_what_another_holds_shows_no_door(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.leader.forges("open_page", 1, 0)
    assert "502" not in place.leader.last


async def test_a_gate_that_shows_doors_to_everybody_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def yes(*_: object) -> bool:
        return True

    monkeypatch.setattr(access, "may_see_contact", yes)
    with pytest.raises(AssertionError):
        await test_a_page_of_what_another_holds_shows_no_door(town)


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    other = await hire(town, "Ann", "G2", "grid_member", "en")
    await _filed_there(place)
    assert "For you to accept" in other.last
    await other.presses("Accept")
    await other.picks("More…", "Give back", "My hands are full")
    assert "no longer in your hands" in other.last


async def test_an_offer_in_the_evening_waits_for_the_morning(town: Town) -> None:
    place = await settled(town)
    other = await _in_second_grid(town, place)
    await town.wait(10 * 3_600_000)
    await _filed_there(place)
    assert "请您接单" not in "".join(shown.text for shown in other.sees())
    await town.wait(14 * 3_600_000)
    assert "XF-1201-001" in "".join(shown.text for shown in other.sees())


async def test_a_daughter_withdraws_for_her_mother(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    daughter = town.person("小张")
    await daughter.agrees()
    await daughter.forges("withdraw", 1, 2)
    assert (await request_row(town))["state"] == "claimed"
    async with town.database.write() as tx:
        await tx.run("INSERT INTO contacts (elder_id, person_id, relation, rank) SELECT e.id, p.id, '女儿', 1 "
                     "FROM people e, people p WHERE e.telegram_id = :elder AND p.telegram_id = :own",
                     elder=place.resident.id, own=daughter.id)
    await daughter.forges("withdraw", 1, 2)
    assert (await request_row(town))["state"] == "cancelled"
    assert "居民已撤回" in "".join(shown.text for shown in place.member.sees())


async def _in_second_grid(town: Town, place: Neighbourhood) -> Person:
    return await hire(town, "孙网格", "G2", "grid_member")


async def _filed_there(place: Neighbourhood) -> None:
    neighbour = place.resident.town.person("吴")
    await neighbour.agrees()
    await neighbour.says("5-1-301")
    await neighbour.says("楼道灯坏了")
    await neighbour.presses("确认提交")


async def _to_office(place: Neighbourhood) -> None:
    await place.resident.says("想开居住证明")
    await place.resident.presses("确认提交")


async def _at_once(town: Town, person: Person, label: str, patience: int = 0) -> None:
    town.world.press(person.id, person.id, town.with_button(person.id, label).message_id, label)
    await town.settle(patience)
