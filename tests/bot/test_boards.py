"""What hangs in the work groups: one card a request, a digest in a burst, the pinned board, topics, several cells."""

import re

import pytest

from bot.act import Origin
from bot.actions import cards
from bot.buttons import pack
from domain import requests as rules
from sandbox.notices import service
from sandbox.world import Limits, Shown
from storage import boards as table
from storage import people, requests
from tests.community import Neighbourhood, agree, populate, settled, workbook
from tests.town import Person, Town

pytestmark = pytest.mark.engines
MINUTE = 60_000


async def _filed(place: Neighbourhood, words: str = "楼道灯坏了") -> None:
    await place.resident.says(words)
    await place.resident.presses("确认提交")


def _board(town: Town, chat: int) -> str:
    return next(text for text in town.texts(chat) if "待办看板" in text)


async def test_the_board_is_pinned_and_follows(town: Town) -> None:
    place = await settled(town)
    assert "现在没有待办" in _board(town, place.grid_chat)
    pinned = [shown for shown in place.member.sees(place.grid_chat) if shown.pinned]
    assert ["待办看板" in shown.text for shown in pinned] == [True]
    await _filed(place)
    assert "XF-1201-001 用电照明 幸福苑3号楼 · 待认领" in _board(town, place.grid_chat)
    assert "502" not in _board(town, place.grid_chat)
    await place.member.presses("认领", place.grid_chat)
    assert "李网格办理中" in _board(town, place.grid_chat)
    await place.member.presses("办结", place.grid_chat)
    await place.member.says("换了灯泡")
    await town.wait(MINUTE)
    assert "现在没有待办" in _board(town, place.grid_chat)


