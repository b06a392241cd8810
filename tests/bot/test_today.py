"""今日待办: one message in the morning to whoever has something to do, and to nobody else."""

import pytest

from storage import today as table
from storage.database import Transaction
from storage.timers import set_timer
from tests.community import Neighbourhood, settled
from tests.town import Person, Town

pytestmark = pytest.mark.engines
HOUR = 3_600_000
DAY = 24 * HOUR
WEDNESDAY_NINE = 1_796_090_400_000 + 23 * HOUR


def _lists(person: Person, title: str = "今日待办") -> list[str]:
    return [shown.text for shown in person.sees() if shown.sender == "bot" and title in shown.text]


async def _filed(place: Neighbourhood, words: str = "楼道灯坏了") -> None:
    await place.resident.says(words)
    await place.resident.presses("确认提交")


async def test_the_morning_lists_what_is_mine_and_what_nobody_has(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    await place.member.presses("认领", place.grid_chat)
    await _filed(place, "水管漏水")
    await town.wait_until(WEDNESDAY_NINE)
    told = _lists(place.member)
    assert len(told) == 1
    assert "您手上（1 件" in told[0]
    assert "还没人认领（1 件" in told[0]
    assert told[0].index("XF-1201-001") < told[0].index("XF-1201-002")
    await place.member.presses("认领 XF-1201-002")
    assert "您已认领 XF-1201-002" in place.member.toast


async def test_its_button_opens_the_page_of_what_is_held(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    await place.member.presses("认领", place.grid_chat)
    await town.wait_until(WEDNESDAY_NINE)
    await place.member.presses("打开 XF-1201-001")
    assert "幸福苑3号楼2单元502" in place.member.last


async def test_nothing_to_do_is_no_message(town: Town) -> None:
    place = await settled(town)
    await town.wait_until(WEDNESDAY_NINE)
    assert not _lists(place.office)


async def test_never_at_the_weekend(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    await town.wait_until(WEDNESDAY_NINE + 2 * DAY)
    before = len(_lists(place.member))
    await town.wait(2 * DAY)
    assert len(_lists(place.member)) == before
    await town.wait(DAY)
    assert len(_lists(place.member)) == before + 1


async def test_what_was_held_overnight_is_in_the_same_message(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    await place.member.presses("认领", place.grid_chat)
    await _filed(place, "水管漏水")
    await town.wait(10 * HOUR)
    await place.resident.says("/my")
    await _withdraw(place)
    assert "居民已撤回" not in place.member.last
    await town.wait_until(WEDNESDAY_NINE)
    assert "居民已撤回" in _lists(place.member)[-1]


async def _withdraw(place: Neighbourhood) -> None:
    await place.resident.presses("XF-1201-001 用电照明 · 办理中")
    await place.resident.presses("撤回")


async def test_a_volunteer_hears_only_of_what_they_hold(town: Town) -> None:
    place = await settled(town)
    async with town.database.write() as tx:
        await tx.run(
            """UPDATE posts SET role = 'anchor'
               WHERE person_id = (SELECT id FROM people WHERE telegram_id = :telegram_id)""",
            telegram_id=place.member.id,
        )
    await _filed(place)
    await town.wait_until(WEDNESDAY_NINE)
    assert not _lists(place.member)
    await place.member.presses("认领", place.grid_chat)
    await town.wait(DAY)
    assert len(_lists(place.member)) == 1


async def test_once_a_day_whatever_happens(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    await town.wait_until(WEDNESDAY_NINE - HOUR)
    await town.crash()
    await town.start()
    await town.wait_until(WEDNESDAY_NINE)
    await town.crash()
    await town.start()
    await town.wait(HOUR)
    assert len(_lists(place.member)) == 1


async def test_a_day_that_begins_twice_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def careless(tx: Transaction, person_id: int, date: str) -> bool:
        return True

    async def twice(town: Town) -> int:
        async with town.database.write() as tx:
            set_timer(tx, "today", 1, town.clock.now())
        await town.settle()
        return len(_lists(place.member))

    place = await settled(town)
    await _filed(place)
    await town.wait_until(WEDNESDAY_NINE)
    assert await twice(town) == 1
    monkeypatch.setattr(table, "take_day", careless)
    assert await twice(town) == 2


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    await place.member.says("/language")
    await place.member.presses("English")
    await _filed(place)
    await town.wait_until(WEDNESDAY_NINE)
    assert "Nobody has these yet (1)" in _lists(place.member, "To do today")[0]
