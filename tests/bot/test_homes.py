"""Where somebody lives: buttons for a whole community, courtyards without numbers, several homes, moving out."""

from bot.workbook import BuildingRow, HouseholdRow
from tests.community import agree, populate, settled, workbook
from tests.town import Person, Town


async def _grow(town: Town, rows: list[HouseholdRow]) -> None:
    """More doors in the register."""
    nobody = Person(town, 1)
    book = workbook(nobody, nobody, nobody, {})
    book.people.clear()
    book.contacts.clear()
    book.households[:] = rows
    book.buildings.extend(BuildingRow("楼栋", 9, "G1", one.compound, one.building, one.unit) for one in rows)
    await populate(town, book)


def _row(compound: str, building: str, unit: str, room: str) -> HouseholdRow:
    return HouseholdRow("住户", 2, "G1", compound, building, unit, room, "", "", ())


def _labels(person: Person) -> list[str]:
    shown = next(shown for shown in reversed(person.sees()) if shown.buttons)
    return [button.text for row in shown.buttons for button in row]


async def test_more_buildings_than_fit_are_turned_over_page_by_page(town: Town) -> None:
    await settled(town)
    await _grow(town, [_row("阳光城", str(n), "1", "101") for n in range(1, 131)])
    guest = town.person("客")
    await agree(guest)
    await guest.presses("阳光城")
    assert _labels(guest)[:3] == ["1号楼", "2号楼", "3号楼"], "in the order in which one walks past them"
    assert "直接打楼号会更快" in guest.last
    await guest.presses("下一页")
    await guest.presses("下一页")
    assert _labels(guest) == [*(f"{n}号楼" for n in range(121, 131)), "上一页"]
    await guest.presses("130号楼")
    await guest.presses("101")
    assert "阳光城130号楼1单元101" in guest.last


async def test_a_typed_building_narrows_the_choice(town: Town) -> None:
    await settled(town)
    await _grow(town, [_row("阳光城", "5", unit, room) for unit in "12" for room in ("101", "102")])
    guest = town.person("客")
    await agree(guest)
    await guest.says("阳光城5号楼")
    assert [label for label in _labels(guest) if "单元" in label] == ["1单元", "2单元"]
    await guest.presses("2单元")
    await guest.presses("102")
    assert "阳光城5号楼2单元102" in guest.last


async def test_a_building_of_two_compounds_asks_which(town: Town) -> None:
    await settled(town)
    await _grow(town, [_row("阳光城", "5", "1", "101")])
    guest = town.person("客")
    await agree(guest)
    await guest.says("5号楼")
    await guest.presses("阳光城5号楼")
    await guest.presses("101")
    assert "阳光城5号楼1单元101" in guest.last


async def test_a_room_that_is_not_there_leads_to_those_that_are(town: Town) -> None:
    await settled(town)
    guest = town.person("客")
    await agree(guest)
    await guest.says("3-2-999")
    assert "请选择门牌号" in guest.last
    await guest.presses("501")
    assert "幸福苑3号楼2单元501" in guest.last


async def test_a_room_that_the_register_lacks_is_typed_and_confirmed_with_its_resident(town: Town) -> None:
    place = await settled(town)
    guest = town.person("客")
    await agree(guest)
    for label in ("3号楼", "没有我要的门牌"):
        await guest.presses(label)
    await guest.says("不知道")
    assert "不像门牌号" in guest.last
    for label in ("没有我要的门牌",):
        await guest.presses(label)
    await guest.says("６０１室")
    assert "地址已登记：幸福苑3号楼2单元601" in guest.last
    await town.wait_until(1_796_173_200_000)
    await town.settle()
    assert "幸福苑3号楼2单元601" in place.member.last


async def test_courtyards_and_shops_have_neither_unit_nor_room(town: Town) -> None:
    await settled(town)
    await _grow(town, [_row("老街", "槐树院", "", ""), _row("老街", "便民超市", "", "")])
    guest = town.person("客")
    await agree(guest)
    await guest.presses("老街")
    await guest.presses("槐树院")
    assert "地址已登记：老街槐树院" in guest.last