async def test_the_board_links_to_the_cards(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    await town.wait(MINUTE)
    await place.member.presses("认领", place.grid_chat)
    shown = next(one for one in place.member.sees(place.grid_chat) if "待办看板" in one.text)
    card = next(one for one in place.member.sees(place.grid_chat) if "状态：" in one.text)
    assert f'href="https://t.me/c/{str(place.grid_chat)[4:]}/{card.message_id}"' in shown.html


async def test_several_changes_are_one_edit(town: Town) -> None:
    place = await settled(town)
    await town.wait(MINUTE)
    before = next(one for one in place.member.sees(place.grid_chat) if "待办看板" in one.text).edited
    cell_requests = await _many(town, place, 6)
    await town.settle()
    after = next(one for one in place.member.sees(place.grid_chat) if "待办看板" in one.text)
    assert "共 6 件" in after.text
    assert after.edited - before <= 1
    assert len(cell_requests) == 6


async def test_without_the_right_to_pin_the_leader_is_asked_once(town: Town) -> None:
    leader, member, office = (town.person(name) for name in ("王", "李", "赵"))
    chat = int(town.world.group("一网格", members=[leader.id, member.id], bot_admin=False))
    await populate(town, workbook(leader, member, office, {}))
    await agree(leader, member, office)
    await leader.says("/bind G1", chat)
    await leader.presses("群里只有工作人员，确认绑定", chat)
    await town.wait(MINUTE)
    assert "待办看板" in "".join(town.texts(chat))
    assert len([one for one in leader.sees() if "没能置顶" in one.text]) == 1
    assert not [one for one in leader.sees(chat) if "没能置顶" in one.text]


async def test_after_a_move_to_a_supergroup_the_board_is_pinned_again(town: Town) -> None:
    leader, member, office, resident = (town.person(name) for name in ("王", "李", "赵", "陈"))
    chat = int(town.world.group("一网格", members=[leader.id, member.id], bot_admin=True, supergroup=False))
    await populate(town, workbook(leader, member, office, {"G1": chat}))
    await agree(leader, member, office, resident)
    await town.wait(MINUTE)
    new = int(town.world.migrate(chat))
    await town.wait(2 * MINUTE)
    pinned = [shown for shown in member.sees(new) if shown.pinned]
    assert ["待办看板" in shown.text for shown in pinned] == [True]


async def test_in_a_basic_group_the_board_has_buttons(town: Town) -> None:
    leader, member, office, resident = (town.person(name) for name in ("王", "李", "赵", "陈"))
    chat = int(town.world.group("一网格", members=[leader.id, member.id], bot_admin=True, supergroup=False))
    await populate(town, workbook(leader, member, office, {"G1": chat}))
    await agree(leader, member, office, resident)
    for label in ("3号楼", "502"):
        await resident.presses(label)
    await resident.says("楼道灯坏了")
    await resident.presses("确认提交")
    await town.wait(MINUTE)
    await member.presses("看 XF-1201-001", chat)
    assert "状态：待认领" in town.texts(chat)[-1]


async def _many(town: Town, place: Neighbourhood, count: int) -> list[int]:
    """So many requests filed within the same minute, each hung up as filing does."""
    found, acts = [], []
    for n in range(count):
        async with town.database.write() as tx:
            resident = await people.find_by_telegram(tx, place.resident.id)
            cell = await tx.one("SELECT id, community_id FROM cells WHERE code = 'G1'")
            assert resident is not None
            assert cell is not None
            request_id = await requests.add_request(
                tx, cell["community_id"], f"XF-{n + 1:03d}", rules.Filing(resident.id, "power"), cell_id=cell["id"],
                route="test", now=town.clock.now(),
            )
            request = await requests.get_request(tx, request_id)
            assert request is not None
            act = town.bot.frame.act(tx, town.clock.now(), Origin())
            await cards.put_up(act, request)
            found.append(int(request_id))
            acts.append(act)
    town.bot.delivery.committed(acts)
    return found


async def test_sixty_requests_within_a_minute_stay_within_telegrams_limit(town: Town, limits: Limits) -> None:
    """Cards first, then digests; not one refusal for going too fast, and every one can be claimed."""
    assert limits.enforce
    assert limits.per_group_minute == 20
    place = await settled(town)
    await town.wait(2 * MINUTE)
    before = len(place.member.sees(place.grid_chat))
    ids = await _many(town, place, 60)
    await town.wait(MINUTE)
    fresh = place.member.sees(place.grid_chat)[before:]
    said = [one for one in fresh if one.sender == "bot"]
    assert len(said) <= 20
    labels = [button.text for one in said for row in one.buttons for button in row]
    assert labels.count("认领") == 10
    assert len({label for label in labels if label.startswith("认领 ")}) == 50
    assert len({*re.findall(r"XF-\d{3}", "".join(one.text for one in said))}) == 60
    for n in range(11, 61):
        town.world.press(place.member.id, place.grid_chat, _holding(said, f"认领 XF-{n:03d}"), f"认领 XF-{n:03d}")
    await town.settle(20 * MINUTE)
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM requests WHERE state = 'claimed'")
    assert row is not None
    assert row["n"] == 50
    assert len(ids) == 60


def _holding(said: list[Shown], label: str) -> int:
    return next(one.message_id for one in said if any(button.text == label for row in one.buttons for button in row))


async def test_what_is_claimed_from_a_digest_gets_a_card_and_leaves_the_buttons(town: Town) -> None:
    place = await settled(town)
    await town.wait(2 * MINUTE)
    await _many(town, place, 12)
    await town.settle()
    await place.member.presses("认领 XF-011", place.grid_chat)
    assert "您已认领 XF-011" in place.member.toast
    digest = next(one for one in place.member.sees(place.grid_chat) if "刚刚来了" in one.text)
    assert "XF-011 用电照明" in digest.text
    assert [button.text for row in digest.buttons for button in row] == ["认领 XF-012"]
    assert any("XF-011 用电照明" in text and "状态：李网格办理中" in text for text in town.texts(place.grid_chat))


async def test_a_burst_without_digests_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> int:
        return 1

    monkeypatch.setattr(table, "count_card", never)
    with pytest.raises(AssertionError):
        await test_sixty_requests_within_a_minute_stay_within_telegrams_limit(town, Limits())


async def _alone(town: Town) -> tuple[Person, Person, Person, Person]:
    leader, member, office, resident = (town.person(name) for name in ("王", "李", "赵", "陈"))
    await populate(town, workbook(leader, member, office, {}))
    await agree(leader, member, office, resident)
    for label in ("3号楼", "502"):
        await resident.presses(label)
    return leader, member, office, resident


async def test_several_cells_on_one_group(town: Town) -> None:
    leader, member, office, resident = await _alone(town)
    chat = town.group("联合工作群", office, leader, member)
    await office.says("/bind G1 G2", chat)
    assert "第一网格、第二网格" in town.texts(chat)[-1]
    await office.presses("只有工作人员，绑定第一网格", chat)
    await office.presses("只有工作人员，绑定第二网格", chat)
    await resident.says("楼道灯坏了")
    await resident.presses("确认提交")
    assert "（第一网格）" in town.texts(chat)[-1]
    assert "待办看板 第一网格、第二网格" in "".join(town.texts(chat))
    await office.says("/tasks", chat)
    told = "".join(town.texts(chat))
    assert "第一网格待认领 1 件" in told
    await office.says("/bind", chat)
    assert "本群已绑定：第一网格、第二网格" in town.texts(chat)[-1]


async def test_unbinding_sends_what_is_open_elsewhere(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    await place.leader.says("/bind", place.grid_chat)
    await place.member.presses("解除绑定 第一网格", place.grid_chat)
    assert "要请这个网格的网格长或社区来做" in place.member.toast
    await place.leader.presses("解除绑定 第一网格", place.grid_chat)
    assert "已解除绑定“第一网格”" in "".join(town.texts(place.grid_chat))
    assert any("XF-1201-001" in text and "状态：待认领" in text for text in town.texts(place.office_chat))
    assert not any("状态：待认领" in text for text in town.texts(place.grid_chat))


async def test_a_residents_group_is_refused(town: Town) -> None:
    leader, member, _, _ = await _alone(town)
    chat = town.group("幸福苑3号楼业主群", leader, member)
    await leader.says("/bind G1", chat)
    assert "这是居民的群" in town.texts(chat)[-1]


async def test_cards_stop_at_once_where_a_resident_comes_in(town: Town) -> None:
    leader, member, _, resident = await _alone(town)
    chat = town.group("一网格", leader, member)
    await leader.says("/bind G1", chat)
    await leader.presses("群里只有工作人员，确认绑定", chat)
    await resident.says("楼道灯坏了")
    await resident.presses("确认提交")
    assert any("状态：待认领" in text for text in town.texts(chat))
    town.world.join(resident.id, chat)
    await town.settle()
    assert any("好像有居民" in one.text for one in leader.sees())
    assert not any("状态：待认领" in text for text in town.texts(chat))
    assert any("状态：待认领" in one.text for one in member.sees())
    await resident.says("水管漏水")
    await resident.presses("确认提交")
    assert not any("XF-1201-002" in text for text in town.texts(chat))
    assert any("XF-1201-002" in one.text for one in member.sees())
    await leader.presses("确认是工作人员")
    assert "继续发到工作群" in leader.last
    await town.wait(MINUTE)
    assert any("XF-1201-002" in text and "状态：待认领" in text for text in town.texts(chat))


async def test_or_the_leader_turns_to_private_notices(town: Town) -> None:
    leader, member, _, resident = await _alone(town)
    chat = town.group("一网格", leader, member)
    await leader.says("/bind G1", chat)
    await leader.presses("群里只有工作人员，确认绑定", chat)
    town.world.join(resident.id, chat)
    await town.settle()
    await leader.presses("改为私聊通知")
    assert "已解除绑定“第一网格”" in leader.last
    await resident.says("楼道灯坏了")
    await resident.presses("确认提交")
    assert any("XF-1201-001" in one.text for one in member.sees())
    assert not any("XF-1201-001" in text for text in town.texts(chat))


async def test_a_colleague_who_joins_changes_nothing(town: Town) -> None:
    place = await settled(town)
    town.world.join(place.office.id, place.grid_chat)
    await town.settle()
    await _filed(place)
    assert any("状态：待认领" in text for text in town.texts(place.grid_chat))


async def _forum(town: Town) -> tuple[int, Person, Person, Person]:
    leader, member, _, resident = await _alone(town)
    chat = int(town.world.group("一网格", members=[leader.id, member.id], bot_admin=True, forum=True))
    await leader.says("/bind G1", chat)
    await leader.presses("按类别分话题，绑定第一网格", chat)
    return chat, leader, member, resident


async def test_a_topic_for_each_category(town: Town) -> None:
    chat, _, member, resident = await _forum(town)
    for words in ("楼道灯坏了", "路灯不亮", "水管漏水"):
        await resident.says(words)
        await resident.presses("确认提交")
    cards = [one for one in member.sees(chat) if "状态：待认领" in one.text]
    topics = {one.topic for one in cards if "用电照明" in one.text}
    assert len(cards) == 3
    assert len(topics) == 1
    assert topics != {one.topic for one in cards if "用水排水" in one.text}
    assert None not in topics
    await member.presses("认领", chat)
    assert "您已认领" in member.toast


async def test_tasks_shows_fresh_cards_in_their_topics(town: Town) -> None:
    chat, _, member, resident = await _forum(town)
    await resident.says("楼道灯坏了")
    await resident.presses("确认提交")
    await member.says("/tasks", chat)
    cards = [one for one in member.sees(chat) if "XF-1201-001" in one.text and "状态：待认领" in one.text]
    assert len({one.topic for one in cards}) == 1
    assert not any("继续办理" in text for text in town.texts(chat))


async def test_a_closed_topic_gives_way_to_the_general_one(town: Town) -> None:
    chat, leader, member, resident = await _forum(town)
    await resident.says("楼道灯坏了")
    await resident.presses("确认提交")
    first = next(one for one in member.sees(chat) if "状态：待认领" in one.text)
    service(town.world, town.world.chats[str(chat)], leader.id, {"forum_topic_closed": {}}, first.topic)
    await town.settle()
    await resident.says("路灯不亮")
    await resident.presses("确认提交")
    second = next(one for one in member.sees(chat) if "XF-1201-002" in one.text and "状态：" in one.text)
    assert second.topic != first.topic


async def test_without_the_right_to_make_topics_cards_hang_in_the_general_one(town: Town) -> None:
    leader, member, _, resident = await _alone(town)
    chat = int(town.world.group("一网格", members=[leader.id, member.id], bot_admin=False, forum=True))
    await leader.says("/bind G1", chat)
    await leader.presses("按类别分话题，绑定第一网格", chat)
    await resident.says("楼道灯坏了")
    await resident.presses("确认提交")
    assert any("状态：待认领" in text for text in town.texts(chat))


async def test_a_group_bound_in_a_topic_has_its_cards_there(town: Town) -> None:
    leader, member, _, resident = await _alone(town)
    chat = int(town.world.group("一网格", members=[leader.id, member.id], bot_admin=True, forum=True))
    topic = int(town.world.topic(chat, "办件", leader.id))
    town.world.say(leader.id, chat, "/bind G1", topic=topic)
    await town.settle()
    await leader.presses("群里只有工作人员，确认绑定", chat)
    await resident.says("楼道灯坏了")
    await resident.presses("确认提交")
    assert [one.topic for one in member.sees(chat) if "状态：待认领" in one.text] == [topic]


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    async with town.database.write() as tx:
        await tx.run("UPDATE chats SET language = 'en' WHERE chat_id = :chat_id", chat_id=place.grid_chat)
    await _filed(place)
    await town.wait(MINUTE)
    assert "Open requests" in "".join(town.texts(place.grid_chat))
    assert "One in all" in "".join(town.texts(place.grid_chat))


async def test_a_forged_line_claims_nothing_for_an_outsider(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    town.world.press_raw(place.resident.id, place.grid_chat, 1, pack("claim_line", 1, 1))
    await town.settle()
    assert "不在您负责的网格" in place.resident.toast


async def test_a_copy_of_a_digest_that_nobody_keeps_becomes_a_pointer(town: Town) -> None:
    """Sent anew after an unknown outcome: whoever presses the older copy is led to the newest one."""
    place = await settled(town)
    await _many(town, place, 12)
    await town.wait(10_000)
    digest = next(one for one in place.member.sees(place.grid_chat) if "刚刚来了" in one.text)
    async with town.database.write() as tx:
        await tx.run("UPDATE views SET message_id = NULL, wanted = wanted + 1 WHERE kind = 'digest'")
        await tx.run("DELETE FROM links WHERE message_id = :id", id=digest.message_id)
    town.bot.delivery.look_again()
    await town.settle()
    label = digest.buttons[0][0].text
    town.world.press(place.member.id, place.grid_chat, digest.message_id, label)
    await town.settle()
    assert "您已认领" in place.member.toast
    old = next(one for one in place.member.sees(place.grid_chat) if one.message_id == digest.message_id)
    assert not old.buttons
    assert "请看同一编号的最新一条" in old.text
