"""Joining: the notice first, then the door by buttons or words, in the language that somebody chose."""

from typing import Any

import pytest

from bot.actions import people
from tests.community import agree, populate, settled, workbook
from tests.town import Person, Town

pytestmark = pytest.mark.engines


async def _count(town: Town, table: str) -> int:
    async with town.database.read() as tx:
        row = await tx.one(f"SELECT COUNT(*) AS n FROM {table}")  # noqa: S608
    assert row is not None
    return int(row["n"])


async def test_nothing_is_stored_about_somebody_before_consent(town: Town) -> None:
    place = await settled(town)
    before = await _count(town, "people"), await _count(town, "notes")
    guest = town.person("客")
    await guest.says("/start")
    await guest.says("楼道灯坏了")
    assert "同意并开始" in guest.last
    assert (await _count(town, "people"), await _count(town, "notes")) == before
    await agree(guest)
    assert await _count(town, "people") == before[0] + 1
    assert place.resident.sees()


async def test_emergency_numbers_stand_in_the_notice(town: Town) -> None:
    guest = town.person("客")
    await guest.says("/start")
    for number in ("110", "119", "120"):
        assert number in guest.last


async def test_a_door_by_words(town: Town) -> None:
    await settled(town)
    for words in ("3-2-501", "幸福苑3号楼2单元501", "三号楼二单元501室"):
        guest = town.person("客")
        await agree(guest)
        await guest.says(words)
        assert "幸福苑3号楼2单元501" in guest.last


async def test_what_is_no_door_of_ours_is_kept_as_a_report(town: Town) -> None:
    await settled(town)
    guest = town.person("客")
    await agree(guest)
    await guest.says("9-9-999")
    assert "请核对" in guest.last or "请您核对" in guest.last
    assert "还没有选" in guest.last
    await guest.presses("确认提交")
    assert "请选择您的住址" in guest.last


async def test_the_words_that_came_before_the_door_are_filed_after_it(town: Town) -> None:
    await settled(town)
    guest = town.person("客")
    await agree(guest)
    await guest.says("楼道灯坏了")
    await guest.presses("3号楼")
    await guest.presses("501")
    await guest.presses("确认提交")
    assert "已收到，编号" in guest.last


async def test_a_registered_phone_brings_posts_and_name(town: Town) -> None:
    await settled(town)
    newcomer = town.person("客")
    await agree(newcomer)
    town.world.send_contact(newcomer.id, newcomer.id, "+86 199 0000 0014", of=newcomer.id)
    await town.settle()
    assert "孙女士" in newcomer.last


async def test_the_number_of_a_household_joins_without_a_name(town: Town) -> None:
    from bot.workbook import HouseholdRow

    place = await settled(town)
    book = workbook(place.leader, place.member, place.office, {})
    row = HouseholdRow("住户", 6, "G1", "幸福苑", "3", "2", "503", "", "19900000055", ())
    book.households.append(row)
    await populate(town, book)
    before = await _count(town, "people")
    await populate(town, book)
    assert await _count(town, "people") == before, "the same file twice changes nothing"
    newcomer = town.person("客")
    await agree(newcomer)
    town.world.send_contact(newcomer.id, newcomer.id, "19900000055", of=newcomer.id)
    await town.settle()
    assert "认出您家的号码了" in newcomer.last
    await newcomer.says("我的网格员")
    assert "幸福苑3号楼2单元503" in newcomer.last
    assert "还未核对" not in newcomer.last


async def test_a_number_that_nobody_knows_is_kept_for_whoever_helps(town: Town) -> None:
    place = await settled(town)
    town.world.send_contact(place.resident.id, place.resident.id, "13911112222", of=place.resident.id)
    await town.settle()
    assert "号码记下了" in place.resident.last
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    assert "13911112222" in place.member.last


async def test_a_number_that_is_linked_to_another_account_is_not_taken_over(town: Town) -> None:
    await settled(town)
    first, second = town.person("孙"), town.person("客")
    await agree(first, second)
    for person in (first, second):
        town.world.send_contact(person.id, person.id, "19900000014", of=person.id)
        await town.settle()
    assert "孙女士" in first.last
    assert "另一个账号" in second.last


async def test_somebody_elses_phone_brings_nothing(town: Town) -> None:
    place = await settled(town)
    newcomer = town.person("客")
    await agree(newcomer)
    town.world.send_contact(newcomer.id, newcomer.id, "19900000014", of=place.member.id)
    await town.settle()
    assert "孙女士" not in newcomer.last


