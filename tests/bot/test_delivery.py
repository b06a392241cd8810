"""Out: within Telegram's limits, in order, urgent things first, whole texts in parts, and no word to dead chats."""

from typing import Any

import pytest

from bot.act import ANSWER, BROADCAST, Act, Origin
from bot.lanes import Lanes
from bot.limits import Limiter
from domain.ids import ChatId
from storage import messages
from tests.community import settled
from tests.crowd import REPEAT
from tests.town import SETTINGS, TOKEN, Town

pytestmark = [pytest.mark.engines, pytest.mark.one_language("about the machine, whatever is said")]


async def _say(town: Town, *chats: int, urgency: int = ANSWER, key: str = "request.noted", **facts: Any) -> None:
    """What an act would write, without an update to cause it."""
    async with town.database.write() as tx:
        act: Act = town.bot.frame.act(tx, town.clock.now(), Origin())
        for n, chat in enumerate(chats):
            act.say(ChatId(chat), key, urgency=urgency, **{"number": f"第{n}条", **facts})
    town.bot.delivery.committed([act])


def _refused(town: Town) -> int:
    return sum(call.status == 429 for call in town.world.calls)


async def test_a_burst_to_many_keeps_every_limit(town: Town) -> None:
    """2,000 messages to 400 people and 5 groups: not one 429, all delivered, in order, as fast as is allowed."""
    people = [town.person(f"居民{n}").id for n in range(400)]
    for one in people:
        town.world.begin(one)
    groups = [town.group(f"群{n}", town.person("王")) for n in range(5)]
    chats = [*people * 4, *groups * 20, *people[:300]]
    began = town.clock.monotonic()
    await _say(town, *chats[:1000], urgency=BROADCAST)
    await _say(town, *chats[1000:], urgency=BROADCAST)
    await town.settle(400_000)
    assert _refused(town) == 0
    sends = [call for call in town.world.calls if call.method == "sendMessage"]
    assert len(sends) == len(chats)
    took = sends[-1].at_ms - sends[0].at_ms
    assert took <= len(chats) / 30 * 1000 * 1.03 + 1000, f"{took} ms since {began}"
    for one in people:
        numbers = [int(text.split("条")[0][1:]) for text in town.texts(one)]
        assert len(numbers) == chats.count(one)


async def test_sixty_messages_into_one_group(town: Town) -> None:
    """Limited to twenty a minute: none is dropped, none is refused, the order stays."""
    group = town.group("群", town.person("王"))
    await _say(town, *[group] * 60)
    await town.settle(400_000)
    assert _refused(town) == 0
    assert [text.split()[0] for text in town.texts(group) if "条" in text] == [f"第{n}条" for n in range(60)]


async def test_an_urgent_answer_does_not_wait_behind_a_broadcast(town: Town) -> None:
    """R7: while reminders drain at thirty a second, an answer is there within a second."""
    people = [town.person(f"居民{n}").id for n in range(300)]
    for one in people:
        town.world.begin(one)
    asking = town.person("陈")
    town.world.begin(asking.id)
    await _say(town, *people, urgency=BROADCAST)
    for _ in range(100):
        await town._busy()
        at = await town._next()
        town.clock.step(max(1, (at or 0) - town.clock.monotonic()))
        if len(town.world.calls) > 100:
            break
    asked_at = town.clock.now()
    await _say(town, asking.id)
    await town.settle(60_000)
    answer = next(call for call in town.world.calls if call.params.get("chat_id") == asking.id)
    assert answer.at_ms - asked_at < 1_000
    assert _refused(town) == 0


async def test_a_queue_without_classes_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    add = Lanes.add

    def flat(lanes: Lanes, item: Any) -> None:
        item.urgency = BROADCAST
        add(lanes, item)

    monkeypatch.setattr(Lanes, "add", flat)
    with pytest.raises(AssertionError):
        await test_an_urgent_answer_does_not_wait_behind_a_broadcast(town)


