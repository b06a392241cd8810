"""The first reminder: 洗衣日, through quiet evenings, downtime, kills and clocks that are set."""

from typing import Any

import pytest

from bot.act import Act, Origin
from bot.actions import programmes
from domain.programmes import PlannedStep, plan
from storage import people
from tests.community import EVENING_BEFORE, Neighbourhood, agree, settled
from tests.town import Person, Town

pytestmark = pytest.mark.engines
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


async def _tag(town: Town, person: Person) -> None:
    async with town.database.write() as tx:
        known = await people.find_by_telegram(tx, person.id)
        assert known is not None
        await people.add_tag(tx, known.id, "独居老人")


async def _daughter(town: Town) -> Person:
    """The registered relative of somebody without the app joins with her phone number."""
    daughter = town.person("小张")
    await agree(daughter)
    town.world.send_contact(daughter.id, daughter.id, "19900000021", of=daughter.id)
    await town.settle()
    assert "认出您了" in daughter.last
    return daughter


async def _ready(town: Town) -> tuple[Neighbourhood, Person]:
    place = await settled(town)
    await _tag(town, place.resident)
    return place, await _daughter(town)


async def test_the_evening_before(town: Town) -> None:
    place, daughter = await _ready(town)
    await town.wait_until(EVENING_BEFORE - 1)
    assert "洗衣日" not in place.resident.last
    await town.wait(2 * MINUTE)
    assert "洗衣日" in place.resident.last
    assert "12月12日（周六）09:00" in place.resident.last
    assert "社区洗衣房" in place.resident.last
    assert "为张奶奶" in daughter.last
    await place.resident.presses("参加")
    assert "已报名" in place.resident.last
    await daughter.presses("请上门取")
    assert "会有人上门来取" in daughter.last
    counts = town.texts(place.office_chat)[-1]
    assert "参加 1 · 上门取 1" in counts
    assert "张奶奶" not in "".join(town.texts(place.office_chat))
    assert "幸福苑" not in counts


async def test_whoever_cannot_be_reached_is_on_the_call_list_of_their_grid_member(town: Town) -> None:
    place, _ = await _ready(town)
    await town.wait_until(EVENING_BEFORE + 2 * MINUTE)
    listed = "\n".join(shown.text for shown in place.member.sees())
    assert "刘爷爷" in listed
    assert "028" in listed
    assert "刘爷爷" not in "".join(town.texts(place.grid_chat) + town.texts(place.office_chat))


async def test_only_the_person_or_a_relative_may_answer_and_only_in_time(town: Town) -> None:
    place, daughter = await _ready(town)
    await town.wait_until(EVENING_BEFORE + MINUTE)
    message = town.with_button(daughter.id, "参加")
    data = message.buttons[0][0].data or ""
    town.world.press_raw(place.member.id, place.member.id, 1, data)
    await town.settle()
    assert "这不是发给您的提醒" in place.member.toast
    await town.wait_until(EVENING_BEFORE + 3 * HOUR)
    await daughter.presses("参加")
    assert "报名已经截止" in daughter.toast


async def test_planned_once_however_often_it_is_looked_at(town: Town) -> None:
    place, _ = await _ready(town)
    for _ in range(3):
        async with town.database.write() as tx:
            act: Act = town.bot.frame.act(tx, town.clock.now(), Origin())
            await programmes.plan_all(act)
        await town.settle()
    await town.wait_until(EVENING_BEFORE + 10 * MINUTE)
    assert sum("洗衣日" in shown.text for shown in place.resident.sees()) == 1


@pytest.mark.parametrize("gap", [2 * MINUTE, HOUR, 2 * HOUR])
async def test_late_after_downtime_while_it_still_helps(town: Town, gap: int) -> None:
    place, _ = await _ready(town)
    await town.wait_until(EVENING_BEFORE - MINUTE)
    await town.crash()
    town.clock.step(gap)
    await town.start()
    await town.settle()
    assert sum("洗衣日" in shown.text for shown in place.resident.sees()) == 1


async def test_missed_for_good_is_said_to_a_person(town: Town) -> None:
    place, _ = await _ready(town)
    await town.wait_until(EVENING_BEFORE - MINUTE)
    await town.crash()
    town.clock.step(3 * DAY)
    await town.start()
    await town.settle()
    assert "洗衣日" not in place.resident.last
    assert any("没有发出，请打电话或上门通知" in text for text in town.texts(place.office_chat))


async def test_killed_again_and_again_while_reminding(town: Town) -> None:
    place, daughter = await _ready(town)
    await town.wait_until(EVENING_BEFORE - MINUTE)
    town.clock.step(MINUTE)
    for _ in range(12):
        await town.bot.machine.step()
        await town.crash()
        await town.start()
        await town.bot.machine.step()
        await town.bot.delivery.step()
        await town.crash()
        await town.start()
    await town.settle()
    for person in (place.resident, daughter):
        plain = [shown.text for shown in person.sees() if "洗衣日" in shown.text and "重发" not in shown.text]
        assert len(plain) == 1


@pytest.mark.parametrize("step", [-DAY, -HOUR, -1000, 1000, HOUR, DAY])
async def test_a_clock_that_is_set(town: Town, step: int) -> None:
    """Forwards or back: reminded once, at the wall time that was promised."""
    place, _ = await _ready(town)
    await town.wait_until(EVENING_BEFORE - 2 * DAY)
    town.clock.set_wall(town.clock.now() + step)
    await town.settle()
    await town.wait_until(EVENING_BEFORE + 5 * MINUTE)
    assert sum("洗衣日" in shown.text for shown in place.resident.sees()) == 1
    await town.wait(2 * DAY)
    assert sum("洗衣日" in shown.text and "参加" in "".join(b.text for r in shown.buttons for b in r)
               for shown in place.resident.sees()) <= 1


async def test_nobody_is_woken_at_night(town: Town) -> None:
    """Down over the evening, up at half past ten: the message comes in the morning, before the day begins."""
    place, _ = await _ready(town)
    await town.wait_until(EVENING_BEFORE - MINUTE)
    await town.crash()
    town.clock.step(MINUTE + 4 * HOUR + 30 * MINUTE)
    await town.start()
    await town.settle()
    assert "洗衣日" not in place.resident.last
    await town.wait(8 * HOUR + 31 * MINUTE)
    assert "洗衣日" in place.resident.last


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("/language")
    await place.resident.presses("English")
    await _tag(town, place.resident)
    await town.wait_until(EVENING_BEFORE + MINUTE)
    await place.resident.presses("I will come")
    assert "Sat 12 Dec, 09:00" in place.resident.last




@pytest.mark.sqlite
async def test_a_reminder_that_is_dropped_after_a_second_is_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a scheduler's misfire grace time of one second does."""
    def hasty(*given: Any) -> list[PlannedStep]:
        return [one._replace(until_at=one.due_at + 1000) for one in plan(*given)]

    monkeypatch.setattr(programmes, "plan", hasty)
    with pytest.raises(AssertionError):
        await test_late_after_downtime_while_it_still_helps(town, 2 * MINUTE)


async def test_a_relative_who_has_blocked_the_bot_is_not_the_end(town: Town) -> None:
    """Whether it is known beforehand or found out by a refusal: the person is on the grid member's call list."""
    place, daughter = await _ready(town)
    town.world.block(daughter.id)
    town.world.queues[town.bot.bot_id].items.clear()
    await town.wait_until(EVENING_BEFORE + 2 * MINUTE)
    assert "张奶奶" in place.member.last
    assert "其中 3 位没有使用本机器人" in town.texts(place.office_chat)[-1]
