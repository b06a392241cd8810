"""What staff write without saying what it is about: a report as ever, or news of what they have in hand."""

import pytest

from bot.buttons import pack
from domain import requests as states
from tests.community import settled
from tests.handling import claimed, hire, request_row
from tests.town import Person, Town

FIRST, SECOND = "记作 XF-1201-001 的进展", "记作 XF-1201-002 的进展"
PICTURE = b"\xff\xd8\xff\xe0 a picture"


def _labels(person: Person) -> list[str]:
    return [button.text for row in person.sees()[-1].buttons for button in row]


async def test_loose_words_become_news_of_what_is_in_hand(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.says("师傅明天上午来换灯")
    assert "· XF-1201-001 用电照明（幸福苑3号楼）" in place.member.last
    assert "请从下面选择" not in place.member.last
    assert _labels(place.member) == ["确认提交", "修改", "不提交了", FIRST]
    await place.member.presses(FIRST)
    assert "师傅明天上午来换灯" in place.resident.last
    assert "已转告居民" in place.member.toast
    assert any(shown.text == "已记作 XF-1201-001 的进展，没有另外提交。" for shown in place.member.sees())
    async with town.database.read() as tx:
        assert len(await tx.all("SELECT id FROM requests")) == 1


async def test_nobody_is_asked_for_a_door_first(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    before = len(place.member.sees())
    await place.member.says("师傅明天上午来换灯")
    assert len(place.member.sees()) == before + 2, "their own words and one summary"


async def test_several_words_and_pictures_go_together(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    for _ in range(2):
        town.world.send_photo(place.member.id, place.member.id, PICTURE)
    town.world.say(place.member.id, place.member.id, "灯座已拆下")
    await town.settle()
    await place.member.presses(FIRST)
    pictures = [shown for shown in place.resident.sees() if shown.kind == "photo"]
    assert len(pictures) == 2
    assert sum("灯座已拆下" in shown.text for shown in place.resident.sees()) == 1


async def test_what_was_touched_last_comes_first_and_three_are_enough(town: Town) -> None:
    place = await settled(town)
    for words in ("楼道灯坏了", "电梯停运了", "楼下积水", "大门坏了"):
        await claimed(place, words)
    await place.member.says("/mine")
    await place.member.presses("XF-1201-002 电梯")
    await place.member.says("配件后天到")
    assert _labels(place.member)[3:] == [SECOND, "记作 XF-1201-004 的进展", "记作 XF-1201-003 的进展"]


async def test_whoever_holds_nothing_sees_nothing_new(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.leader.says("楼道灯坏了")
    await place.resident.says("电梯也坏了")
    assert not [one for person in (place.leader, place.resident) for one in _labels(person) if "进展" in one]


async def test_what_another_holds_takes_no_news(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    anchor = await hire(town, "钱户", "G1", "anchor")
    await anchor.says("师傅明天上午来换灯")
    town.world.press_raw(anchor.id, anchor.id, anchor.sees()[-1].message_id, pack("as_progress", 2, 1))
    await town.settle()
    assert "不在您手上" in anchor.toast
    assert "师傅明天上午来换灯" not in "".join(shown.text for shown in place.resident.sees())


async def test_a_gate_that_is_left_open_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "check_hands", lambda *_: None)
    with pytest.raises(AssertionError):
        await test_what_another_holds_takes_no_news(town)


async def test_what_has_been_finished_meanwhile_takes_no_news(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await place.member.says("师傅明天上午来换灯")
    await place.member.presses("办结")
    await place.member.says("换好了")
    await place.member.presses(FIRST)
    assert (await request_row(town))["state"] == "resolved"
    assert "师傅明天上午来换灯" not in "".join(shown.text for shown in place.resident.sees())
