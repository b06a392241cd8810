"""A newcomer is asked once in which community they live, where there is more than one; danger never waits for that."""

from functools import partial
from typing import Any

import pytest

from bot.actions import communities
from bot.workbook import BuildingRow, CellRow, HouseholdRow, Workbook
from storage import chats
from tests.community import populate, settled
from tests.town import Person, Town

pytestmark = pytest.mark.engines


async def _second(town: Town) -> None:
    book = Workbook(
        cells=[CellRow("网格", 2, "BH", "滨河社区", "社区", "", None),
               CellRow("网格", 3, "B1", "滨河一格", "网格", "BH", None)],
        buildings=[BuildingRow("楼栋", 2, "B1", "滨河园", "1", "1")],
        households=[HouseholdRow("住户", n, "B1", "滨河园", "1", "1", room, "", "", ())
                    for n, room in ((2, "101"), (3, "102"))],
    )
    await populate(town, book)


async def _communities(town: Town, person: Person) -> list[str]:
    async with town.database.read() as tx:
        rows = await tx.all("SELECT c.code FROM people p JOIN communities c ON c.id = p.community_id "
                            "WHERE p.telegram_id = :id", id=person.id)
    return [row["code"] for row in rows]


async def _agreed(town: Town) -> Person:
    guest = town.person("客")
    await guest.agrees()
    return guest


async def _joins_the_second(town: Town) -> None:
    await settled(town)
    await _second(town)
    guest = await _agreed(town)
    assert "您是哪个社区的" in guest.last
    assert await _communities(town, guest) == [], "nothing is kept before it is known where"
    await guest.presses("滨河社区")
    assert "滨河园1号楼1单元" in guest.last
    await guest.presses("102")
    assert "地址已登记：滨河园1号楼1单元102" in guest.last
    assert await _communities(town, guest) == ["BH"]
    await guest.says("/start")
    assert "欢迎回来" in guest.last


async def test_with_two_communities_a_newcomer_is_asked_once(town: Town) -> None:
    await _joins_the_second(town)


async def test_a_bot_that_takes_the_first_community_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: Any) -> bool:
        return False

    monkeypatch.setattr(communities, "must_ask", never)
    with pytest.raises(AssertionError):
        await _joins_the_second(town)


async def test_with_one_community_nobody_is_asked(town: Town) -> None:
    await settled(town)
    guest = await _agreed(town)
    assert "请选择您的住址" in guest.last


async def test_part_of_the_name_finds_one_of_hundreds(town: Town) -> None:
    await settled(town)
    await _second(town)
    for n in range(300):
        await town.bot.machine.job(partial(_community, n=n))
    guest = await _agreed(town)
    for _ in range(3):
        await guest.presses("下一页")
    assert "第 100 社区" in [button.text for row in guest.sees()[-1].buttons for button in row]
    await guest.says("楼道灯坏了")
    assert "没有找到这个社区" in guest.last
    await guest.says("第 10")
    assert [button.text for row in guest.sees()[-1].buttons for button in row][:2] == ["第 10 社区", "第 100 社区"]
    await guest.says("滨河")
    assert await _communities(town, guest) == ["BH"]
    assert any("好的，您的社区是滨河社区" in shown.text for shown in guest.sees())


async def _community(tx: Any, n: int) -> None:
    await tx.run("INSERT INTO communities (code, name, timezone, language) "
                 "VALUES (:code, :name, 'Asia/Shanghai', 'zh')", code=f"N{n}", name=f"第 {n} 社区")


async def _asks_for_consent_again(town: Town) -> None:
    """Taken back is taken back: whoever joins anew reads the notice, and may choose another community then."""
    await settled(town)
    await _second(town)
    guest = await _agreed(town)
    await guest.presses("滨河社区")
    await guest.says("/privacy")
    await guest.presses("撤回同意")
    await guest.presses("确认撤回")
    town.world.press_raw(guest.id, guest.id, 1, "1:jy:2:0")
    await town.settle()
    assert await _communities(town, guest) == []
    await guest.says("幸福")
    assert "同意之前说的内容没有保存" in guest.last
    await guest.presses("同意并开始")
    await guest.presses("幸福社区")
    assert await _communities(town, guest) == ["XF"]


async def test_consent_that_was_taken_back_is_asked_for_before_the_community(town: Town) -> None:
    await _asks_for_consent_again(town)


async def test_a_yes_that_outlives_its_withdrawal_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    set_agreed = chats.set_agreed

    async def keeps(tx: Any, bot_id: Any, chat_id: Any, version: Any) -> None:
        if version is not None:
            await set_agreed(tx, bot_id, chat_id, version)

    monkeypatch.setattr(chats, "set_agreed", keeps)
    with pytest.raises(AssertionError):
        await _asks_for_consent_again(town)


async def test_nobody_chooses_who_has_not_agreed(town: Town) -> None:
    await settled(town)
    await _second(town)
    stranger = town.person("路人")
    await stranger.says("/start")
    town.world.press_raw(stranger.id, stranger.id, 1, "1:jy:2:0")
    await town.settle()
    assert await _communities(town, stranger) == []


async def test_nothing_in_a_group_is_turned_into_a_list(town: Town) -> None:
    place = await settled(town)
    await _second(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    card = town.with_button(place.grid_chat, "认领")
    stranger = town.person("路人")
    town.world.join(stranger.id, place.grid_chat)
    for person in (place.member, place.resident, stranger):
        for data in ("1:jz:0:0", "1:fp:0:0", "1:mp:1:0"):
            town.world.press_raw(person.id, place.grid_chat, card.message_id, data)
            await town.settle()
    assert not any(word in str(town.texts(place.grid_chat)) for word in ("滨河社区", "我的诉求", "接下来"))
    assert "接下来" in place.resident.last
    assert town.with_button(place.grid_chat, "认领").message_id == card.message_id


async def test_danger_of_somebody_unknown_goes_to_the_community_that_they_name(town: Town) -> None:
    await settled(town)
    await _second(town)
    guest = await _agreed(town)
    await guest.says("滨河社区1号楼着火了")
    assert "请马上拨打 119" in guest.last
    async with town.database.read() as tx:
        rows = await tx.all("SELECT c.code FROM alarms a JOIN communities c ON c.id = a.community_id")
    assert [row["code"] for row in rows] == ["BH"]
