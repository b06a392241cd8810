"""我是家属，替老人办: by a registered number at once, else by the elder's yes."""

from typing import Any

import pytest

from bot.actions import confirmations
from storage import families, people
from storage.families import Elder
from tests.community import Neighbourhood, agree, settled
from tests.town import Person, Town

DAY = 86_400_000


async def _elders(town: Town, person: Person) -> list[Elder]:
    async with town.database.read() as tx:
        found = await people.find_by_telegram(tx, person.id)
        assert found is not None
        return await families.list_elders(tx, found.id)


async def _shares(town: Town, person: Person, phone: str) -> None:
    town.world.send_contact(person.id, person.id, phone, of=person.id)
    await town.settle()


async def _daughter(town: Town) -> Person:
    daughter = town.person("女儿")
    await agree(daughter)
    await daughter.presses("我是家属，替老人办")
    return daughter


async def _asked(town: Town, words: str = "张奶奶，女儿") -> tuple[Neighbourhood, Person]:
    place = await settled(town)
    daughter = await _daughter(town)
    await _shares(town, daughter, "13911112222")
    for label in ("3号楼", "501"):
        await daughter.presses(label)
    assert "张奶奶" not in daughter.last.replace("比如：张奶奶，女儿", ""), "nobody is told who lives there"
    await daughter.says(words)
    assert "老人同意后马上告诉您" in daughter.last
    return place, daughter


async def test_a_registered_number_links_at_once(town: Town) -> None:
    await settled(town)
    daughter = await _daughter(town)
    assert town.world.keyboard(daughter.id, daughter.id)[0] == ["分享我的手机号"]
    await _shares(town, daughter, "+86 199 0000 0021")
    assert "您可以替张奶奶办事" in daughter.last
    assert town.world.keyboard(daughter.id, daughter.id)[0] == ["我要反映"]
    (elder,) = await _elders(town, daughter)
    assert (elder.name, elder.relation) == ("张奶奶", "女儿")
    assert elder.household_id is not None
    await daughter.says("/start")
    assert "欢迎回来" in daughter.last, "nobody asks her for a home of her own"


async def test_the_elder_is_asked_by_the_grid_member_and_agrees(town: Town) -> None:
    place, daughter = await _asked(town)
    assert "有家属想替老人办事" in place.member.last
    assert "幸福苑3号楼2单元501：张奶奶，女儿" in place.member.last
    assert "13911112222" in place.member.last
    await place.member.presses("老人同意")
    assert "老人已同意" in daughter.last
    (elder,) = await _elders(town, daughter)
    assert (elder.name, elder.relation) == ("张奶奶", "女儿")


async def test_the_elder_refuses(town: Town) -> None:
    place, daughter = await _asked(town)
    await place.member.presses("老人不同意")
    assert "老人说暂时不用" in daughter.last
    assert await _elders(town, daughter) == []
    await place.member.presses("老人同意")
    assert "已经处理好了" in place.member.toast


def _tasks(place: Neighbourhood) -> int:
    return len([one for one in place.member.sees() if "有家属想替老人办事" in one.text])


async def test_whoever_is_not_reached_is_asked_again_next_morning(town: Town) -> None:
    place, daughter = await _asked(town)
    await place.member.presses("联系不上")
    assert _tasks(place) == 1
    await town.wait(DAY)
    assert _tasks(place) == 2
    await town.wait(10 * DAY)
    assert _tasks(place) == 5, "and not for ever"
    assert any("一直没有联系上老人" in shown.text for shown in daughter.sees())


async def test_an_elder_whom_the_register_calls_otherwise(town: Town) -> None:
    place, daughter = await _asked(town, "我妈，女儿")
    await place.member.presses("老人同意")
    assert "是登记册里的哪一位" in place.member.last
    await place.member.presses("张奶奶")
    assert [one.name for one in await _elders(town, daughter)] == ["张奶奶"]


async def test_an_elder_whom_the_register_does_not_know(town: Town) -> None:
    place, daughter = await _asked(town, "赵奶奶，女儿")
    await place.member.presses("老人同意")
    await place.member.presses("不在名单里")
    (elder,) = await _elders(town, daughter)
    assert elder.name == "赵奶奶"
    assert elder.household_id is not None


async def _asked_for_the_name(town: Town) -> tuple[Neighbourhood, Person]:
    place = await settled(town)
    daughter = await _daughter(town)
    await daughter.says("3-2-501")
    assert "老人怎么称呼" in daughter.last
    return place, daughter


async def test_a_problem_in_place_of_the_name_is_a_report(town: Town) -> None:
    place, daughter = await _asked_for_the_name(town)
    await daughter.says("我妈家的水管漏水")
    assert any("先办您说的这件事" in shown.text for shown in daughter.sees())
    assert "用水排水" in daughter.last
    assert _tasks(place) == 0, "nobody is asked about an elder of that name"


