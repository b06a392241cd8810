"""Promises as people live them: asked kindly, watched, moved up, each once; and never again once it is done."""

from dataclasses import replace
from typing import Any

import pytest

from bot.act import Act, Origin
from bot.actions import filing, promise_pages
from bot.buttons import pack
from domain.requests import Filing
from storage import people, places
from storage.database import Transaction
from storage.history import count_history
from tests.community import Neighbourhood, settled
from tests.domain.test_working import at
from tests.town import Person, Town


async def test_what_is_promised_stands_with_the_request(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    await place.resident.says("/my")
    await place.resident.presses("XF-1201-001 用电照明 · 待认领")
    assert "承诺：工作时间4小时内与您联系，3个工作日内办结（最迟 12月4日（周五）18:00）" in place.resident.last
    assert "状态：待认领，12月1日（周二）10:00 起由第一网格负责" in place.resident.last
    [contact, resolve] = await rows(town, "SELECT * FROM promises ORDER BY id")
    assert contact["promised_at"] // 60_000 == at("2026-12-01 15:30") // 60_000
    assert resolve["promised_at"] == at("2026-12-04 18:00")
    assert contact["calendar"] == town.settings.working_hours.calendar("Asia/Shanghai").version


async def test_a_word_to_the_holder_then_the_leader_then_it_moves_up(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait_until(at("2026-12-01 15:29"))
    assert not said(place.member, "的时间到了：")
    await town.wait_until(at("2026-12-01 16:00"))
    assert len(said(place.member, "XF-1201-001 用电照明（幸福苑3号楼）该与居民联系的时间到了：12月1日")) == 1
    assert has_button(place.member, "打开这一件")
    await town.wait_until(at("2026-12-02 10:30"))
    assert len(said(place.leader, "请您帮着看一看")) == 1
    assert "这件仍由李网格办理" in said(place.leader, "请您帮着看一看")[0]
    assert await holder(town) == "李网格"
    await town.wait_until(at("2026-12-03 10:30"))
    assert await holder(town) is None
    assert "您前面做的都在记录里" in said(place.member, "由第一网格的负责人接着负责")[0]
    assert "接单" in [button.text for row in place.leader.sees()[-1].buttons for button in row]
    assert not said(place.resident, "已转由"), "for the resident it is where it was"
    [row] = await rows(town, "SELECT offered_to_id, worker_id FROM requests")
    assert row["offered_to_id"] == await person_id(town, place.leader)
    assert row["worker_id"] == await person_id(town, place.member)


async def test_each_step_is_taken_once(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait_until(at("2026-12-18 18:00"))
    steps = await rows(town, "SELECT promise_id, n, step, person_id FROM promise_steps ORDER BY at")
    assert len(steps) == len({tuple(row[name] for name in ("promise_id", "n", "person_id")) for row in steps})
    assert len(said(place.member, "的时间到了：")) == 1
    [row] = await rows(town, "SELECT cell_id, state FROM requests")
    assert row["state"] == "open"


async def test_no_group_ever_reads_that_somebody_is_late(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait_until(at("2026-12-18 18:00"))
    for chat in (place.grid_chat, place.office_chat):
        assert not [text for text in town.texts(chat) if "超时" in text or "答应居民" in text]


async def test_what_is_waited_for_does_not_run(town: Town) -> None:
    """问居民 on Tuesday, answered on Thursday: two working days later than it would have been."""
    place = await settled(town)
    await claimed(place)
    await place.member.presses("问居民")
    await place.member.says("几楼的灯？")
    [contact, resolve] = await rows(town, "SELECT clock, state, due_at FROM promises ORDER BY id")
    assert (contact["state"], resolve["state"]) == ("kept", "paused")
    await town.wait_until(at("2026-12-03 10:00"))
    await place.resident.presses("回复")
    await place.resident.says("三楼")
    [_, after] = await rows(town, "SELECT state, promised_at, due_at FROM promises ORDER BY id")
    assert after["state"] == "running"
    assert after["promised_at"] == resolve["due_at"]
    assert 0 <= at("2026-12-08 18:00") - after["due_at"] < 5 * 60_000
    [pause] = await rows(town, "SELECT * FROM promise_pauses")
    assert pause["why"] == "waiting"
    assert pause["to_at"] is not None


async def test_an_outside_deadline_is_the_promise(town: Town) -> None:
    place = await settled(town)
    deadline = at("2026-12-02 12:00")
    await file(town, place.member, source="hotline", outside_number="12345-7", outside_due_at=deadline)
    [contact, resolve] = await rows(town, "SELECT clock, promised_at, outside, texts FROM promises ORDER BY id")
    assert contact["promised_at"] <= deadline
    assert (resolve["promised_at"], resolve["outside"]) == (deadline, 1)
    assert "按转来单位要求的时间办好" in resolve["texts"]


async def test_praise_and_suggestions_have_no_clock(town: Town) -> None:
    place = await settled(town)
    await file(town, place.member, kind="praise")
    await file(town, place.member, kind="suggestion")
    await file(town, place.member, kind="enquiry")
    assert [row["n"] for row in await rows(town, "SELECT COUNT(*) AS n FROM promises")] == [2]


async def test_what_is_urgent_is_promised_sooner(town: Town) -> None:
    place = await settled(town)
    await file(town, place.member, urgency="urgent")
    [row] = await rows(town, "SELECT promised_at FROM promises WHERE clock = 'resolve'")
    assert row["promised_at"] == at("2026-12-02 18:00")


async def test_volunteers_are_never_late(town: Town) -> None:
    """中心户 have no clock: nobody reminds them, whatever was promised; a paid post has one again."""
    place = await settled(town)
    await make_volunteer(town, place.member)
    await claimed(place)
    [_, resolve] = await rows(town, "SELECT state FROM promises ORDER BY id")
    assert resolve["state"] == "paused"
    await town.wait_until(at("2026-12-18 18:00"))
    assert not said(place.member, "的时间到了：")
    assert await rows(town, "SELECT 1 FROM promise_steps") == []


async def test_an_empty_post_is_skipped_and_reported(town: Town) -> None:
    """Nobody is left in the grid: it is on record, and the office reads it once a day."""
    place = await settled(town)
    await filed(place)
    async with town.database.write() as tx:
        await tx.run("UPDATE posts SET ended_at = 1 WHERE role IN ('grid_member', 'grid_leader')")
    await town.wait_until(at("2026-12-01 18:00"))
    assert len(said(place.office, "第一网格目前没有人在岗")) == 1
    async with town.database.read() as tx:
        assert await count_history(tx, "request", 1, "vacant") == 1


async def test_at_the_top_it_lies_at_the_desk_and_asks_for_help(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait_until(at("2027-01-29 18:00"))
    [row] = await rows(town, "SELECT r.state, r.holder_id, c.code FROM requests r JOIN cells c ON c.id = r.cell_id")
    assert (row["state"], row["holder_id"], row["code"]) == ("open", None, "XF")
    assert len(said(place.resident, "已转由幸福社区负责")) == 1
    card = [text for text in town.texts(place.office_chat) if "XF-1201-001" in text][-1]
    assert "需要协助" in card
    assert "超时" not in card


async def test_a_reminder_says_which_time_is_up_and_no_other(town: Town) -> None:
    """Whoever has called is reminded of the end alone; the leader reads the same of it."""
    place = await settled(town)
    await claimed(place)
    await town.wait_until(at("2026-12-02 10:30"))
    for told in (said(place.member, "的时间到了："), said(place.leader, "请您帮着看一看")):
        assert ["该与居民联系的时间到了：12月1日（周二）15:30" in one for one in told] == [True]
        assert not any("办好" in one or "办结" in one for one in told)
    await place.member.presses("已联系")
    await town.wait_until(at("2026-12-04 18:30"))
    await town.wait_until(at("2026-12-07 10:00"))
    assert len(said(place.member, "该办好的时间到了：12月4日（周五）18:00")) == 1


async def test_whoever_keeps_it_is_not_reminded_of_it(town: Town) -> None:
    """The reminder is written and the work is done before it has left: it is never sent."""
    place = await settled(town)
    await claimed(place)
    await town.wait_until(at("2026-12-01 15:00"))
    await place.member.presses("办结")
    town.clock.step(at("2026-12-01 15:31") - town.clock.now())
    assert await town.bot.machine.step()
    [step] = await rows(town, "SELECT step FROM promise_steps")
    assert step["step"] == "nudge"
    town.world.say(place.member.id, place.member.id, "换了灯泡")
    await town.bot.poller.step()
    await town.bot.machine.step()
    await town.settle()
    assert await rows(town, "SELECT 1 FROM requests WHERE state = 'resolved'")
    assert not said(place.member, "的时间到了：")


async def test_a_reminder_that_does_not_look_again_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def yes(*_: Any) -> bool:
        return True

    monkeypatch.setattr(promise_pages, "_runs", yes)
    with pytest.raises(AssertionError):
        await test_whoever_keeps_it_is_not_reminded_of_it(town)


async def test_killed_after_the_reminder_was_written_it_is_said_once(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    town.clock.step(at("2026-12-01 15:31") - town.clock.now())
    assert await town.bot.machine.step()
    await town.crash()
    await town.start()
    await town.wait_until(at("2026-12-01 16:30"))
    assert len(said(place.member, "的时间到了：")) == 1
    assert len(await rows(town, "SELECT 1 FROM promise_steps")) == 1


async def test_the_morning_names_what_is_soon_due(town: Town) -> None:
    """Once, in the list of the day on which three quarters of the time will be gone; no message of its own."""
    place = await settled(town)
    await claimed(place)
    await place.member.presses("已联系")
    await town.wait_until(at("2026-12-03 08:00"))
    assert not said(place.member, "快到答应的时间")
    await town.wait_until(at("2026-12-04 12:00"))
    assert len(said(place.member, "快到答应的时间：12月4日（周五）18:00")) == 1


async def test_progress_is_a_first_answer(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("进展", place.grid_chat)
    await place.member.says("师傅明天来")
    [contact, resolve] = await rows(town, "SELECT state FROM promises ORDER BY id")
    assert (contact["state"], resolve["state"]) == ("kept", "running")
    [row] = await rows(town, "SELECT contacted_at FROM requests")
    assert row["contacted_at"] is None


async def test_the_resident_may_ask_once_a_working_day_after_half_of_the_time(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await open_own(place)
    assert not has_button(place.resident, "催一催")
    await town.wait_until(at("2026-12-01 14:10"))
    await open_own(place)
    await place.resident.presses("催一催")
    assert "已替您问了" in place.resident.toast
    assert len(said(place.member, "居民想知道")) == 1
    assert not has_button(place.resident, "催一催")
    town.world.press_raw(place.resident.id, place.resident.id, place.resident.sees()[-1].message_id, pack("hurry", 1))
    await town.settle()
    assert "每个工作日可以催一次" in place.resident.toast
    await open_own(place)
    assert not has_button(place.resident, "催一催")
    await town.wait_until(at("2026-12-02 09:00"))
    await open_own(place)
    await place.resident.presses("催一催")
    assert len(said(place.member, "居民想知道")) == 2


async def test_only_the_leader_extends_it_with_a_reason_that_the_resident_reads(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait_until(at("2026-12-02 10:30"))
    await place.leader.presses("延期")
    await place.leader.presses("再给 3 个工作日")
    await place.leader.says("等配件")
    assert "原因：等配件" in said(place.resident, "需要多等一些时候")[0]
    [_, after] = await rows(town, "SELECT promised_at, due_at FROM promises ORDER BY id")
    assert after["due_at"] == at("2026-12-09 18:00")
    assert after["promised_at"] == at("2026-12-04 18:00")
    await open_own(place)
    assert "因等待或延期改为 12月9日（周三）18:00" in place.resident.last
    await place.member.forges("extend", 1)
    assert "网格长或社区" in place.member.toast


async def test_the_leader_looks_and_assigns_somebody_else(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait_until(at("2026-12-02 10:30"))
    await place.leader.presses("看一看")
    assert "12月1日（周二）10:00 第一网格 李网格：接手" in place.leader.last
    assert "已提醒李网格" in place.leader.last
    await place.leader.presses("改派")
    assert "赵主任" in str([button.text for row in place.leader.sees()[-1].buttons for button in row])


async def test_what_was_promised_does_not_change_with_the_settings(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    before = await rows(town, "SELECT promised_at, texts, calendar FROM promises ORDER BY id")
    hours = replace(town.settings.working_hours, holidays=("2026-12-02", "2026-12-03"))
    rules = tuple(replace(rule, resolve_days=1, texts={"zh": "别的"}) for rule in town.settings.promises.rules)
    await town.stop()
    town.settings = replace(town.settings, working_hours=hours,
                            promises=replace(town.settings.promises, rules=rules))
    await town.start()
    await town.wait_until(at("2026-12-04 12:00"))
    after = await rows(town, "SELECT promised_at, texts, calendar FROM promises ORDER BY id")
    assert [tuple(row) for row in after] == [tuple(row) for row in before]


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("3-2-501")
    await guest.says("The lamp in the hallway is broken")
    await guest.presses("Submit")
    await place.member.presses("认领", place.grid_chat)
    await town.wait_until(at("2026-12-01 14:30"))
    await guest.says("/my")
    await guest.presses("XF-1201-001 in hand · Power and light")
    assert "we will get in touch within 4 working hours" in guest.last
    assert "Status: being worked on, 李网格 has had it since Tue 1 Dec, 10:00 (第一网格)" in guest.last
    await guest.presses("Ask how it is going")
    assert "We have asked for you" in guest.toast
    assert said(place.member, "居民想知道")


async def file(town: Town, filer: Person, **more: Any) -> None:
    """Something at 3-2-501, filed by a member of staff."""
    async def act(tx: Transaction) -> Act:
        made = town.bot.frame.act(tx, town.clock.now(), Origin())
        person = await people.find_by_telegram(tx, filer.id)
        assert person is not None
        home = await places.find_door(tx, person.community_id, "幸福苑", "3", "2", "501")
        await filing.file(made, person, Filing(person.id, "power", household_id=home, **more), words="")
        return made

    town.bot.delivery.committed([await town.bot.machine.job(act)])
    await town.settle()


async def make_volunteer(town: Town, person: Person) -> None:
    who = await person_id(town, person)
    async with town.database.write() as tx:
        await tx.run("UPDATE posts SET role = 'anchor' WHERE person_id = :who", who=who)


async def open_own(place: Neighbourhood) -> None:
    await place.resident.says("/my")
    await place.resident.presses("XF-1201-001 用电照明 · 办理中")


def has_button(person: Person, label: str) -> bool:
    return label in [button.text for row in person.sees()[-1].buttons for button in row]


async def filed(place: Neighbourhood, words: str = "楼道灯坏了") -> None:
    await place.resident.says(words)
    await place.resident.presses("确认提交")


async def claimed(place: Neighbourhood) -> None:
    await filed(place)
    await place.member.presses("认领", place.grid_chat)


def said(person: Person, words: str) -> list[str]:
    return [shown.text for shown in person.sees() if shown.sender == "bot" and words in shown.text]


async def rows(town: Town, sql: Any) -> list[Any]:
    async with town.database.read() as tx:
        return await tx.all(sql)


async def holder(town: Town) -> str | None:
    async with town.database.read() as tx:
        row = await tx.one("SELECT holder_id FROM requests ORDER BY id")
        assert row is not None
        if row["holder_id"] is None:
            return None
        return (await people.get_person(tx, row["holder_id"])).name


async def person_id(town: Town, person: Person) -> int:
    async with town.database.read() as tx:
        found = await people.find_by_telegram(tx, person.id)
    assert found is not None
    return found.id
