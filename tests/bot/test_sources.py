"""What staff enter for somebody else: one line for a caller, the pasted ticket of an outside platform."""

import pytest

from bot.workbook import BuildingRow
from storage import sources as table
from tests.community import populate, settled, workbook
from tests.town import Town

TICKET = """12345热线工单
工单编号：RX20261201-0042
来电人：钱多多 联系电话：19900000077
诉求地址：桃花街道幸福苑3号楼2单元501
诉求内容：钱多多反映楼道的灯不亮，上下楼不方便。
办理时限：2026-12-05 18:00"""


async def test_one_line_for_somebody_who_called(town: Town) -> None:
    place = await settled(town)
    await place.member.says("3-2-501 老人 灯坏了 来电")
    summary = place.member.last
    assert "代录，请您核对" in summary
    assert "地址：幸福苑3号楼2单元501" in summary
    assert "为谁：张奶奶" in summary
    assert "来源：来电来访" in summary
    assert "类别：用电照明" in summary
    await place.member.presses("确认提交")
    assert "已登记，编号 XF-1201-001" in place.member.last
    card = town.texts(place.grid_chat)[-1]
    assert "XF-1201-001 用电照明" in card
    assert "灯坏了" in card
    assert "501" not in card
    request = await _request(town)
    assert (request["source"], request["filer_id"]) == ("call", await _id(town, place.member.id))
    assert request["subject_id"] is not None


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    await place.member.says("/language")
    await place.member.presses("English")
    await place.member.says("3-2-501 elder the lamp is broken patrol")
    assert "Source: Grid patrol" in place.member.last
    assert "For: 张奶奶" in place.member.last
    await place.member.presses("Submit")
    assert "Recorded, number XF-1201-001" in place.member.last
    assert (await _request(town))["source"] == "patrol"


async def test_several_lines_in_a_row_are_several_requests(town: Town) -> None:
    place = await settled(town)
    for line in ("3-2-501 老人 灯坏了 来电", "3-2-102 刘爷爷 水管漏水 来访", "3号楼 楼道有杂物 巡查"):
        await place.member.says(line)
        await place.member.presses("确认提交")
    async with town.database.read() as tx:
        rows = await tx.all("SELECT category, source, building_id FROM requests ORDER BY id")
    assert [(row["category"], row["source"]) for row in rows] == [
        ("power", "call"), ("water", "call"), ("waste", "patrol")]
    assert rows[2]["building_id"] is not None
    assert "地点：幸福苑3号楼" in town.texts(place.grid_chat)[-1]