async def test_a_courtyard_with_rooms_and_one_door_without(town: Town) -> None:
    await settled(town)
    await _grow(town, [_row("老街", "槐树院", "", ""), _row("老街", "槐树院", "", "3")])
    guest = town.person("客")
    await agree(guest)
    await guest.presses("老街")
    assert "就是这里，不分门牌" in _labels(guest)
    await guest.presses("就是这里，不分门牌")
    assert "地址已登记：老街槐树院" in guest.last


async def test_several_homes_and_moving_out_of_one(town: Town) -> None:
    place = await settled(town)
    resident = place.resident
    await resident.says("楼道灯坏了")
    await resident.presses("确认提交")
    await resident.says("我的网格员")
    await resident.presses("添加一处住址")
    for label in ("5号楼", "301"):
        await resident.presses(label)
    await resident.says("我的网格员")
    assert "幸福苑3号楼2单元502" in resident.last
    assert "幸福苑5号楼1单元301" in resident.last
    await resident.presses("搬走了或不是我家：幸福苑3号楼2单元502")
    assert "已不再是您的住址" in resident.last
    await resident.says("我的网格员")
    assert "502" not in resident.last
    await resident.says("我的诉求")
    assert "XF-1201-001 用电照明 · 待认领" in _labels(resident), "what was filed from there stays"


async def test_moving_out_of_the_only_home_asks_for_the_next(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("我的网格员")
    await place.resident.presses("搬走了或不是我家：幸福苑3号楼2单元502")
    assert "请选择您的住址" in place.resident.last


async def test_a_finger_that_slipped_moves_nobody_out(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("我的网格员")
    await place.resident.presses("搬走了或不是我家：幸福苑3号楼2单元502")
    await place.resident.presses("点错了，我还住这里")
    assert "地址已登记：幸福苑3号楼2单元502" in place.resident.last


async def test_what_was_said_before_the_address_is_summed_up_after_it(town: Town) -> None:
    await settled(town)
    guest = town.person("客")
    await agree(guest)
    await guest.says("楼道灯坏了")
    assert "选好地址，再点" in guest.last
    for label in ("3号楼", "501"):
        await guest.presses(label)
    assert "楼道灯坏了" in guest.last, "the newest message, so that nobody has to search for it"
    assert "地址：幸福苑3号楼2单元501" in guest.last
    await guest.presses("确认提交")
    assert "XF-1201-001" in guest.last


async def test_several_people_live_in_one_household(town: Town) -> None:
    place = await settled(town)
    wife = town.person("妻")
    await agree(wife)
    await wife.says("3-2-502")
    for person in (wife, place.resident):
        await person.says("我的网格员")
        assert "幸福苑3号楼2单元502" in person.last


async def test_my_grid_member_shows_who_is_on_duty_and_their_number(town: Town) -> None:
    place = await settled(town)
    await place.member.says("/duty")
    await place.member.presses("请假：三天")
    await place.resident.says("我的网格员")
    assert "李网格（休假）" in place.resident.last
    assert "王组长 19900000001（在岗）" in place.resident.last


async def test_homes_in_english(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("/language")
    await place.resident.presses("English")
    await place.resident.says("My grid member")
    assert "on duty" in place.resident.last
    await place.resident.presses("Add a home")
    for label in ("5号楼", "301"):
        await place.resident.presses(label)
    assert "Your address is saved" in place.resident.last
    await place.resident.says("My grid member")
    await place.resident.presses("Moved out, or not my home: 幸福苑5号楼1单元301")
    assert "no longer your home" in place.resident.last


async def test_the_same_people_are_named_once_for_two_homes(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("我的网格员")
    await place.resident.picks("添加一处住址", "3号楼", "501")
    await place.resident.says("我的网格员")
    assert place.resident.last.count("李网格") == 1
    assert place.resident.last.index("502") < place.resident.last.index("李网格")
    await place.resident.picks("添加一处住址", "5号楼", "301")
    await place.resident.says("我的网格员")
    assert place.resident.last.count("负责这里的网格员") == 2, "others answer for the other grid"
