"""What is said in confidence stays where it was said: no group, relative, neighbour or former colleague reads it."""

from typing import Any

import pytest

from bot.actions import request_pages, sensitive
from bot.buttons import pack
from storage.follows import add_follower
from storage.people import find_by_telegram, get_home
from tests.community import agree, settled
from tests.handling import add_unit, claimed, filed, hire
from tests.town import Person, Town

DAY = 86_400_000


async def test_a_private_matter_never_comes_into_a_units_shared_chat(town: Town) -> None:
    place = await settled(town)
    await add_unit(town, "城投物业", "power", "周师傅", "19900000077")
    chat = town.group("城投物业", place.leader)
    await place.leader.says("/bind 城投物业", chat)
    said = len(town.texts(chat))
    await filed(place, "楼道灯坏了，李网格员一直不来")
    await place.leader.presses("接单")
    await place.leader.picks("更多…", "交承办单位", "城投物业")
    assert len(town.texts(chat)) == said
    assert any("周师傅 19900000077" in shown.text for shown in place.leader.sees()), "by telephone instead"


async def test_who_asks_how_it_goes_does_not_tell_its_subject(town: Town) -> None:
    """Two leaders, so that it is offered to nobody; the grid member that it speaks of answers for the same cell."""
    place = await settled(town)
    other = await hire(town, "孙组长", "G1", "grid_leader")
    await filed(place, "楼道灯坏了，李网格员一直不来")
    await town.wait(4 * 3_600_000 + 600_000)
    await place.resident.forges("hurry", 1)
    await town.wait(DAY)
    assert "已替您问了" in place.resident.toast
    assert any("居民想知道" in shown.text for one in (other, place.leader) for shown in one.sees())
    assert not any("XF-1201-001" in shown.text for shown in place.member.sees())


async def test_a_rule_that_tells_everybody_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def everybody(tx: Any, request: Any, asked: Any, now: int) -> Any:
        return list(asked)

    monkeypatch.setattr(sensitive, "allowed", everybody)
    with pytest.raises(AssertionError):
        await test_who_asks_how_it_goes_does_not_tell_its_subject(town)


async def test_what_an_elder_says_without_a_name_is_not_for_the_family(town: Town) -> None:
    """张奶奶 writes herself; her daughter may act for her, and reads what is not in confidence."""
    await settled(town)
    elder, daughter = town.person("张奶奶"), town.person("小张")
    await agree(elder, daughter)
    await elder.says("3-2-501")
    town.world.send_contact(daughter.id, daughter.id, "19900000021", of=daughter.id)
    await town.settle()
    await _is_contact(town, elder, daughter)
    await elder.says("楼道灯坏了")
    await elder.presses("确认提交")
    await elder.says("举报有人在家里动手打我")
    for label in ("修改", "匿名：否", "返回", "确认提交"):
        await elder.presses(label)
    for request_id in (1, 2):
        await daughter.forges("my_page", request_id)
    read = "\n".join(shown.text for shown in daughter.sees())
    assert "楼道灯坏了" in read
    assert "动手打我" not in read
    assert "XF-1201-002" not in read


async def test_a_neighbour_who_follows_reads_no_door_and_no_number(town: Town) -> None:
    place = await settled(town)
    neighbour = town.person("邻居")
    await agree(neighbour)
    await claimed(place)
    await _follows(town, neighbour)
    for button, words in (("进展", "已到3-2-502看过，电话13900001111"), ("办结", "3-2-502门口的灯已换")):
        await place.member.presses(button, place.grid_chat)
        await place.member.says(words)
    await neighbour.says("我的诉求")
    town.world.press_raw(neighbour.id, neighbour.id, 1, pack("my_page", 1))
    await town.wait(DAY)
    read = "\n".join(shown.text for shown in neighbour.sees())
    assert "看过" in read
    assert "灯已换" in read
    assert "502" not in read
    assert "13900001111" not in read
    assert "3-2-502看过" in "\n".join(shown.text for shown in place.resident.sees()), "the resident reads them whole"


async def test_a_name_in_words_is_read_whole_by_the_filer_alone(town: Town) -> None:
    place = await settled(town)
    neighbour = town.person("邻居")
    await agree(neighbour)
    await claimed(place)
    await _follows(town, neighbour)
    for button, words in (("进展", "已和陈先生约好明天"), ("办结", "陈先生家门口的灯已换")):
        await place.member.presses(button, place.grid_chat)
        await place.member.says(words)
    town.world.press_raw(neighbour.id, neighbour.id, 1, pack("my_page", 1))
    await town.wait(DAY)
    read = "\n".join(shown.text for shown in neighbour.sees())
    assert "已和陈*约好明天" in read
    assert "陈*家门口的灯已换" in read
    assert "陈先生" not in read
    own = "\n".join(shown.text for shown in place.resident.sees())
    assert "已和陈先生约好明天" in own
    assert "陈先生家门口的灯已换" in own


async def test_a_name_that_is_read_by_all_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_pages, "mask_names", lambda text, _: text)
    with pytest.raises(AssertionError):
        await test_a_name_in_words_is_read_whole_by_the_filer_alone(town)


async def test_a_name_in_words_does_not_come_into_the_group(town: Town) -> None:
    place = await settled(town)
    await claimed(place, "我是陈先生，楼道灯坏了")
    group = "\n".join(town.texts(place.grid_chat))
    assert "我是陈*，楼道灯坏了" in group
    assert "我是陈先生" in place.member.last


async def test_whoever_has_left_their_post_copies_no_report(town: Town) -> None:
    place = await settled(town)
    await place.member.says("3-2-502 灯坏了 来电")
    await place.member.presses("确认提交")
    async with town.database.write() as tx:
        await tx.run("UPDATE posts SET ended_at = 1 WHERE role = 'grid_member'")
    seen = len(place.member.sees())
    await place.member.forges("report_text", 1)
    assert len(place.member.sees()) == seen


async def _is_contact(town: Town, elder: Person, relative: Person) -> None:
    async with town.database.write() as tx:
        old, new = await find_by_telegram(tx, elder.id), await find_by_telegram(tx, relative.id)
        assert old is not None
        assert new is not None
        assert await get_home(tx, old.id) is not None
        await tx.run("""INSERT INTO contacts (elder_id, person_id, relation, rank) VALUES (:elder, :person, '女儿', 1)
            ON CONFLICT (elder_id, person_id) DO NOTHING""", elder=old.id, person=new.id)


async def _follows(town: Town, person: Person) -> None:
    async with town.database.write() as tx:
        known = await find_by_telegram(tx, person.id)
        assert known is not None
        row = await tx.one("SELECT id FROM requests")
        assert row is not None
        await add_follower(tx, row["id"], known.id, town.clock.now())
