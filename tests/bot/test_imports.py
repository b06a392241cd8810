"""A platform's workbook sent by the office: previewed in words, imported a few rows at a time, nothing twice."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from bot import files
from bot.actions.importing import groups
from bot.buttons import pack
from bot.workbook import checks
from bot.workbook.lines import Line
from domain.ids import CommunityId
from storage import danger, grid, units
from storage.database import Transaction
from tests.bot.workbooks import Sheets, packed
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
    assert "共 4 件：可导入 2，重复 1，缺地址 1" in preview
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
    assert "看不出这是什么表" in place.office.last
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
    assert "已导入 1 行" in place.office.last
    assert "没有编码为 G9 的网格" in place.office.last
    assert await _doors(town) == 5


async def test_a_group_is_not_bound_by_a_file_from_the_chat(town: Town) -> None:
    place = await settled(town)
    neighbours = town.group("三栋", place.resident, place.leader)
    cells: list[list[Any]] = [
        ["编码", "名称", "层级", "上级编码", "工作群ID"], ["G1", "第一网格", "网格", "XF", place.grid_chat],
        ["G2", "第二网格", "网格", "XF", neighbours], ["G3", "第三网格", "网格", "XF", neighbours],
    ]
    town.world.send_document(place.office.id, place.office.id, packed({"网格": cells}), "网格.xlsx", "")
    await town.settle()
    assert "网格第 4 行 工作群ID：" in place.office.last.replace("\n", "")
    assert "/bind G2" in place.office.last
    assert "/bind G3" in place.office.last
    assert "/bind G1" not in place.office.last, "it is bound to that group already"
    await place.office.presses("全部导入")
    assert sum("/bind G3" in shown.text for shown in place.office.sees()) == 1, "said with what was taken"
    async with town.database.read() as tx:
        bound = await tx.all("SELECT chat_id FROM bindings ORDER BY chat_id")
        assert "G3" in await grid.list_codes(tx)
    assert {row["chat_id"] for row in bound} == {place.grid_chat, place.office_chat}


async def test_a_file_that_binds_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_: object, **__: object) -> None: ...

    monkeypatch.setattr(groups, "leave_out", nothing)
    with pytest.raises(AssertionError):
        await test_a_group_is_not_bound_by_a_file_from_the_chat(town)


PHONES = [["名称", "电话", "类别"], ["蓉燃抢修", "96777", "燃气"], ["物业夜间值班", "028-87654321", ""],
          ["迅达电梯", "电话不明", "电梯"], ["防汛办", "02887650000", "外星人"]]


async def _shows_the_numbers(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, PHONES, "应急电话")
    assert "应急电话：2" in place.office.last
    assert "应急电话第 4 行 电话：" in place.office.last
    assert "应急电话第 5 行 类别：\n这里不认得“外星人”这种险情" in place.office.last
    await place.office.presses("全部导入")
    await place.resident.says("家里有煤气味")
    lines = place.resident.last.split("\n")
    assert lines[0] == "请马上拨打 119"
    assert "蓉燃抢修：96777" in lines
    assert "物业夜间值班：02887654321" in lines
    await town.wait(3_600_000)
    await place.resident.says("有人晕倒了叫不醒")
    assert "物业夜间值班：02887654321" in place.resident.last
    assert "蓉燃抢修" not in place.resident.last, "only where it is about gas"


async def test_the_offices_emergency_numbers_stand_in_the_answer_to_a_danger(town: Town) -> None:
    await _shows_the_numbers(town)


async def test_numbers_that_are_not_kept_by_kind_are_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = danger.save_phone

    async def for_all(tx: Any, community_id: Any, phone: Any) -> None:
        await save(tx, community_id, phone._replace(kinds=()))

    monkeypatch.setattr(danger, "save_phone", for_all)
    with pytest.raises(AssertionError):
        await _shows_the_numbers(town)


async def _takes_a_number_out(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [*PHONES[:3], ["水务抢修", "96998", ""]], "应急电话")
    await place.office.presses("全部导入")
    ended = [PHONES[0], ["蓉燃抢修", "", "没有这种险情"], ["物业夜间值班", "停用", ""], ["电梯急修", "", ""],
             ["水务抢修", "#N/A", ""]]
    await _sends(town, place.office, ended, "应急电话")
    assert "停用的应急电话：蓉燃抢修、物业夜间值班。" in place.office.last
    assert "本来就没有的应急电话，不用停用：电梯急修" in place.office.last
    assert "应急电话：1" not in place.office.last, "those are no numbers to be given"
    assert await _phones(town) == ["水务抢修", "物业夜间值班", "蓉燃抢修"], "nothing without a yes"
    await place.office.presses("全部导入")
    assert await _phones(town) == ["水务抢修"], "what Excel could not work out is no blank"
    await place.resident.says("家里有煤气味")
    assert "水务抢修：96998" in place.resident.last
    assert "96777" not in place.resident.last
    await _sends(town, place.office, ended[:4], "应急电话")
    assert "本来就没有的应急电话，不用停用：蓉燃抢修、物业夜间值班、电梯急修" in place.office.last
    assert "没有可以导入的内容" in place.office.last
    assert await _phones(town) == ["水务抢修"]


async def test_an_emergency_number_is_taken_out_by_a_blank_or_a_word(town: Town) -> None:
    await _takes_a_number_out(town)


async def test_a_number_that_stays_in_the_answer_to_a_danger_is_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> None: ...

    monkeypatch.setattr(danger, "drop_phone", nothing)
    with pytest.raises(AssertionError):
        await _takes_a_number_out(town)


async def test_an_unreadable_number_that_takes_the_old_one_out_is_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Line, "is_blank", lambda line, name: not line.text(name))
    with pytest.raises(AssertionError):
        await _takes_a_number_out(town)


async def test_a_sheet_without_its_column_of_numbers_takes_none_out(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, PHONES[:3], "应急电话")
    await place.office.presses("全部导入")
    await _sends(town, place.office, [["名称", "类别"], ["蓉燃抢修", "燃气"]], "应急电话")
    assert "停用" not in place.office.last
    assert "没有可以导入的内容" in place.office.last
    assert await _phones(town) == ["物业夜间值班", "蓉燃抢修"]


async def _phones(town: Town) -> list[str]:
    async with town.database.read() as tx:
        rows = await tx.all("SELECT name FROM emergency_phones")
    return sorted(row["name"] for row in rows)


async def test_others_may_not_send_a_register(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.member, [["网格编码", "楼栋", "室"], ["G1", "3", "601"]], "住户")
    assert "登记册" not in place.member.last
    assert await _doors(town) == 4


STRANGE = [["所属网格", "小区", "楼栋", "单元", "房", "业主", "民族"],
           ["G1", "幸福苑", "3", "2", "601", "周先生", "汉"]]


async def test_an_unknown_heading_is_asked_once_and_remembered(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, STRANGE, "住户")
    assert "“住户”表里的“房”，是下面哪一项？" in place.office.last
    assert "还有 3 列不认识" in place.office.last
    await place.office.presses("室")
    assert "“业主”" in place.office.last
    assert "室" not in _labels(town, place.office), "no two columns mean the same"
    await place.office.presses("姓名")
    await place.office.presses("不读取")
    assert "住户：1" in place.office.last
    assert "需要查看" not in place.office.last
    await place.office.presses("全部导入")
    assert place.office.last == "已导入 1 行，已经生效。"
    assert await _doors(town) == 5
    await _sends(town, place.office, STRANGE, "住户")
    assert "不认识" not in place.office.last
    assert "住户：1" in place.office.last


async def test_the_rest_is_passed_over_with_one_press(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [[*STRANGE[0], "备注", "性别"], [*STRANGE[1], "", "男"]], "住户")
    await place.office.presses("室")
    old = pack("heading", 1, 7)
    await place.office.presses("其余的都不读取")
    assert "住户：1" in place.office.last
    town.world.press_raw(place.office.id, place.office.id, 1, old)
    await town.settle()
    async with town.database.read() as tx:
        rows = await tx.all("SELECT heading, field FROM headings ORDER BY heading")
    assert {row["heading"]: row["field"] for row in rows} == {
        "房": "room", "业主": "", "民族": "", "备注": "", "性别": ""}


async def test_headings_are_asked_in_english(town: Town) -> None:
    place = await settled(town)
    await place.office.says("/language")
    await place.office.presses("English")
    await _sends(town, place.office, [["Cell", "Building", "Unit", "Flat"], ["G1", "3", "2", "601"]], "Households")
    assert "In the sheet “Households”, what is “Flat”?" in place.office.last
    assert "One column was not recognised." in place.office.last
    await place.office.presses("room")
    assert "Households: 1" in place.office.last


async def test_somebody_else_names_no_heading(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, STRANGE, "住户")
    await place.member.forges("heading", 1, 1)
    async with town.database.read() as tx:
        assert await tx.one("SELECT 1 FROM headings") is None


async def test_a_workbook_from_the_chat_stays_in_its_community(town: Town) -> None:
    place = await settled(town)
    async with town.database.write() as tx:
        await populate_second(tx)
    await _sends_book(town, place.office, {
        "网格": [["编码", "名称", "层级", "上级编码"], ["YY", "远洋社区", "社区", ""],
               ["Y1", "远洋一格", "网格", "YY"]],
        "住户": [["网格编码", "小区", "楼栋", "单元", "室", "姓名"], ["Y1", "远洋苑", "1", "1", "101", "吴女士"],
               ["G1", "幸福苑", "3", "2", "601", "周先生"]],
    })
    assert "“YY”不在您的社区里" in place.office.last
    assert "没有编码为 Y1 的网格" in place.office.last
    await place.office.presses("全部导入")
    assert await _doors(town) == 5
    async with town.database.read() as tx:
        row = await tx.one("SELECT name FROM communities WHERE code = 'YY'")
    assert row is not None
    assert row["name"] == "远方", "another community is as it was"


async def test_an_import_without_that_limit_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def anywhere(tx: Transaction, community_id: object = None) -> object:
        return await list_codes(tx)

    list_codes = grid.list_codes
    monkeypatch.setattr(grid, "list_codes", anywhere)
    monkeypatch.setattr(checks, "_foreign", lambda root: lambda cell: None)
    with pytest.raises(AssertionError):
        await test_a_workbook_from_the_chat_stays_in_its_community(town)


async def test_the_name_of_the_file_stands_in_no_row(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, STRANGE, "住户")
    sent = [one for one in town.world.calls if one.method == "getFile"]
    assert sent
    async with town.database.read() as tx:
        rows = await tx.all("SELECT facts FROM messages WHERE method = 'call'")
    assert not any(str(one.params["file_id"]) in str(row["facts"]) for one in sent for row in rows)


async def test_a_unit_that_is_told_anew_has_its_new_number(town: Town) -> None:
    place = await settled(town)
    for number in ("02885550001", "02885550002"):
        await _sends(town, place.office, [["名称", "类别", "联系人", "手机", "工作时间"],
                                          ["城投物业", "物业服务", "周师傅", number, ""]], "承办单位")
        await place.office.presses("全部导入")
    async with town.database.read() as tx:
        listed = await units.list_units(tx, CommunityId(1))
    assert [one.phone for one in listed] == ["02885550002"]


DOORS: list[object] = ["网格编码", "小区", "楼栋", "单元", "室", "姓名"]


async def test_a_door_without_a_cell_belongs_to_its_building(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [DOORS, ["", "幸福苑", "5", "1", "401", "吴女士"],
                                      ["", "幸福苑", "9", "1", "101", "郑先生"]], "住户")
    await place.office.presses("全部导入")
    assert "已导入 1 行" in place.office.last
    assert "· 住户第 3 行 网格编码：" in place.office.last
    assert await _doors(town) == 5
    assert await _cells(town) == ["G1", "G1", "G1", "G2", "G2"]


async def test_one_household_takes_no_unit_with_it(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [DOORS, ["G2", "幸福苑", "3", "2", "102", "刘爷爷"]], "住户")
    await place.office.presses("全部导入")
    assert await _cells(town) == ["G1", "G1", "G2", "G2"]
    async with town.database.read() as tx:
        row = await tx.one("SELECT c.code FROM units u JOIN cells c ON c.id = u.cell_id WHERE u.name = '2'")
    assert row is not None
    assert row["code"] == "G1"


async def test_a_unit_that_goes_to_another_grid_takes_its_doors(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [["网格编码", "小区", "楼栋", "单元"], ["G2", "幸福苑", "3", "2"]], "楼栋")
    await place.office.presses("全部导入")
    assert await _cells(town) == ["G2", "G2", "G2", "G2"]


async def test_a_file_that_trips_the_reader_stops_nobody_else(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    place = await settled(town)

    async def trips(*_: object) -> object:
        raise KeyError("x")

    monkeypatch.setitem(files.READERS, "ticket_book", trips)
    await _sends(town, place.office, [DOORS, ["G1", "幸福苑", "3", "2", "601", ""]], "住户")
    assert "没有读到这个文件" in place.office.last
    await place.office.says("/help")
    assert "没有读到" not in place.office.last


async def _cells(town: Town) -> list[str]:
    async with town.database.read() as tx:
        rows = await tx.all("SELECT c.code FROM households h JOIN cells c ON c.id = h.cell_id ORDER BY c.code")
    return [row["code"] for row in rows]


async def test_a_sheet_by_any_name_is_known_by_its_headings(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [["小区", "楼栋", "单元", "门牌", "户主", "联系电话"],
                                      ["幸福苑", "5", "1", "401", "吴女士", ""]], "Sheet1")
    assert "“Sheet1”这张表按“住户”读取" in place.office.last
    await place.office.presses("全部导入")
    assert await _doors(town) == 5


async def test_rules_that_will_not_be_taken_are_said_before(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [
        ["顺序", "名称", "类别", "去向层级"], ["1", "全部", "", "工作站"], ["2", "水", "用水排水", "网格"],
        ["3", "怪", "没有这类", "网格"]], "派单规则")
    assert "规则“水”永远轮不到" in place.office.last
    assert "找不到“没有这类”" in place.office.last
    await place.office.presses("全部导入")
    said = "".join(shown.text for shown in place.office.sees())
    assert "已导入 1 行，已经生效。" in said


async def test_a_workbook_without_anything_to_take_offers_no_button(town: Town) -> None:
    place = await settled(town)
    await _sends(town, place.office, [["网格编码", "楼栋", "室"], ["G9", "3", "601"]], "住户")
    assert "没有可以导入的内容" in place.office.last
    assert not place.office.sees()[-1].buttons


async def test_what_is_left_out_of_the_list_is_counted(town: Town) -> None:
    place = await settled(town)
    rows = [["G9", "3", str(n)] for n in range(601, 613)]
    await _sends(town, place.office, [["网格编码", "楼栋", "室"], *rows], "住户")
    assert "还有 2 处没有列出" in place.office.last


@pytest.mark.parametrize("name", ["旧表.xls", "表.et", "表.csv"])
async def test_an_older_table_is_asked_for_as_xlsx(town: Town, name: str) -> None:
    place = await settled(town)
    town.world.send_document(place.office.id, place.office.id, b"old", name)
    await town.settle()
    assert "“另存为”.xlsx" in place.office.last


def _labels(town: Town, person: Person) -> list[str]:
    return [button.text for row in person.sees()[-1].buttons for button in row]


async def populate_second(tx: Transaction) -> None:
    """Another community on the same bot."""
    community_id = await grid.save_community(tx, "YY", "远方", "Asia/Shanghai", "zh")
    root = await grid.save_cell(tx, community_id, None, "YY", "远方", "社区")
    await grid.save_cell(tx, community_id, root, "Y1", "远方一格", "网格")


async def _sends_book(town: Town, person: Person, sheets: Sheets) -> None:
    town.world.send_document(person.id, person.id, packed(sheets), "登记册.xlsx")
    await town.settle()


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