@pytest.mark.one_language("about the choice of a language")
async def test_the_language_is_kept(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("/language")
    await place.resident.presses("English")
    await place.resident.says("/help")
    assert "emergency" in place.resident.last
    assert town.world.keyboard(place.resident.id, place.resident.id)[0] == ["Report a problem"]


async def _leader_of_a_chinese_register(town: Town) -> None:
    """Registered with a Telegram ID, in a register that speaks Chinese, by somebody whose telephone speaks English."""
    leader, member, office = town.person("王", "en"), town.person("李"), town.person("赵")
    grid_chat = town.group("第一网格工作群", leader, member)
    await populate(town, workbook(leader, member, office, {"G1": grid_chat}))
    await leader.says("/start")
    assert "Agree and start" in _labels(leader)
    await leader.presses("Agree and start")
    await leader.says("/mine")
    assert "Nothing to do right now" in leader.last
    await agree(member)
    resident = town.person("陈")
    await agree(resident)
    await resident.picks("3号楼", "502")
    await resident.says("楼道灯坏了")
    await resident.presses("确认提交")
    assert "待认领" in town.texts(grid_chat)[-1], "a group has a language of its own"
    await leader.says("/language")
    await leader.presses("中文")
    await leader.says("/start")
    assert "欢迎" in leader.last, "what was chosen stays"


def _labels(person: Person) -> list[str]:
    return [button.text for row in person.sees()[-1].buttons for button in row]


async def test_staff_of_the_workbook_read_english_where_their_telephone_does(town: Town) -> None:
    await _leader_of_a_chinese_register(town)


async def test_staff_who_read_what_the_register_speaks_are_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def register_s(*_: Any) -> str:
        return "zh"

    monkeypatch.setattr(people, "_read_here", register_s)
    with pytest.raises(AssertionError, match="Nothing to do"):
        await _leader_of_a_chinese_register(town)


async def test_a_notice_in_what_the_register_speaks_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_: Any) -> None:
        """The telephone's language is not looked at."""

    monkeypatch.setattr(people, "know_chat", nothing)
    with pytest.raises(AssertionError, match="Agree and start"):
        await _leader_of_a_chinese_register(town)


async def test_the_keyboard_does_everything_without_a_slash(town: Town) -> None:
    place = await settled(town)
    answers = []
    for label in ("我要反映", "我的诉求", "活动提醒", "我的网格员", "帮助"):
        await place.resident.says(label)
        answers.append(place.resident.last)
    assert len(set(answers)) == 5
    assert "洗衣日" in answers[2]
    assert "李网格" in answers[3]


async def test_my_request_shows_where_it_stands(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await place.resident.says("/my")
    await place.resident.presses("XF-1201-001 用电照明 · 办理中")
    assert "起由李网格负责" in place.resident.last
    await place.resident.presses("撤回")
    assert "居民已撤回" in place.member.last
    assert "居民已撤回" in town.texts(place.grid_chat)[-1]


async def test_cancel_ends_what_was_begun(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.says("/cancel")
    assert "已取消" in place.resident.last
    await place.resident.says("/cancel")
    assert "没有正在写" in place.resident.last


async def test_a_photo_is_part_of_a_report(town: Town) -> None:
    place = await settled(town)
    town.world.send_photo(place.resident.id, place.resident.id, b"jpeg")
    await town.settle()
    assert "照片 1 张" in place.resident.last


async def test_the_menus_name_every_command_in_every_language(town: Town) -> None:
    from handlers import COMMANDS, command_menus

    await town.bot.set_menus(command_menus(town.bot.texts))
    resident = town.person("客", "en")
    chat = town.world.private_chats(resident.id)[0]
    shown = town.world.commands_for(next(iter(town.world.bots.values())), chat)
    assert {one["command"] for one in shown} == {one.name for one in COMMANDS if one.private}


@pytest.mark.one_language("about the choice of a language")
async def test_help_tells_everybody_what_is_theirs(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("/help")
    assert "/mine" not in place.resident.last
    await place.member.says("/help")
    assert "/mine" in place.member.last
    assert "工作簿" not in place.member.last
    assert "打一行就能代录" in place.member.last
    await place.office.says("/help")
    assert "登记册、派单规则、常见问题" in place.office.last
    await place.office.says("/language")
    await place.office.presses("English")
    await place.office.says("/help")
    assert "The office can send me workbooks" in place.office.last


async def test_whoever_is_new_here_is_not_welcomed_back(town: Town) -> None:
    place = await settled(town)
    read = [shown.text for shown in place.member.sees()]
    assert not any("欢迎回来" in text for text in read)
    assert "认出您了，李网格" in read[-1]
    assert "您负责：第一网格" in read[-1]
    assert "/mine 看您手上的" in read[-1]
    await place.member.says("/start")
    assert "欢迎回来" in place.member.last
