"""What is no report is answered with what may have been meant, and never becomes a draft."""

import pytest

from tests.community import settled
from tests.town import Person, Town


async def _drafts(town: Town) -> int:
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM drafts")
    assert row is not None
    return int(row["n"])


@pytest.mark.parametrize(("said", "answer"), [
    ("你好", "您好，我在"), ("在吗？？", "您好，我在"), ("您好，请问在吗", "您好，我在"),
    ("谢谢！", "不客气"), ("好的，谢谢", "不客气"), ("？", "直接说就行"), ("???", "直接说就行"),
    ("5", "只收到一个数字"),
    ("我的诉求！", "您还没有提交过诉求"), ("我的述求", "您还没有提交过诉求"), ("/诉求", "您还没有提交过诉求"),
    ("我要反应", "请直接打字告诉我"), ("帮助 help", "有事直接打字"), ("Help", "有事直接打字"),
    ("怎么用", "有事直接打字"),
    ("活动", "近期"), ("我的网格员。", "负责这里的网格员"), ("/abc", "不用记命令"), ("/requests", "您还没有提交过诉求"),
])
async def test_small_talk_is_answered_and_is_no_draft(town: Town, said: str, answer: str) -> None:
    place = await settled(town)
    await place.resident.says(said)
    assert answer in place.resident.last
    assert await _drafts(town) == 0


@pytest.mark.parametrize(("said", "answer"), [
    ("Hello", "I am here"), ("thank you!", "You are welcome"), ("?", "Just ask"), ("7", "only a number"),
    ("my request", "not submitted"),
    ("Helpp", "Just write"), ("/status", "not submitted"), ("/nonsense", "no such command"),
])
async def test_in_english(town: Town, said: str, answer: str) -> None:
    await settled(town)
    guest = await _guest(town)
    await guest.says(said)
    assert answer in guest.last
    assert await _drafts(town) == 0


async def test_a_nod_wants_no_answer_except_after_a_summary(town: Town) -> None:
    place = await settled(town)
    before = len(place.resident.sees())
    await place.resident.says("好的")
    await place.resident.says("👍")
    assert len(place.resident.sees()) == before + 2
    await place.resident.says("楼道灯坏了")
    await place.resident.says("好的")
    assert "请点上面的“确认提交”" in place.resident.last


async def test_what_is_to_be_reported_is_no_small_talk(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("你好，楼道灯坏了")
    assert "确认提交" in place.resident.last
    assert "楼道灯坏了" in place.resident.last


async def test_words_that_were_asked_for_are_no_small_talk(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await place.member.presses("进展", place.grid_chat)
    await place.member.says("好的")
    assert "好的" in place.resident.last


async def test_a_stranger_who_greets_reads_the_notice_without_a_slash(town: Town) -> None:
    await settled(town)
    stranger = town.person("路人")
    await stranger.says("你好")
    assert town.with_button(stranger.id, "同意并开始")


async def test_a_sticker(town: Town) -> None:
    place = await settled(town)
    who = {"id": place.resident.id, "is_bot": False, "first_name": "陈"}
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1, "is_animated": False,
               "is_video": False}
    await town.bot.intake.store([{"update_id": 1 << 40, "message": {
        "message_id": 9_000, "date": town.clock.now() // 1000, "from": who, "sticker": sticker,
        "chat": {"id": place.resident.id, "type": "private", "first_name": "陈"}}}])
    await town.settle()
    assert "表情收到了" in place.resident.last
    assert await _drafts(town) == 0


async def _guest(town: Town) -> Person:
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("3-2-501")
    return guest
