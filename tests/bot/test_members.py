"""R19: who leaves a work group, who stops the bot, and what becomes of groups that change or throw the bot out."""

import pytest

from bot.actions import members
from tests.community import Neighbourhood, settled
from tests.town import Person, Town

DAY = 86_400_000


async def test_who_leaves_the_work_group_gives_everything_back_at_once(town: Town) -> None:
    place = await _claimed(town)
    town.world.leave(place.member.id, place.grid_chat)
    await town.settle()
    assert "待认领" in town.texts(place.grid_chat)[-1] or _card(town, place.grid_chat, "待认领")
    assert "李网格已不在工作群" in _said(place.leader)
    await place.leader.presses("认领", place.grid_chat)
    assert "您已认领" in place.leader.toast


async def test_who_is_removed_counts_the_same(town: Town) -> None:
    place = await _claimed(town)
    town.world.kick(place.member.id, place.grid_chat, place.leader.id)
    await town.settle()
    assert _card(town, place.grid_chat, "待认领")


async def test_the_post_ends_by_the_leaders_word_alone(town: Town) -> None:
    place = await _claimed(town)
    town.world.leave(place.member.id, place.grid_chat)
    await town.settle()
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM posts WHERE ended_at IS NOT NULL")
    assert row is not None
    assert row["n"] == 0


async def test_group_and_bot_left_and_the_leader_is_asked(town: Town) -> None:
    place = await _claimed(town)
    town.world.leave(place.member.id, place.grid_chat)
    town.world.block(place.member.id)
    await town.wait(600_000)
    assert "李网格还在岗吗" in _said(place.leader)
    await place.leader.presses("在岗")
    assert "岗位不变" in place.leader.toast
    await place.leader.presses("已离岗")
    await place.leader.presses("确认已离岗")
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM posts WHERE ended_at IS NOT NULL")
    assert row is not None
    assert row["n"] == 1


async def test_what_hangs_in_a_dead_chat_rests(town: Town) -> None:
    """A page of somebody who has stopped the bot changes: it is not drawn again and again."""
    place = await _claimed(town)
    town.world.block(place.member.id)
    await town.settle()
    town.world.leave(place.member.id, place.grid_chat)
    await town.settle()
    assert not await town.bot.delivery.step()
    before = len(place.member.sees())
    town.world.unblock(place.member.id)
    await town.settle()
    assert len(place.member.sees()) > before


async def test_a_daily_look_finds_who_left_unseen(town: Town) -> None:
    """Told by nobody, as where the bot is no administrator: found within a day."""
    place = await _claimed(town)
    del town.world.chats[str(place.grid_chat)].members[place.member.id]
    await town.wait(DAY + DAY // 4)
    assert "李网格已不在工作群" in _said(place.leader)
    assert _card(town, place.grid_chat, "待认领")


async def test_without_the_daily_look_it_is_not_found(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "_MOST_ASKED", 0)
    with pytest.raises(AssertionError):
        await test_a_daily_look_finds_who_left_unseen(town)


async def test_thrown_out_the_cards_go_the_private_way_and_come_back(town: Town) -> None:
    place = await settled(town)
    town.world.kick_bot(place.grid_chat)
    await town.settle()
    assert "我已不在第一网格的工作群里" in _said(place.leader)
    await _filed(place.resident)
    assert "XF-1201-001" in _said(place.member)
    calls = _sends(town, place.grid_chat)
    await _filed(place.resident)
    assert _sends(town, place.grid_chat) == calls, "nothing is sent to a group that has thrown us out"
    town.world.add_bot_to(place.grid_chat, place.leader.id, admin=True)
    await town.settle()
    assert "我已回到第一网格的工作群" in _said(place.leader)
    assert any("XF-1201-002" in text for text in town.texts(place.grid_chat))


async def test_demoted_and_the_leader_hears_of_it(town: Town) -> None:
    place = await settled(town)
    await town.wait(DAY)
    town.world.promote(place.grid_chat, town.bot.bot_id, admin=False)
    await town.settle()
    assert "不再是管理员" in _said(place.leader)


@pytest.mark.parametrize("old_first", [True, False])
async def test_a_group_that_moves_takes_card_and_alarm_along(town: Town, *, old_first: bool) -> None:
    place = await _claimed(town)
    town.world.say(place.resident.id, place.resident.id, "家里有人晕倒了")
    await town.settle(5_000)
    new = town.world.migrate(place.grid_chat)
    if not old_first:
        await town.bot.intake.store([{"update_id": 1 << 40, "message": {
            "message_id": 9_000, "date": town.clock.now() // 1000, "migrate_from_chat_id": place.grid_chat,
            "from": {"id": place.leader.id, "is_bot": False, "first_name": "王"},
            "chat": {"id": new, "type": "supergroup", "title": "第一网格工作群"}}}])
    await town.settle(120_000)
    assert any("有紧急情况" in text for text in town.texts(new))
    assert _card(town, new, "李网格办理中")
    await place.leader.presses("我正赶去")
    assert any("王组长正赶去" in text for text in town.texts(new))


async def test_a_deleted_account_stops_nobody(town: Town) -> None:
    place = await settled(town)
    town.world.delete_account(place.member.id)
    await town.settle()
    town.world.say(place.resident.id, place.resident.id, "家里有人晕倒了")
    await town.settle(5_000)
    assert "🆘" in place.leader.last
    assert not await town.bot.delivery.step()


async def test_in_english(town: Town) -> None:
    place = await _claimed(town)
    await place.leader.says("/language")
    await place.leader.presses("English")
    town.world.leave(place.member.id, place.grid_chat)
    await town.settle()
    assert "李网格 is no longer in the work group" in _said(place.leader)


async def _claimed(town: Town) -> Neighbourhood:
    place = await settled(town)
    await _filed(place.resident)
    await place.member.presses("认领", place.grid_chat)
    return place


async def _filed(person: Person) -> None:
    await person.says("楼道灯坏了")
    await person.presses("确认提交")


def _said(person: Person) -> str:
    return "\n".join(shown.text for shown in person.sees() if shown.sender == "bot")


def _card(town: Town, chat: int, words: str) -> bool:
    return any("XF-1201-001" in text and words in text for text in town.texts(chat))


def _sends(town: Town, chat: int) -> int:
    return len([shown for shown in town.world.messages(chat) if shown.sender == "bot"])