async def _forty_around_a_crash(town: Town) -> None:
    place = await settled(town)
    await town.wait(70_000)
    await _say(town, *[place.grid_chat] * 20)
    await town.settle(2_000)
    await town.crash()
    await town.start()
    await _say(town, *[place.grid_chat] * 20)
    await town.settle(90_000)
    assert sum(text.startswith("第") and "条" in text for text in town.texts(place.grid_chat)) == 40


async def test_a_groups_limit_outlives_a_crash(town: Town) -> None:
    """Telegram goes on counting what was sent before it."""
    await _forty_around_a_crash(town)
    assert _refused(town) == 0


async def test_a_bot_that_forgets_what_it_sent_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Limiter, "remember", lambda *_: None)
    await _forty_around_a_crash(town)
    assert _refused(town) > 0


async def test_a_clock_that_is_set_back_silences_no_group(town: Town) -> None:
    place = await settled(town)
    await town.wait(70_000)
    await _say(town, *[place.grid_chat] * 20)
    await town.settle(2_000)
    async with town.database.write() as tx:
        await tx.run("UPDATE links SET sent_at = sent_at + 3600000")
    await town.crash()
    await town.start()
    await _say(town, place.grid_chat)
    await town.settle(90_000)
    assert sum(text.startswith("第") and "条" in text for text in town.texts(place.grid_chat)) == 21


async def test_a_429_stops_that_chat_alone(town: Town) -> None:
    one, other = town.person("甲"), town.person("乙")
    for person in (one, other):
        town.world.begin(person.id)
    town.world.fault("rate_limited", "sendMessage", chat_id=one.id, retry_after=30)
    await _say(town, one.id, other.id)
    await town.settle(5_000)
    assert town.texts(other.id)
    assert not town.texts(one.id)
    await town.settle(40_000)
    assert len(town.texts(one.id)) == 1
    assert REPEAT not in town.texts(one.id)[0]


async def test_a_long_text_goes_on_where_it_stopped(town: Town) -> None:
    """Three parts; the second is lost once. The first is not said again, and the buttons are on the last."""
    one = town.person("甲")
    town.world.begin(one.id)
    town.bot.texts.languages["zh"]["request.noted"] = "😀" * 5_000 + "{number}"  # type: ignore[index]
    town.world.fault("latency", "sendMessage", times=1)
    town.world.fault("drop_before", "sendMessage", times=1)
    await _say(town, one.id, number="完")
    await town.settle(60_000)
    texts = town.texts(one.id)
    assert [text.startswith(REPEAT) for text in texts] == [False, True, False]
    assert "".join(text.removeprefix(REPEAT).strip() for text in texts) == "😀" * 5_000 + "完"


async def test_no_word_to_a_dead_chat_after_the_first_refusal(town: Town) -> None:
    place = await settled(town)
    town.world.block(place.resident.id)
    await town.settle()
    calls = len(town.world.calls)
    await _say(town, *[place.resident.id] * 5)
    await town.settle(60_000)
    assert len([call for call in list(town.world.calls)[calls:] if call.method == "sendMessage"]) <= 1
    async with town.database.read() as tx:
        assert await messages.count_stuck(tx) >= 4
    town.world.unblock(place.resident.id)
    await place.resident.says("/start")
    assert "欢迎回来" in place.resident.last


