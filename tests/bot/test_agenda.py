"""Suggestions wait for the next consultation meeting, without a card and without a clock."""

from bot.act import Origin
from bot.actions import agenda
from domain.ids import RequestId
from storage import requests
from tests.community import settled
from tests.town import Person, Town


async def files(person: Person, words: str) -> None:
    await person.says(words)
    await person.presses("确认提交")


async def test_a_suggestion_is_collected_and_put_on_the_agenda(town: Town) -> None:
    place = await settled(town)
    before = len(town.texts(place.grid_chat)), len(town.texts(place.office_chat))
    await files(place.resident, "建议在小区门口加一排座椅，我电话13912345678")
    assert "在下次居民恳谈会上一起讨论" in place.resident.last
    assert (len(town.texts(place.grid_chat)), len(town.texts(place.office_chat))) == before
    async with town.database.read() as tx:
        assert await tx.all("SELECT 1 AS yes FROM promises") == []
    await place.office.says("/agenda")
    assert "居民建议：建议在小区门口加一排座椅" in place.office.last
    assert "13912345678" not in place.office.last
    await place.office.presses("已列入议程 XF-1201-001")
    assert "已列入居民恳谈会的议程" in place.resident.last
    await place.office.presses("已列入议程 XF-1201-001")
    assert "已经在议程上了" in place.office.toast
    await place.office.says("/agenda")
    assert "没有等待列入议程的建议" in place.office.last


async def test_the_agenda_is_for_the_office(town: Town) -> None:
    place = await settled(town)
    for person in (place.resident, place.member):
        await person.says("/agenda")
        assert "只给社区工作人员" in person.last


async def test_a_suggestion_in_english(town: Town) -> None:
    await settled(town)
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("3-2-501")
    await guest.says("I suggest putting benches at the gate")
    await guest.presses("Submit")
    assert "the next consultation meeting" in guest.last


async def test_what_was_unsolved_twice_is_there_and_a_private_matter_only_for_some(town: Town) -> None:
    place = await settled(town)
    await files(place.resident, "楼道灯坏了")
    await files(place.resident, "投诉赵主任，办事推诿")
    async with town.database.write() as tx:
        act = town.bot.frame.act(tx, town.clock.now(), Origin())
        await tx.run("UPDATE requests SET round = 3")
        for request_id in (1, 2):
            request = await requests.get_request(tx, RequestId(request_id))
            assert request is not None
            agenda.add(act, request, "unsolved")
            agenda.add(act, request, "unsolved")
    await place.office.says("/agenda")
    assert "XF-1201-001 用电照明，2 次未解决：楼道灯坏了" in place.office.last
    assert "XF-1201-002" not in place.office.last
