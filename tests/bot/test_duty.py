"""Duty: leave, standing in, coming back, and leaving for good; what somebody held goes back to the cell at once."""

import pytest

from bot.actions import departures
from bot.workbook import PersonRow
from storage import duty as table
from storage.database import Transaction
from tests.community import Neighbourhood, populate, settled, workbook
from tests.town import Person, Town

DAY = 86_400_000


async def _filed(place: Neighbourhood) -> None:
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")


async def _answering(town: Town, code: str) -> list[str | None]:
    from bot.actions import posts
    from storage import people

    async with town.database.read() as tx:
        row = await tx.one("SELECT id FROM cells WHERE code = :code", code=code)
        assert row is not None
        found = await posts.answering(tx, row["id"], town.clock.now())
        return [(await people.get_person(tx, one)).name for one in found]


async def test_a_post_for_the_category_comes_first(town: Town) -> None:
    """负责类别 in the workbook, by the category's name."""
    from bot.actions import posts
    from storage import people

    place = await settled(town)
    book = workbook(place.leader, place.member, place.office, {})
    row = PersonRow("人员", 5, "钱电工", "19900000005", "网格员", ("grid_member",), "G1", ("用电照明",), None)
    book.people.append(row)
    await populate(town, book)
    async with town.database.read() as tx:
        cell = await tx.one("SELECT id FROM cells WHERE code = 'G1'")
        assert cell is not None
        for category, first in (("power", "钱电工"), ("lift", "李网格")):
            found = await posts.answering(tx, cell["id"], town.clock.now(), category)
            assert (await people.get_person(tx, found[0])).name == first


async def test_leave_ends_by_itself_at_midnight(town: Town) -> None:
    place = await settled(town)
    await place.member.says("/duty")
    assert "在岗" in place.member.last
    await place.member.presses("请假：今天")
    assert "休假，到 12月2日（周三）00:00 为止" in place.member.last
    assert await _answering(town, "G1") == ["王组长"]
    assert any("李网格请假" in shown.text for shown in place.leader.sees()), "the leader is told"
    await town.wait(DAY)
    assert await _answering(town, "G1") == ["李网格", "王组长"]
    assert any("假期结束" in shown.text for shown in place.member.sees())


async def test_leave_until_they_say_so(town: Town) -> None:
    place = await settled(town)
    await place.member.says("/duty")
    await place.member.presses("请假：到我说回来为止")
    await town.wait(10 * DAY)
    assert await _answering(town, "G1") == ["王组长"]
    await place.member.says("/duty")
    await place.member.presses("销假")
    assert "在岗" in place.member.last
    assert await _answering(town, "G1") == ["李网格", "王组长"]


async def test_the_leader_sets_leave_and_who_stands_in(town: Town) -> None:
    place = await settled(town)
    await place.leader.says("/duty")
    await place.leader.presses("第一网格：值班与请假")
    await place.leader.presses("李网格")
    await place.leader.presses("请假：一周")
    assert any("已为您登记请假" in shown.text for shown in place.member.sees())
    await place.leader.presses("请人代班")
    await place.leader.presses("赵主任")
    assert "代班：赵主任" in place.leader.last
    assert any("请您代班" in shown.text for shown in place.office.sees())
    assert await _answering(town, "G1") == ["赵主任", "王组长"]


async def test_who_stands_in_may_do_what_the_other_may(town: Town) -> None:
    """A grid member of the grid beside it, who has no post in this one."""
    place = await settled(town)
    neighbour = await _hired(town, place)
    town.world.join(neighbour.id, place.grid_chat)
    await _filed(place)
    await neighbour.presses("认领", place.grid_chat)
    assert "不在您负责的网格" in neighbour.toast
    await place.member.says("/duty")
    await place.member.presses("请假：三天")
    await place.member.presses("请人代班")
    await place.member.presses("周网格")
    await neighbour.presses("认领", place.grid_chat)
    assert "您已认领" in neighbour.toast


async def _hired(town: Town, place: Neighbourhood) -> Person:
    """周网格 in the second grid, by invite."""
    person = town.person("周")
    await place.office.says("/invite")
    await place.office.presses("一个岗位")
    await place.office.presses("第二网格")
    await place.office.presses("网格员")
    shown = next(shown for shown in reversed(place.office.sees()) if shown.kind == "photo")
    await person.says(f"/start {shown.text.split('start=')[1][:22]}")
    await person.presses("同意并开始")
    await person.says("周网格")
    return person


async def test_the_group_reads_who_is_there(town: Town) -> None:
    place = await settled(town)
    await place.member.says("/duty")
    await place.member.presses("请假：今天")
    await place.leader.says("/duty", place.grid_chat)
    assert "第一网格 今天" in town.texts(place.grid_chat)[-1]
    assert "李网格：休假" in town.texts(place.grid_chat)[-1]
    assert "王组长：在岗" in town.texts(place.grid_chat)[-1]


async def test_nobody_sets_leave_for_their_leader_or_a_stranger(town: Town) -> None:

    place = await settled(town)
    async with town.database.read() as tx:
        row = await tx.one("SELECT id FROM people WHERE telegram_id = :id", id=place.leader.id)
    assert row is not None
    for person in (place.member, place.resident):
        for act in ("leave_for", "departed_sure", "stand_in_pick"):
            await person.forges(act, row["id"], 0)
            assert "不归您安排" in person.toast
    await place.resident.says("/duty")
    assert "还没有岗位" in place.resident.last


