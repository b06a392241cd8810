"""Writes the workbook of an invented community in the size of a real one: by a seed."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice, product
from pathlib import Path
from random import Random

from openpyxl import Workbook

from sandbox.known import Known, Row, Staff, introduce
from sandbox.office import SETTINGS, property_of, settings

NAME = "示例社区"
HOUSEHOLDS = 7878
PEOPLE = 24_000
GRID_HOUSEHOLDS = 303
MICRO_GRIDS = 3
ALONE = "独居老人"
_WITHOUT_PHONE = 0.3
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
_GIVEN = "安宁平和云山川林松竹梅兰菊春夏秋冬晨晓星月明亮清泉石玉书文武勤俭诚信"
_COMPOUNDS = (
    "枫桥里",
    "稻香园",
    "石榴苑",
    "望江庭",
    "青柠湾",
    "梧桐邻",
    "麦田居",
    "云杉坊",
    "荷风院",
    "银杏台",
)
_SHEETS = {
    "网格": ("编码", "名称", "层级", "上级编码", "工作群ID"),
    "楼栋": ("网格编码", "小区", "楼栋", "单元"),
    "人员": ("姓名", "手机", "职务", "网格编码", "负责类别", "Telegram ID"),
    "住户": ("网格编码", "小区", "楼栋", "单元", "室", "姓名", "手机", "标签"),
    "家属联系人": ("小区", "楼栋", "单元", "室", "老人姓名", "联系人", "关系", "手机", "顺序"),
    "承办单位": ("名称", "类别", "联系人", "手机", "工作时间"),
    "项目": ("名称", "规则", "时间", "地点", "网格编码", "标签", "提醒", "截止"),
    **SETTINGS,
}
_UNITS = (
    ("示例供水公司", "供水", "00:00-24:00"),
    ("示例供电公司", "供电", "00:00-24:00"),
    ("示例燃气公司", "燃气", "00:00-24:00"),
    ("示例供热公司", "供暖", "08:00-20:00"),
    ("示例电梯维保公司", "电梯", "00:00-24:00"),
    ("邻里洗衣互助社（共建单位）", "洗衣、助老", "09:00-17:00"),
)
_LAUNDRY = ("每月第二个周六", "09:00", "社区洗衣房", "SQ", ALONE, "前一天18:00", "前一天20:30")
_LAYOUTS = ((6, 2, 2), (6, 2, 3), (6, 2, 4), (11, 2, 2), (18, 4, 1), (18, 4, 2), (24, 4, 1))


@dataclass
class _Town:
    """What is being written, and who still has to move in: how many to a home, and whether alone and old."""

    random: Random
    homes: Iterator[tuple[int, bool]]
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in _SHEETS})
    buildings: dict[str, int] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def add(self, sheet: str, *cells: object) -> None:
        self.rows[sheet].append(cells)

    def name(self, surname: str = "") -> str:
        surname = surname or self.random.choice(_SURNAMES)
        return surname + "".join(self.random.choices(_GIVEN, k=self.random.choice((1, 2, 2))))

    def phone(self) -> str:
        """From a range that looks invented: 199-0000-0000 and on."""
        number = next(self.numbers)
        return f"199-{number // 10_000:04}-{number % 10_000:04}"


def community(
    households: int = HOUSEHOLDS, seed: int = 7, people: int | None = None, known: Known | None = None
) -> Workbook:
    """The same sizes and seed give the same workbook, but for those who are known."""
    town = _town(households, seed, people)
    if known:
        introduce(town.rows, known)
    return _workbook(town)


def doors(households: int = HOUSEHOLDS, seed: int = 7, people: int | None = None) -> list[str]:
    """Every door of the community with these sizes and seed, as a resident would type it."""
    homes = _town(households, seed, people).rows["住户"]
    return list(dict.fromkeys("".join(map(str, row[1:5])) for row in homes))


def _town(households: int, seed: int, people: int | None) -> _Town:
    people = round(households * PEOPLE / HOUSEHOLDS) if people is None else people
    if not 1 <= households <= people:
        raise ValueError("there is no household without people, and no community without households")
    random = Random(seed)  # noqa: S311 - an invented community needs no secrets
    town = _Town(random, _homes(random, households, people))
    town.add("网格", "SQ", NAME, "社区", "", "")
    town.add("人员", town.name(), town.phone(), "社区工作者", "SQ", "", "")
    grids = max(1, round(households / GRID_HOUSEHOLDS))
    for grid in range(grids):
        _grid(town, grid, households * (grid + 1) // grids - households * grid // grids)
    for name, category, hours in _UNITS:
        town.add("承办单位", name, category, town.name(), town.phone(), hours)
    town.add("项目", "洗衣日", *_LAUNDRY)
    for sheet, row in settings(_COMPOUNDS[0]):
        town.add(sheet, *row)
    return town


def _homes(random: Random, households: int, people: int) -> Iterator[tuple[int, bool]]:
    alone = set(random.sample(range(households), households // 25))
    shared = [home for home in range(households) if home not in alone]
    sizes = [1] * households
    for _ in range(people - households):
        sizes[random.choice(shared)] += 1
    return ((size, home in alone) for home, size in enumerate(sizes))


def _grid(town: _Town, grid: int, share: int) -> None:
    code = f"W{grid + 1:02}"
    compound = _compound(town, grid // 2)
    town.add("网格", code, f"第{grid + 1}网格", "网格", f"XQ{grid // 2 + 1:02}", "")
    for post in ("网格长", "网格员", "网格员")[: town.random.choice((2, 3))]:
        town.add("人员", town.name(), town.phone(), post, code, "", "")
    for micro in range(MICRO_GRIDS):
        left = share * (micro + 1) // MICRO_GRIDS - share * micro // MICRO_GRIDS
        cell = f"{code}-{micro + 1}"
        town.add("网格", cell, f"第{grid + 1}网格第{micro + 1}微网格", "微网格", code, "")
        anchors = _anchors(town.random, cell)
        while left:
            left -= _building(town, compound, cell, anchors, left)


def _compound(town: _Town, number: int) -> str:
    round_, place = divmod(number, len(_COMPOUNDS))
    name = _COMPOUNDS[place] + (f"{round_ + 1}期" if round_ else "")
    if name not in town.buildings:
        town.buildings[name] = 0
        town.add("网格", f"XQ{number + 1:02}", name, "小区", "SQ", "")
        town.add("承办单位", property_of(name), "物业", town.name(), town.phone(), "08:30-18:00")
    return name


def _anchors(random: Random, cell: str) -> Iterator[tuple[str, bool]]:
    """For one household after the other its anchor, and whether it is the anchor itself."""
    for number in count(1):
        for position in range(random.randint(8, 14)):
            yield f"{cell}-{number:02}", position == 0


def _building(town: _Town, compound: str, cell: str, anchors: Iterator[tuple[str, bool]], left: int) -> int:
    """One more building, with as many homes as it has and at most `left`."""
    town.buildings[compound] += 1
    building = f"{town.buildings[compound]}号楼"
    floors, sides, units = town.random.choice(_LAYOUTS)
    doors = list(islice(product(range(1, units + 1), range(1, floors + 1), range(1, sides + 1)), left))
    for unit in sorted({unit for unit, _, _ in doors}):
        town.add("楼栋", cell, compound, building, f"{unit}单元")
    for unit, floor, side in doors:
        _home(town, (compound, building, f"{unit}单元", f"{floor}{side:02}"), *next(anchors))
    return len(doors)


def _home(town: _Town, door: tuple[str, str, str, str], anchor: str, leads: bool) -> None:
    size, alone = next(town.homes)
    head = town.name()
    phone = "" if alone and not leads and town.random.random() < _WITHOUT_PHONE else town.phone()
    if leads:
        town.add("网格", anchor, f"{head}中心户", "中心户", anchor.rpartition("-")[0], "")
        town.add("人员", head, phone, "中心户", anchor, "", "")
    town.add("住户", anchor, *door, head, phone, ALONE if alone else "")
    for _ in range(size - 1):
        town.add("住户", anchor, *door, town.name(head[0]), "", "")
    for order in range(1, town.random.choice((2, 2, 3)) if alone else 1):
        relation = town.random.choice(("儿子", "女儿", "侄女", "外孙"))
        town.add("家属联系人", *door, head, town.name(), relation, town.phone(), order)


def _workbook(town: _Town) -> Workbook:
    book = Workbook(write_only=True)
    for name, headings in _SHEETS.items():
        sheet = book.create_sheet(name)
        sheet.append(headings)
        for row in town.rows[name]:
            sheet.append(row)
    return book


def _group(text: str) -> tuple[str, int]:
    cell, _, chat = text.partition("=")
    return cell, int(chat)


def _staff(text: str) -> Staff:
    cell, post, name, telegram_id = text.split(",")
    return Staff(name, post, cell, int(telegram_id))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--people", type=int, help="residents; in proportion where not given")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--group", type=_group, action="append", default=[], metavar="CELL=ID", help="a work group")
    parser.add_argument("--staff", type=_staff, action="append", default=[], metavar="CELL,POST,NAME,ID",
                        help="somebody with this post and this Telegram ID")
    asked = parser.parse_args()
    known = Known(staff=asked.staff, groups=dict(asked.group))
    community(asked.households, asked.seed, asked.people, known).save(asked.out)
    print(f"{asked.out}: {asked.households} households")


if __name__ == "__main__":
    main()
