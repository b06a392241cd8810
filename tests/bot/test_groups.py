"""Residents' groups: one discreet line for a mention, everything else in private, nobody's words without them."""

import pytest

from bot.actions import bindings, groups
from tests.community import Neighbourhood, agree, settled
from tests.town import Person, Town

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


async def test_a_mention_goes_on_in_private(town: Town) -> None:
    place = await settled(town)
    group = town.group("幸福苑3号楼", place.resident, town.person("邻"))
    await place.resident.says("@linli_bot 楼道灯坏了三天", group)
    assert _by_bot(town, group) == ["已收到，请看私聊"]
    assert "楼道灯坏了三天" in place.resident.last
    assert "类别：用电照明" in place.resident.last
    await place.resident.presses("确认提交")
    assert "编号 XF-1201-001" in place.resident.last
    assert _by_bot(town, group) == ["已收到，请看私聊"]


async def test_an_english_group_reads_english(town: Town) -> None:
    place = await settled(town)
    ann = town.person("Ann", "en")
    await ann.says("/start")
    await ann.presses("Agree and start")
    group = town.group("Building 3", place.resident, ann)
    await ann.says("The lamp in the hallway is broken @linli_bot", group)
    assert _by_bot(town, group) == ["Received, please see our private chat"]
    assert any("lamp in the hallway" in shown.text for shown in ann.sees() if shown.sender == "bot")


async def test_without_a_mention_nothing_is_read(town: Town) -> None:
    place = await settled(town)
    group = town.group("幸福苑3号楼", place.resident)
    before = len(place.resident.sees())
    await place.resident.says("楼道灯坏了三天", group)
    await place.resident.says("找 @linli_bot_too 也行", group)
    assert _by_bot(town, group) == []
    assert len(place.resident.sees()) == before
    assert await _count(town, "group_words") == await _count(town, "drafts") == 0


async def test_who_never_opened_the_bot_gets_the_way_in_and_loses_nothing(town: Town) -> None:
    place = await settled(town)
    newcomer = town.person("新")
    group = town.group("幸福苑3号楼", place.resident, newcomer)
    await newcomer.says("@linli_bot 楼道灯坏了三天", group)
    shown = town.with_button(group, "打开私聊")
    assert shown.text == "已收到，请看私聊"
    assert shown.buttons[0][0].url == "https://t.me/linli_bot?start=group"
    assert await _count(town, "drafts") == 0
    await agree(newcomer)
    await town.settle()
    assert any("楼道灯坏了三天" in one.text for one in newcomer.sees() if one.sender == "bot")
    assert await _count(town, "group_words") == 0


async def test_what_waits_for_consent_is_gone_after_a_week(town: Town) -> None:
    place = await settled(town)
    newcomer = town.person("新")
    group = town.group("幸福苑3号楼", place.resident, newcomer)
    await newcomer.says("@linli_bot 楼道灯坏了三天", group)
    assert await _count(town, "group_words") == 1
    await town.wait(7 * 86_400_000)
    assert await _count(town, "group_words") == 0


async def test_somebody_elses_words_need_their_author(town: Town) -> None:
    place, author, group = await _two(town)
    said = town.world.say(author.id, group, "电梯又停了，老人下不来")
    town.world.say(place.resident.id, group, "@linli_bot", reply_to=said)
    await town.settle()
    assert _by_bot(town, group) == ["已收到，请看私聊"]
    assert "由本人决定" in place.resident.last
    assert "由您提交吗" in author.last
    assert "电梯又停了" in author.last
    assert await _count(town, "drafts") == 0
    await author.presses("是，帮我提交")
    assert "类别：电梯" in author.last
    await author.presses("确认提交")
    assert "编号 XF-1201-001" in author.last


async def test_an_author_who_says_no_is_left_alone(town: Town) -> None:
    place, author, group = await _two(town)
    said = town.world.say(author.id, group, "电梯又停了")
    for _ in range(2):
        town.world.say(place.resident.id, group, "@linli_bot", reply_to=said)
    await town.settle()
    assert len([one for one in author.sees() if "由您提交吗" in one.text]) == 1
    await author.presses("不用了")
    assert "不提交" in author.toast
    assert await _count(town, "drafts") == await _count(town, "group_words") == 0


async def test_an_author_who_never_opened_the_bot_is_not_spoken_for(town: Town) -> None:
    place = await settled(town)
    author = town.person("邻")
    group = town.group("幸福苑3号楼", place.resident, author)
    said = town.world.say(author.id, group, "电梯又停了")
    town.world.say(place.resident.id, group, "@linli_bot", reply_to=said)
    await town.settle()
    assert "没有本人同意" in place.resident.last
    assert await _count(town, "group_words") == 0


