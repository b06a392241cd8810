"""Kind words reach whoever earned them; nobody has to work on them."""

from tests.bot.test_agenda import files
from tests.community import settled
from tests.town import Town


async def test_praise_reaches_the_one_it_names_without_the_resident(town: Town) -> None:
    place = await settled(town)
    before = len(town.texts(place.grid_chat))
    await files(place.resident, "想表扬李网格，帮我妈送药，我是3号楼2单元502，电话13912345678")
    assert "您的话会转告本人" in place.resident.last
    assert "有居民表扬您" in place.member.last
    assert "帮我妈送药" in place.member.last
    assert "502" not in place.member.last
    assert "13912345678" not in place.member.last
    assert "李网格又受到居民表扬了，最近 30 天共 1 次" in place.leader.last
    assert len(town.texts(place.grid_chat)) == before
    async with town.database.read() as tx:
        row = await tx.one("SELECT state FROM requests")
        clocks = await tx.all("SELECT 1 AS yes FROM promises")
    assert row is not None
    assert (row["state"], clocks) == ("closed", [])


async def test_praise_without_a_name_reaches_those_who_answer_for_the_cell(town: Town) -> None:
    place = await settled(town)
    await files(place.resident, "楼道打扫得真干净，要感谢你们")
    assert "楼道打扫得真干净" in place.member.last
    assert "楼道打扫得真干净" in place.leader.last


async def test_praise_in_english(town: Town) -> None:
    place = await settled(town)
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("3-2-501")
    await guest.says("Thank you so much, the stairs are clean again, great job")
    await guest.presses("Submit")
    assert "passed on without your name" in guest.last
    assert "the stairs are clean again" in place.member.last