async def test_a_view_for_a_dead_chat_rests_until_it_is_open_again(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await place.member.presses("办结", place.grid_chat)
    town.world.block(place.resident.id)
    await place.member.says("换了灯泡")
    calls = len(town.world.calls)
    await town.wait(600_000)
    assert len(town.world.calls) == calls
    town.world.unblock(place.resident.id)
    await town.settle()
    assert "真的解决了吗" in place.resident.last


@pytest.mark.parametrize("told", [True, False], ids=["told by service messages", "found out by a refusal"])
async def test_a_group_becomes_a_supergroup(town: Town, *, told: bool) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    new = town.world.migrate(place.grid_chat)
    if not told:
        town.world.queues[town.bot.bot_id].items.clear()
        await _say(town, place.grid_chat)
    await town.settle(120_000)
    assert any("XF-1201-001" in text for text in town.texts(new))
    await place.member.presses("认领", new)
    assert "您已认领" in place.member.toast
    await place.resident.says("电梯坏了")
    await place.resident.presses("确认提交")
    assert any("XF-1201-002" in text for text in town.texts(new))


async def test_press_answers_expire_and_are_dropped(town: Town) -> None:
    """Worthless after ten seconds: an answer that could not go out is not sent later."""
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    shown = town.with_button(place.resident.id, "确认提交").message_id
    town.world.press(place.resident.id, place.resident.id, shown, "确认提交")
    while town.world.pending(TOKEN):
        await town.bot.poller.step()
    town.clock.step(20_000)
    await town.settle()
    assert "已收到，编号" in place.resident.last
    assert not [call for call in town.world.calls if call.method == "answerCallbackQuery" and call.status != 200]


async def test_after_a_gap_each_work_group_is_asked_to_press_again(town: Town) -> None:
    """Presses are kept for 150 s only."""
    place = await settled(town)
    await town.crash()
    town.clock.step(3_600_000)
    await town.start()
    await town.settle()
    asked = [text for text in town.texts(place.grid_chat) if "请再点一次" in text]
    assert len(asked) == 1
    await town.crash()
    town.clock.step(100_000)
    await town.start()
    await town.settle()
    assert len([text for text in town.texts(place.grid_chat) if "请再点一次" in text]) == 1


async def test_a_network_that_was_away_is_a_gap_too(town: Town) -> None:
    place = await settled(town)
    town.bot.intake.gap = town.bot.tell_gap
    town.transport.offline = True
    town.clock.step(600_000)
    assert not await town.bot.poller.step()
    town.transport.offline = False
    await place.resident.says("楼道灯坏了")
    assert [text for text in town.texts(place.grid_chat) if "请再点一次" in text]


async def test_only_what_differs_is_redrawn_after_downtime(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    calls = len(town.world.calls)
    await town.crash()
    await town.start()
    await town.settle()
    assert not [call for call in list(town.world.calls)[calls:] if call.method.startswith("edit")]


def test_limits_are_telegrams() -> None:
    assert SETTINGS.limits.overall_per_second == 30
    assert SETTINGS.limits.private_per_second == 1
    assert SETTINGS.limits.group_per_minute == 20


async def test_a_page_opened_while_it_is_edited_comes_below(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await place.member.says("/mine")
    opens, call = [town.world.messages(place.member.id)[-1]], town.world.call

    async def meanwhile(token: str, method: str, params: Any, files: Any = None) -> Any:
        answer = await call(token, method, params, files)
        if opens and method == "editMessageText" and params["chat_id"] == place.member.id:
            shown = opens.pop()
            town.world.press(place.member.id, place.member.id, shown.message_id, shown.buttons[0][0].text)
            await town.bot.poller.step()
            await town.bot.machine.step()
        return answer

    monkeypatch.setattr(town.world, "call", meanwhile)
    await place.resident.says("我的诉求")
    for label in ("XF-1201-001 用电照明 · 办理中", "补充"):
        await place.resident.presses(label)
    await place.resident.says("四楼的也坏了")
    assert not opens
    [page] = [shown for shown in place.member.sees() if "进展" in str(shown.buttons)]
    listed = next(shown for shown in place.member.sees() if "您手上 1 件" in shown.text)
    assert page.message_id > listed.message_id


async def test_what_turns_an_old_copy_takes_no_place_of_what_is_said(town: Town) -> None:
    """The page is there at once, though the copy that it leaves behind is edited first."""
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await place.member.says("/mine")
    await town.wait(5_000)
    pressed_at = town.clock.now()
    await place.member.presses("XF-1201-001 用电照明")
    shown = [call.at_ms for call in town.world.calls if "由您办理" in str(call.params.get("text"))]
    assert shown[-1] == pressed_at