async def test_one_line_a_minute_is_enough(town: Town) -> None:
    place = await settled(town)
    group = town.group("幸福苑3号楼", place.resident)
    for words in ("楼道灯坏了", "门禁也坏了", "还有垃圾没人收"):
        town.world.say(place.resident.id, group, f"@linli_bot {words}")
    await town.settle()
    assert _by_bot(town, group) == ["已收到，请看私聊"]
    assert "还有垃圾没人收" in place.resident.last
    await town.wait(61_000)
    await place.resident.says("@linli_bot 水管漏水", group)
    assert len(_by_bot(town, group)) == 2


async def test_answering_without_a_pause_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "_PAUSE", 0)
    with pytest.raises(AssertionError):
        await test_one_line_a_minute_is_enough(town)


async def test_an_edit_in_the_group_mends_the_draft(town: Town) -> None:
    place = await settled(town)
    group = town.group("幸福苑3号楼", place.resident)
    said = await place.resident.says("@linli_bot 路灯坏了", group)
    town.world.edit(place.resident.id, group, said, "@linli_bot 电梯坏了")
    await town.settle()
    assert "类别：电梯" in place.resident.last
    await place.resident.presses("确认提交")
    town.world.edit(place.resident.id, group, said, "@linli_bot 电梯坏了，有噪音")
    await town.settle()
    assert "已补充到 XF-1201-001" in place.resident.last
    assert _by_bot(town, group) == ["已收到，请看私聊"]


async def test_a_picture_with_a_mention_comes_along(town: Town) -> None:
    place = await settled(town)
    group = town.group("幸福苑3号楼", place.resident)
    town.world.send_photo(place.resident.id, group, PICTURE, "@linli_bot 墙渗水")
    await town.settle()
    assert "墙渗水" in place.resident.last
    assert await _count(town, "notes") == 1
    async with town.database.read() as tx:
        row = await tx.one("SELECT media FROM notes")
    assert row is not None
    assert row["media"] == "photo"


async def test_commands_in_a_residents_group_lead_to_the_private_chat(town: Town) -> None:
    place = await settled(town)
    group = town.group("幸福苑3号楼", place.resident, town.person("邻"))
    await place.resident.says("/help", group)
    assert _by_bot(town, group) == ["有事请在私聊里告诉我"]
    for words in ("/start@linli_bot", "/weather", "/start@another_bot"):
        await town.wait(61_000)
        await place.resident.says(words, group)
    assert _by_bot(town, group) == ["有事请在私聊里告诉我"] * 2


async def test_in_a_work_group_a_mention_is_a_dictation(town: Town) -> None:
    place = await settled(town)
    before = len(_by_bot(town, place.grid_chat))
    await place.member.says("@linli_bot 3-2-501 老人 灯坏了 来电", place.grid_chat)
    assert len(_by_bot(town, place.grid_chat)) == before
    assert "代录，请您核对" in place.member.last
    await place.member.presses("确认提交")
    assert "XF-1201-001" in _by_bot(town, place.grid_chat)[-1]
    await place.member.says("@linli_bot 大家好", place.grid_chat)
    assert "3-2-501 老人 灯坏了 来电" in place.member.last


def _by_bot(town: Town, group: int) -> list[str]:
    return [shown.text for shown in town.world.messages(group) if shown.sender == "bot" and not shown.deleted]


async def _two(town: Town) -> tuple[Neighbourhood, Person, int]:
    place = await settled(town)
    author = town.person("邻")
    await agree(author)
    await author.says("3-2-501")
    return place, author, town.group("幸福苑3号楼", place.resident, author)


async def _count(town: Town, table: str) -> int:
    async with town.database.read() as tx:
        row = await tx.one(f"SELECT COUNT(*) AS n FROM {table}")  # noqa: S608
    assert row is not None
    return int(row["n"])


@pytest.mark.one_language("about the choice of a language")
async def test_a_work_group_reads_the_language_that_its_leader_chooses(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.member.says("/language", place.grid_chat)
    assert "由网格长或社区来选" in town.texts(place.grid_chat)[-1]
    await place.leader.says("/language", place.grid_chat)
    await place.member.presses("English", place.grid_chat)
    assert "由网格长或社区来选" in place.member.toast
    await place.leader.presses("English", place.grid_chat)
    assert any("waiting to be claimed" in text for text in town.texts(place.grid_chat))
    assert not any("待认领" in text for text in town.texts(place.grid_chat))
    await place.leader.says("/help", place.grid_chat)
    assert "/mine shows" in town.texts(place.grid_chat)[-1]
    await place.leader.says("/help")
    assert "/mine 看您手上的" in place.leader.last, "their own language stays"


@pytest.mark.one_language("about the choice of a language")
async def test_a_language_that_anybody_may_choose_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bindings, "may_bind", lambda posts, chain: True)
    with pytest.raises(AssertionError):
        await test_a_work_group_reads_the_language_that_its_leader_chooses(town)
