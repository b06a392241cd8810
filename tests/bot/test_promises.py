"""Promises as people live them: asked kindly, watched, moved up, each once; and never again once it is done."""

from typing import Any

from storage import people
from tests.community import Neighbourhood, settled
from tests.domain.test_working import at
from tests.town import Person, Town


async def test_what_is_promised_stands_with_the_request(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    await place.resident.says("/my")
    await place.resident.presses("XF-1201-001 用电照明 · 待认领")
    assert "承诺：工作时间4小时内与您联系，3个工作日内办结（最迟12月4日（周五）18:00）" in place.resident.last
    assert "现在由第一网格负责，已" in place.resident.last
    [contact, resolve] = await rows(town, "SELECT * FROM promises ORDER BY id")
    assert contact["promised_at"] // 60_000 == at("2026-12-01 15:30") // 60_000
    assert resolve["promised_at"] == at("2026-12-04 18:00")
    assert contact["calendar"] == town.settings.working_hours.calendar("Asia/Shanghai").version


async def test_a_word_to_the_holder_then_the_leader_then_it_moves_up(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait_until(at("2026-12-01 15:29"))
    assert not said(place.member, "答应居民的时间到了")
    await town.wait_until(at("2026-12-01 16:00"))
    assert len(said(place.member, "XF-1201-001 用电照明（幸福苑3号楼）答应居民的时间到了")) == 1
    await town.wait_until(at("2026-12-02 10:30"))
    assert len(said(place.leader, "请您帮着看一看")) == 1
    assert "这件仍由李网格办理" in said(place.leader, "请您帮着看一看")[0]
    assert await holder(town) == "李网格"
    await town.wait_until(at("2026-12-03 10:30"))
    assert await holder(town) is None
    assert "您前面做的都在记录里" in said(place.member, "已转由第一网格负责")[0]
    assert said(place.leader, "转到您这里负责")
    assert said(place.resident, "已转由第一网格负责")
    [row] = await rows(town, "SELECT offered_to_id, worker_id FROM requests")
    assert row["offered_to_id"] == await person_id(town, place.leader)
    assert row["worker_id"] == await person_id(town, place.member)


async def test_each_step_is_taken_once(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait_until(at("2026-12-18 18:00"))
    steps = await rows(town, "SELECT promise_id, n, step, person_id FROM promise_steps ORDER BY at")
    assert len(steps) == len({tuple(row[name] for name in ("promise_id", "n", "person_id")) for row in steps})
    assert len(said(place.member, "答应居民的时间到了")) == 1
    [row] = await rows(town, "SELECT cell_id, state FROM requests")
    assert row["state"] == "open"


async def test_no_group_ever_reads_that_somebody_is_late(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await town.wait_until(at("2026-12-18 18:00"))
    for chat in (place.grid_chat, place.office_chat):
        assert not [text for text in town.texts(chat) if "超时" in text or "答应居民" in text]


async def filed(place: Neighbourhood, words: str = "楼道灯坏了") -> None:
    await place.resident.says(words)
    await place.resident.presses("确认提交")


async def claimed(place: Neighbourhood) -> None:
    await filed(place)
    await place.member.presses("认领", place.grid_chat)


def said(person: Person, words: str) -> list[str]:
    return [shown.text for shown in person.sees() if shown.sender == "bot" and words in shown.text]


async def rows(town: Town, sql: Any) -> list[Any]:
    async with town.database.read() as tx:
        return await tx.all(sql)


async def holder(town: Town) -> str | None:
    async with town.database.read() as tx:
        row = await tx.one("SELECT holder_id FROM requests ORDER BY id")
        assert row is not None
        if row["holder_id"] is None:
            return None
        return (await people.get_person(tx, row["holder_id"])).name


async def person_id(town: Town, person: Person) -> int:
    async with town.database.read() as tx:
        found = await people.find_by_telegram(tx, person.id)
    assert found is not None
    return found.id
