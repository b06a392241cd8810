"""What a request waits for: an answer from the resident, a date. Nobody sees the other's number."""

import pytest

from bot.actions import waiting
from tests.community import settled
from tests.handling import claimed, request_row
from tests.town import Town

DAY = 86_400_000


async def test_a_question_and_its_answer_pass_through_the_bot(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("问居民")
    await place.member.says("灯在几楼？")
    assert "灯在几楼？" in place.resident.last
    assert (await request_row(town))["state"] == "waiting"
    assert "待补充" in town.texts(place.grid_chat)[-1]
    await place.resident.says("在五楼电梯口")
    assert "已转告" in place.resident.last
    row = await request_row(town)
    assert (row["state"], row["resume_at"]) == ("claimed", None)
    assert "在五楼电梯口" in "".join(shown.text for shown in place.member.sees())
    assert "在五楼电梯口" not in "".join(town.texts(place.grid_chat))


async def test_an_answer_days_later_by_the_button(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("问居民")
    await place.member.says("灯在几楼？")
    await town.wait(DAY + 3_600_000)
    await place.resident.presses("回复")
    await place.resident.says("五楼")
    assert (await request_row(town))["state"] == "claimed"


async def test_a_picture_is_an_answer_too(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("问居民")
    await place.member.says("能拍张照片吗？")
    town.world.send_photo(place.resident.id, place.resident.id, b"jpeg", "就是进门那盏")
    await town.settle()
    assert [call for call in town.world.calls
            if call.method == "sendPhoto" and call.params["chat_id"] == place.member.id]
    assert (await request_row(town))["state"] == "claimed"


async def test_a_draft_that_was_left_lying_takes_nothing_from_the_answer(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.resident.says("下周想借一下活动室")
    assert "核对" in place.resident.last
    await place.member.presses("问居民")
    await place.member.says("灯在几楼？")
    await place.resident.says("在五楼电梯口")
    assert "已转告" in place.resident.last
    assert (await request_row(town))["state"] == "claimed"


async def test_silence_is_told_to_the_holder(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("问居民")
    await place.member.says("灯在几楼？")
    await town.wait(3 * DAY + 60_000)
    assert (await request_row(town))["state"] == "claimed"
    assert "还没有回答" in "".join(shown.text for shown in place.member.sees())


async def test_a_silence_timer_does_nothing_once_it_was_answered(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.presses("问居民")
    await place.member.says("灯在几楼？")
    await place.resident.says("五楼")
    await town.wait(4 * DAY)
    assert "还没有回答" not in "".join(shown.text for shown in place.member.sees())


async def test_whoever_wants_to_be_reached_here_only_keeps_their_number(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    async with town.database.write() as tx:
        await tx.run("UPDATE requests SET contact = 'relay' WHERE id = 1")
        row = await tx.one("SELECT p.id, k.id AS key_id, k.wrapped FROM people p JOIN keys k ON k.id = p.key_id "
                           "WHERE p.telegram_id = :id", id=place.resident.id)
        assert row is not None
        await tx.run("UPDATE people SET phone = :phone WHERE id = :id", id=row["id"],
                     phone=tx.vault.seal(row["key_id"], row["wrapped"], "people.phone", "13912345678"))
    await place.member.says("/mine")
    await place.member.presses("XF-1201-001 用电照明")
    assert "仅在此联系" in place.member.last
    assert "13912345678" not in place.member.last
    async with town.database.write() as tx:
        await tx.run("UPDATE requests SET contact = 'phone' WHERE id = 1")
    await place.member.says("/mine")
    await place.member.presses("XF-1201-001 用电照明")
    assert "13912345678" in place.member.last


async def test_an_anonymous_request_hides_name_and_door_from_the_holder(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    async with town.database.write() as tx:
        await tx.run("UPDATE requests SET anonymous = 1 WHERE id = 1")
    await place.member.says("/mine")
    await place.member.presses("XF-1201-001 用电照明")
    assert "匿名" in place.member.last
    assert "502" not in place.member.last
    assert "幸福苑3号楼" in place.member.last


async def test_on_hold_until_a_date_with_a_reason(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.picks("更多…", "暂缓", "三天")
    assert (await request_row(town))["state"] == "claimed", "the reason is still wanted"
    await place.member.says("等配件到货")
    assert (await request_row(town))["state"] == "on_hold"
    assert "暂缓办理到 12月4日（周五）09:00，原因：等配件到货" in place.resident.last
    assert "暂缓办理" in town.texts(place.grid_chat)[-1]
    await town.wait(3 * DAY)
    assert (await request_row(town))["state"] == "claimed"
    assert "暂缓到期" in "".join(shown.text for shown in place.member.sees())
    assert "已继续办理" in place.resident.last


async def test_resumed_before_its_time_the_date_means_nothing(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.picks("更多…", "暂缓", "一周")
    await place.member.says("等配件到货")
    await place.member.presses("继续办理")
    assert (await request_row(town))["state"] == "claimed"
    await town.wait(8 * DAY)
    assert "暂缓到期" not in "".join(shown.text for shown in place.member.sees())


async def test_holding_is_the_holders_alone(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.resident.forges("panel", 1, 8)
    assert "不在您负责的网格" in place.resident.toast


async def test_an_answer_that_changes_nothing_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def deaf(*_: object) -> None:
        return None

    monkeypatch.setattr(waiting, "heard", deaf)
    with pytest.raises(AssertionError):
        await test_a_question_and_its_answer_pass_through_the_bot(town)


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("3-2-501")
    await guest.says("The lamp in the hallway is broken")
    await guest.presses("Submit")
    await place.member.presses("认领", place.grid_chat)
    await place.member.presses("问居民")
    await place.member.says("Which floor?")
    assert "is handling it:\nWhich floor?" in guest.last
    await guest.says("The fifth")
    assert "Passed on" in guest.last
    assert "The fifth" in "".join(shown.text for shown in place.member.sees())


async def test_nobody_writes_a_question_that_nobody_could_read(town: Town) -> None:
    place = await settled(town)
    await place.member.says("3-2-502 灯坏了 来电")
    await place.member.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    async with town.database.write() as tx:
        await tx.run("UPDATE requests SET subject_id = NULL")
    await place.member.presses("问居民")
    assert "居民没有用本机器人" in place.member.toast
    await place.member.says("走廊的门关不上")
    assert "走廊的门关不上" in place.member.last, "the next words are something new"


async def test_nothing_is_put_off_until_a_day_on_which_nobody_works(town: Town) -> None:
    place = await settled(town)
    await town.wait(DAY)
    await claimed(place)
    await place.member.picks("更多…", "暂缓", "三天")
    await place.member.says("等配件")
    assert "12月7日（周一）09:00" in place.member.last, "the third day is a Saturday"