async def test_a_button_word_in_place_of_the_name_is_answered_and_the_question_waits(town: Town) -> None:
    place, daughter = await _asked_for_the_name(town)
    await daughter.says("我的网格人员")
    assert any("负责这里的网格员" in shown.text or "还没有登记您的住址" in shown.text for shown in daughter.sees())
    await daughter.says("谢谢")
    assert "还差一句" in daughter.last
    await daughter.says("张奶奶，女儿")
    assert "老人同意后马上告诉您" in daughter.last
    assert _tasks(place) == 1


async def _is_asked_by_somebody_else(town: Town) -> None:
    """The grid member is the relative: the leader asks the elder, and a yes of his own does not count."""
    place = await settled(town)
    await place.member.says("我的网格员")
    await place.member.presses("我是家属，替老人办")
    await place.member.says("3-2-501")
    await place.member.says("张奶奶，儿子")
    assert _tasks(place) == 0
    assert any("有家属想替老人办事" in one.text for one in place.leader.sees())
    await place.member.forges("elder_agrees", 1)
    assert "您自己就是家属" in place.member.toast
    assert await _elders(town, place.member) == []
    await place.leader.presses("老人同意")
    assert [one.name for one in await _elders(town, place.member)] == ["张奶奶"]


async def test_a_relative_never_confirms_the_yes_of_their_own_elder(town: Town) -> None:
    await _is_asked_by_somebody_else(town)


async def test_a_task_that_goes_to_the_relative_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    answering = confirmations.answering

    async def anybody(tx: Any, cell_id: Any, now: int, but: Any = None) -> Any:
        return await answering(tx, cell_id, now)

    monkeypatch.setattr(confirmations, "answering", anybody)
    with pytest.raises(AssertionError):
        await _is_asked_by_somebody_else(town)


async def test_the_door_may_be_typed_instead_of_sharing_a_number(town: Town) -> None:
    place = await settled(town)
    daughter = await _daughter(town)
    await daughter.says("3-2-501")
    assert "老人怎么称呼" in daughter.last
    await daughter.says("张奶奶，女儿")
    assert "家属没有留电话" in place.member.last


async def test_other_words_meanwhile_are_a_report(town: Town) -> None:
    await settled(town)
    daughter = await _daughter(town)
    await daughter.says("楼道灯坏了")
    assert "楼道灯坏了" in daughter.last


async def test_nobody_else_may_say_that_the_elder_agrees(town: Town) -> None:
    place, daughter = await _asked(town)
    for person in (daughter, place.resident):
        for act in ("elder_agrees", "elder_is", "elder_refuses"):
            await person.forges(act, 1, 0)
            assert "不在您负责的网格" in person.toast
    assert await _elders(town, daughter) == []


async def test_what_was_filed_before_the_number_was_known_stays_theirs(town: Town) -> None:
    await settled(town)
    guest = town.person("孙")
    await agree(guest)
    await guest.says("5-1-301")
    await guest.says("楼道灯坏了")
    await guest.presses("确认提交")
    await _shares(town, guest, "19900000014")
    assert "孙女士" in guest.last
    await guest.says("/my")
    assert any("XF-1201-001" in button.text for row in guest.sees()[-1].buttons for button in row)
    await guest.says("我的网格员")
    assert "还未核对" not in guest.last


async def test_a_relative_files_for_the_elder_hears_how_it_goes_and_rates(town: Town) -> None:
    place = await settled(town)
    daughter = await _daughter(town)
    await _shares(town, daughter, "19900000021")
    await daughter.says("妈妈家厨房漏水")
    assert "替谁反映：张奶奶" in daughter.last
    assert "地址：幸福苑3号楼2单元501" in daughter.last
    await daughter.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    assert "XF-1201-001" in daughter.last
    assert "电话：19900000021（家属小张）" in place.member.last, "and not the elder's"
    await place.member.presses("问居民")
    await place.member.says("什么时候家里有人？")
    await daughter.says("下午都在")
    assert "下午都在" in "".join(shown.text for shown in place.member.sees())
    await place.member.presses("进展")
    await place.member.says("约了三点")
    assert "约了三点" in daughter.last
    await place.member.presses("办结")
    await place.member.says("换了水管")
    assert "真的解决了吗" in daughter.last
    await daughter.presses("已解决")
    await daughter.presses("非常满意")
    async with town.database.read() as tx:
        row = await tx.one("SELECT state FROM requests")
    assert row is not None
    assert row["state"] == "closed"


async def test_a_relative_far_away_reads_who_answers_for_the_elder(town: Town) -> None:
    await settled(town)
    daughter = await _daughter(town)
    await _shares(town, daughter, "19900000021")
    await daughter.says("我的网格员")
    assert "张奶奶家：幸福苑3号楼2单元501" in daughter.last
    assert "李网格 19900000002（在岗）" in daughter.last
    assert "搬走了或不是我家" not in str(daughter.sees()[-1].buttons), "it is not hers to leave"


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    daughter = town.person("Ann", "en")
    await daughter.says("/start")
    await daughter.presses("Agree and start")
    await daughter.presses("I am family, for an elder")
    await daughter.says("3-2-501")
    await daughter.says("张奶奶, daughter")
    assert "hear as soon as they agree" in daughter.last
    await place.member.presses("老人同意")
    assert "The elder is happy" in daughter.last