async def _departs(town: Town) -> Neighbourhood:
    place = await settled(town)
    for _ in range(3):
        await _filed(place)
        await place.member.presses("认领", place.grid_chat)
    await place.leader.says("/duty")
    await place.leader.presses("第一网格：值班与请假")
    await place.leader.presses("李网格")
    await place.leader.presses("已离岗")
    assert "手上的 3 件会马上退回" in place.leader.last
    await place.leader.presses("确认已离岗")
    assert not [text for text in town.texts(place.grid_chat) if "李网格办理中" in text], "the cards are redrawn"
    assert any("李网格离岗，退回 3 件" in shown.text for shown in place.leader.sees())
    async with town.database.read() as tx:
        rows = await tx.all(
            """SELECT r.state, r.cell_id - c.cell_id AS moved FROM custody c JOIN requests r ON r.id = c.request_id
               WHERE c.why = 'vacated'"""
        )
    assert [(row["state"], row["moved"]) for row in rows] == [("open", 0)] * 3
    return place


async def test_whoever_has_left_gives_everything_back_at_once(town: Town) -> None:
    place = await _departs(town)
    await place.member.presses("接单", place.grid_chat)
    assert "不在您负责的网格" in place.member.toast
    await place.leader.presses("接单", place.grid_chat)
    assert "您已认领" in place.leader.toast


async def test_the_same_workbook_brings_nobody_back_but_an_invite_does(town: Town) -> None:
    place = await _departs(town)
    await populate(town, workbook(place.leader, place.member, place.office, {}))
    assert await _answering(town, "G1") == ["王组长"]
    await place.leader.says("/invite")
    await place.leader.presses("一个岗位")
    await place.leader.presses("第一网格")
    await place.leader.presses("网格员")
    shown = next(shown for shown in reversed(place.leader.sees()) if shown.kind == "photo")
    await place.member.says(f"/start {shown.text.split('start=')[1][:22]}")
    assert await _answering(town, "G1") == ["李网格", "王组长"]


async def test_a_departure_that_keeps_the_work_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(act: object, person: object) -> None:
        return None

    monkeypatch.setattr(departures, "give_everything_back", nothing)
    with pytest.raises(AssertionError):
        await _departs(town)


async def test_a_leave_that_nobody_looks_at_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    list_duties = table.list_duties_at

    async def present(tx: Transaction, cell_id: int, now: int) -> list[object]:
        return [one._replace(away=False) for one in await list_duties(tx, cell_id, now)]  # type: ignore[arg-type]

    monkeypatch.setattr(table, "list_duties_at", present)
    with pytest.raises(AssertionError):
        await test_leave_ends_by_itself_at_midnight(town)


async def test_hundreds_go_back_in_small_acts(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    await place.member.presses("认领", place.grid_chat)
    async with town.database.write() as tx:
        await tx.run(
            """INSERT INTO requests (community_id, number, kind, category, source, state, filer_id, household_id,
                 cell_id, holder_id, route, filed_at, held_since_at)
               SELECT r.community_id, r.number || '-' || p.id || '-' || b.id || '-' || h.id, r.kind, r.category,
                 r.source, r.state, r.filer_id, r.household_id, r.cell_id, r.holder_id, r.route, r.filed_at,
                 r.held_since_at
               FROM requests r, people p, buildings b, households h"""
        )
    await place.leader.says("/duty")
    await place.leader.presses("第一网格：值班与请假")
    await place.leader.presses("李网格")
    await place.leader.presses("已离岗")
    await place.leader.presses("确认已离岗")
    async with town.database.read() as tx:
        held = await tx.one("SELECT COUNT(*) AS n FROM requests WHERE state = 'claimed'")
        freed = await tx.one("SELECT COUNT(*) AS n FROM custody WHERE why = 'vacated'")
    assert held is not None
    assert freed is not None
    assert held["n"] == 0
    assert freed["n"] > 40


async def test_a_presser_who_never_opened_the_bot_gets_a_link(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    stranger = town.person("新同事")
    town.world.join(stranger.id, place.grid_chat)
    await stranger.presses("认领", place.grid_chat)
    assert town.world.toasts(stranger.id)[-1]["url"] == "https://t.me/linli_bot?start=work"
    assert "待认领" in town.texts(place.grid_chat)[-2], "and nothing is claimed"
    await stranger.says("/start work")
    await stranger.presses("同意并开始")
    assert town.world.keyboard(stranger.id, stranger.id)[0] == ["分享我的手机号"]


async def test_duty_in_english(town: Town) -> None:
    place = await settled(town)
    await place.member.says("/language")
    await place.member.presses("English")
    await place.member.says("/duty")
    assert "on duty" in place.member.last
    await place.member.presses("Leave: a week")
    assert "on leave until" in place.member.last
    await place.member.presses("Back on duty")
    assert "Now: on duty" in place.member.last


async def test_nobody_stands_in_who_never_opened_the_bot(town: Town) -> None:
    place = await settled(town)
    book = workbook(place.leader, place.member, place.office, {})
    book.people.append(PersonRow("人员", 5, "钱网格", "19900000004", "网格员", ("grid_member",), "G1", (), None))
    await populate(town, book)
    await place.leader.says("/duty")
    await place.leader.picks("第一网格：值班与请假", "李网格", "请假：一周", "请人代班")
    labels = [button.text for row in place.leader.sees()[-1].buttons for button in row]
    assert labels == ["王组长", "赵主任"]


async def test_who_holds_nothing_gives_nothing_back(town: Town) -> None:
    place = await settled(town)
    await place.leader.says("/duty")
    await place.leader.picks("第一网格：值班与请假", "李网格", "已离岗")
    assert "已经离岗？" in place.leader.last
    assert "退回" not in place.leader.last
