"""A platform's workbook sent by the office: previewed in words, imported a few rows at a time, nothing twice."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook

from tests.community import settled
from tests.town import Person, Town

HEADINGS = ["序列", "工单号", "诉求人", "联系电话", "身份证号", "诉求内容", "事发地址", "截止时间"]
ROWS = [
    [1, "RX-0001", "钱多多", "19900000077", "11010119900101123X", "楼道灯不亮", "幸福苑3号楼2单元501",
     "2026-12-05 18:00"],
    [2, "RX-0002", "", "", "", "水管漏水", "幸福苑5号楼1单元301", "3个工作日"],
    [3, "RX-0003", "", "", "", "垃圾没人清运", "某某路口", ""],
    [4, "RX-0001", "钱多多", "", "", "楼道灯不亮", "幸福苑3号楼2单元501", ""],
    [5, "RX-0005", "", "", "", "", "幸福苑3号楼", ""],
]


async def test_previewed_in_words_and_then_imported(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [HEADINGS, *ROWS])
    preview = place.office.last
    assert "共 5 件：可导入 2，重复 1，缺地址 1" in preview
    assert "缺地址的在表格第 4 行" in preview
    assert "另有 1 行没有写诉求内容" in preview
    assert "“身份证号”这一列没有读取" in preview
    assert await _numbers(town) == []
    await place.office.presses("全部导入")
    assert await _numbers(town) == ["RX-0001", "RX-0002"]
    assert any("已导入 2 件" in shown.text for shown in place.office.sees())
    assert "没有找到“某某路口”" in place.office.last
    assert "楼道灯不亮" in " ".join(town.texts(place.grid_chat))


async def test_the_same_workbook_twice_changes_nothing(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [HEADINGS, *ROWS[:2]])
    await place.office.presses("全部导入")
    await _sends(town, place.office, [HEADINGS, *ROWS[:2]])
    assert "可导入 0，重复 2" in place.office.last
    assert len(await _numbers(town)) == 2


async def test_nothing_is_imported_without_a_yes(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [HEADINGS, *ROWS])
    await place.office.presses("取消")
    assert "没有导入" in place.office.last
    async with town.database.read() as tx:
        assert await tx.one("SELECT 1 FROM entries WHERE body IS NOT NULL") is None
        assert await tx.one("SELECT 1 FROM imports WHERE body IS NOT NULL") is None


async def test_many_rows_go_in_steps(town: Town) -> None:
    place = await settled(town)
    rows = [[n, f"RX-{n:04}", "", "", "", f"第{n}处路灯坏了", "幸福苑3号楼2单元501", ""] for n in range(1, 61)]
    await _sends(town, place.office, [HEADINGS, *rows])
    assert "共 60 件：可导入 60" in place.office.last
    await place.office.presses("全部导入")
    await town.settle(600_000)
    assert len(await _numbers(town)) == 60


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    await place.office.says("/language")
    await place.office.presses("English")
    await _sends(town, place.office, [
        ["Ticket number", "Content", "Address", "Deadline"], ["HL-1", "No water", "3-2-501", "2 working days"]])
    assert "1 ticket: 1 ready" in place.office.last
    await place.office.presses("Import all")
    assert await _numbers(town) == ["HL-1"]


async def test_what_is_no_list_of_tickets_is_said(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [["天气", "温度"], ["晴", "8"]])
    assert "表里没有找到工单" in place.office.last
    town.world.send_document(place.office.id, place.office.id, b"no workbook", "工单.xlsx")
    await town.settle()
    assert "打不开" in place.office.last


async def test_a_file_that_cannot_be_fetched_is_tried_again(town: Town) -> None:
    place = await settled(town)
    town.transport.failing = ["getFile"]
    await _sends(town, place.office, [HEADINGS, *ROWS[:2]])
    assert "共 2 件" in place.office.last


async def test_the_register_is_previewed_and_taken(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [
        ["网格编码", "小区", "楼栋", "单元", "室", "姓名", "手机", "标签"],
        ["G1", "幸福苑", "3", "2", "601", "周先生", "19900000061", ""], ["G9", "幸福苑", "3", "2", "602", "", "", ""],
    ], "住户")
    assert "住户：1" in place.office.last
    assert "有 1 处需要查看" in place.office.last
    assert await _doors(town) == 4
    await place.office.presses("全部导入")
    assert "共 1 行已导入，1 处需要查看" in place.office.last
    assert await _doors(town) == 5


async def test_others_may_not_send_a_register(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.member, [["网格编码", "楼栋", "室"], ["G1", "3", "601"]], "住户")
    assert "登记册" not in place.member.last
    assert await _doors(town) == 4


async def _doors(town: Town) -> int:
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM households")
    assert row is not None
    return int(row["n"])


async def _sends(town: Town, person: Person, rows: Sequence[Sequence[object]], title: str = "工单") -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    data = BytesIO()
    book.save(data)
    town.world.send_document(person.id, person.id, data.getvalue(), "工单.xlsx")
    await town.settle()


async def _numbers(town: Town) -> list[str]:
    async with town.database.read() as tx:
        rows = await tx.all("SELECT outside_number FROM requests ORDER BY id")
    return [row["outside_number"] for row in rows]