async def test_residents_write_such_lines_as_ordinary_words(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("3-2-501 老人 灯坏了 来电")
    assert "代录" not in place.resident.last
    assert "请您核对" in place.resident.last


async def test_an_unknown_door_loses_nothing(town: Town) -> None:
    place = await settled(town)
    await place.member.says("3-2-999 老人 灯坏了 来电")
    assert "登记册里没有找到“3-2-999”" in place.member.last
    await place.member.presses("修改")
    assert "3-2-999 灯坏了" in place.member.last
    assert "地址：还没有选，" in place.member.last


async def test_corrected_as_a_draft_it_stays_a_call(town: Town) -> None:
    place = await settled(town)
    await place.member.says("3-2-501 老人 灯坏了 来电")
    await place.member.presses("修改")
    assert "地址：幸福苑3号楼2单元501" in place.member.last
    assert "替谁反映：张奶奶" in place.member.last
    assert "来源：来电来访" in place.member.last
    await place.member.presses("确认提交")
    request = await _request(town)
    assert (request["source"], request["subject_id"] is not None) == ("call", True)


async def test_a_ticket_that_is_corrected_still_says_what_it_is(town: Town) -> None:
    place = await settled(town)
    await place.office.says(TICKET)
    await place.office.presses("修改")
    for known in ("联系人：钱多多 19900000077", "来源：12345工单", "外部工单：RX20261201-0042", "要求办结：12月5日"):
        assert known in place.office.last
    await place.resident.says("灯坏了")
    assert "来源" not in place.resident.last


async def test_not_submitted_after_all(town: Town) -> None:
    place = await settled(town)
    await place.member.says("3-2-501 老人 灯坏了 来电")
    await place.member.presses("不提交了")
    assert "没有提交" in place.member.last
    async with town.database.read() as tx:
        assert await tx.one("SELECT 1 FROM entries WHERE body IS NOT NULL") is None


async def test_what_nobody_confirms_is_gone_after_a_week(town: Town) -> None:
    place = await settled(town)
    await place.member.says("3-2-501 老人 灯坏了 来电")
    await town.wait(7 * 86_400_000)
    assert any("没有提交" in shown.text for shown in place.member.sees())
    async with town.database.read() as tx:
        assert await tx.one("SELECT 1 FROM entries WHERE body IS NOT NULL") is None


async def test_a_pasted_ticket_keeps_its_number_and_its_deadline(town: Town) -> None:
    place = await settled(town)
    await place.office.says(TICKET)
    summary = place.office.last
    assert "外部工单：RX20261201-0042" in summary
    assert "要求办结：12月5日（周六）18:00" in summary
    assert "来源：12345工单" in summary
    assert "联系人：钱多多 19900000077" in summary
    await place.office.presses("确认提交")
    request = await _request(town)
    assert (request["source"], request["outside_number"]) == ("hotline", "RX20261201-0042")
    assert request["outside_due_at"] == 1_796_464_800_000
    card = town.texts(place.grid_chat)[-1]
    assert "来电人反映楼道的灯不亮" in card
    assert "钱多多" not in card


async def test_the_same_ticket_twice_leads_to_the_first(town: Town) -> None:
    place = await settled(town)
    await place.office.says(TICKET)
    await place.office.says(TICKET)
    await place.office.presses("确认提交")
    await place.office.says(TICKET)
    assert "已经登记过：编号 XF-1201-001" in place.office.last
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM requests")
    assert row is not None
    assert row["n"] == 1


async def _request(town: Town) -> dict[str, object]:
    async with town.database.read() as tx:
        row = await tx.one("SELECT * FROM requests ORDER BY id DESC LIMIT 1")
    assert row is not None
    return {name: row[name] for name in row.keys()}  # noqa: SIM118 - rows, not mappings


async def _id(town: Town, telegram_id: int) -> int:
    async with town.database.read() as tx:
        row = await tx.one("SELECT id FROM people WHERE telegram_id = :telegram_id", telegram_id=telegram_id)
    assert row is not None
    return int(row["id"])


async def test_two_people_with_the_same_ticket_file_it_once(town: Town) -> None:
    place = await settled(town)
    for somebody in (place.office, place.leader):
        await somebody.says(TICKET)
    await place.office.presses("确认提交")
    await place.leader.presses("确认提交")
    assert "没有重复登记" in place.leader.toast
    await _filed_once(town)


async def test_filing_without_looking_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(*_: object) -> None:
        return None

    monkeypatch.setattr(table, "find_request_of", none)
    with pytest.raises((AssertionError, IndexError)):
        await test_two_people_with_the_same_ticket_file_it_once(town)


async def _filed_once(town: Town) -> None:
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM requests")
    assert row is not None
    assert row["n"] == 1


async def test_the_address_that_a_ticket_lacks_is_typed(town: Town) -> None:
    place = await settled(town)
    await place.office.says("3-2-999 老人 灯坏了 来电")
    await place.office.presses("修改")
    await place.office.says("3-2-501")
    assert "地址：幸福苑3号楼2单元501" in place.office.last
    assert "3-2-999 灯坏了" in place.office.last
    await place.office.presses("确认提交")
    assert (await _request(town))["source"] == "call"


async def test_the_address_that_a_ticket_lacks_is_chosen(town: Town) -> None:
    place = await settled(town)
    await place.office.says("3-2-999 老人 灯坏了 来电")
    await place.office.picks("修改", "修改", "改地址", "本小区别的楼", "5号楼")
    assert "地址：幸福苑5号楼" in place.office.last
    await place.office.presses("确认提交")
    request = await _request(town)
    assert (request["source"], request["building_id"] is not None) == ("call", True)


async def test_a_place_that_the_register_does_not_know_needs_the_building_nearby(town: Town) -> None:
    place = await settled(town)
    await place.office.says("3-2-999 老人 灯坏了 来电")
    await place.office.picks("修改", "修改", "改地址", "别的地方，我来打字")
    await place.office.says("河边的亭子")
    assert "请选择楼栋" in place.office.last
    await place.office.presses("5号楼")
    assert "地址：河边的亭子" in place.office.last, "what was typed says where it is, the building who answers"
    await place.office.presses("确认提交")
    assert (await _request(town))["building_id"] is not None


async def test_something_new_is_not_taken_for_the_address_that_a_ticket_lacks(town: Town) -> None:
    place = await settled(town)
    await place.office.says("3-2-999 老人 灯坏了 来电")
    await place.office.presses("修改")
    await place.office.says("3-2-501 老人 水管漏水 来电")
    assert "水管漏水" in place.office.last
    assert "灯坏了" not in place.office.last


async def test_the_address_of_a_call_may_be_typed_after_something_else(town: Town) -> None:
    place = await settled(town)
    await place.member.says("9-1-301 老人 灯坏了 来电")
    await place.member.presses("修改")
    await place.member.says("谢谢")
    await place.member.says("3-2-501")
    assert "地址：幸福苑3号楼2单元501" in place.member.last
    await place.member.presses("确认提交")
    assert "编号 XF-1201-001" in place.member.last


async def test_buildings_of_several_compounds_are_called_by_both_names(town: Town) -> None:
    place = await settled(town)
    book = workbook(place.leader, place.member, place.office, {"G1": place.grid_chat, "XF": place.office_chat})
    book.buildings.append(BuildingRow("楼栋", 4, "G1", "66号院", "1", "1"))
    await populate(town, book)
    await place.office.says("9-9-999 老人 灯坏了 来电")
    await place.office.picks("修改", "修改", "改地址", "本小区别的楼", "66号院1号楼")
    assert "地址：66号院1号楼" in place.office.last
