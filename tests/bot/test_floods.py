"""Too much at once: everything is stored, less is answered, and danger is dealt with as ever."""

import pytest

from bot import works
from bot.actions.floods import slow_down
from domain import floods
from domain.floods import Bucket, Verdict
from sandbox.world import Limits
from tests.community import settled
from tests.town import SETTINGS, Person, Town

BURST = SETTINGS.flood.burst


@pytest.fixture
def limits() -> Limits:
    return Limits(enforce=False)


async def test_a_burst_is_gathered_into_one_and_answered_once(town: Town) -> None:
    place = await settled(town)
    for n in range(BURST * 2):
        town.world.say(place.resident.id, place.resident.id, f"灯坏了，第{n}盏")
    await town.settle()
    said = _answers(place.resident)
    assert len([text for text in said if "一条都不会丢" in text]) == 1
    assert "第0盏" in "".join(said)
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM notes")
        drafts = await tx.one("SELECT COUNT(*) AS n FROM drafts")
    assert row is not None
    assert drafts is not None
    assert row["n"] == BURST * 2
    assert drafts["n"] == 1


async def test_after_the_line_there_is_silence_until_it_calms(town: Town) -> None:
    place = await settled(town)
    await _greet(town, place.resident, BURST * 2)
    answered = len([text for text in _answers(place.resident) if "您好，我在" in text])
    assert answered <= BURST
    await town.wait(120_000)
    await place.resident.says("你好")
    assert "您好，我在" in place.resident.last


async def test_a_hundred_a_minute_mute_and_the_office_is_told(town: Town) -> None:
    place = await settled(town)
    await _greet(town, place.resident, 120)
    await town.wait(30_000)
    assert "10 分钟后再回复您" in place.resident.last
    assert "一分钟里" in place.office.last
    await town.wait(300_000)
    before = len(place.resident.sees())
    await place.resident.says("谢谢")
    assert len(place.resident.sees()) == before + 1
    await town.wait(600_000)
    await place.resident.says("你好")
    assert "您好，我在" in place.resident.last


async def test_danger_is_never_limited(town: Town) -> None:
    place = await settled(town)
    await _greet(town, place.resident, 120)
    await place.resident.says("着火了！")
    assert any("请马上拨打 119" in text for text in _answers(place.resident))
    assert "🆘" in place.member.last


async def test_a_limit_on_danger_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(works, "FIRST", [slow_down])
    with pytest.raises(AssertionError):
        await test_danger_is_never_limited(town)


async def test_a_stranger_reads_the_notice_a_few_times_and_no_more(town: Town) -> None:
    await settled(town)
    stranger = town.person("路人")
    await _greet(town, stranger, BURST * 2)
    notices = [text for text in _answers(stranger) if "我是社区的" in text]
    assert 1 <= len(notices) <= BURST


async def test_a_group_is_answered_less_as_well(town: Town) -> None:
    place = await settled(town)
    for _ in range(BURST * 2):
        town.world.say(place.member.id, place.grid_chat, "/help")
    await town.settle()
    helps = [text for text in town.texts(place.grid_chat) if "/mine" in text]
    assert 1 <= len(helps) <= BURST
    assert len([text for text in town.texts(place.grid_chat) if "一条都不会丢" in text]) == 1


def test_the_bucket_fills_again_with_time() -> None:
    bucket: Bucket | None = None
    for n in range(BURST):
        bucket, verdict = floods.take(bucket, SETTINGS.flood, n)
        assert verdict == Verdict("answer")
    bucket, verdict = floods.take(bucket, SETTINGS.flood, BURST)
    assert verdict == Verdict("quiet", say=True)
    bucket, verdict = floods.take(bucket, SETTINGS.flood, BURST + 1)
    assert verdict == Verdict("quiet")
    _, verdict = floods.take(bucket, SETTINGS.flood, BURST * SETTINGS.flood.refill * 1000)
    assert verdict == Verdict("answer")


async def _greet(town: Town, person: Person, times: int) -> None:
    for _ in range(times):
        town.world.say(person.id, person.id, "你好")
    await town.settle(5_000)


def _answers(person: Person) -> list[str]:
    return [shown.text for shown in person.sees() if shown.sender == "bot"]

