"""A community of two grids for tests: six doors, two leaders, a resident without the app and her daughter."""

from dataclasses import dataclass
from datetime import time

from bot.actions.importing import Import, import_workbook
from bot.workbook import (
    BuildingRow,
    CellRow,
    ContactRow,
    HouseholdRow,
    PersonRow,
    ProgrammeRow,
    Reminder,
    Workbook,
)
from domain.recurrence import parse_plain
from tests.town import Person, Town

# 洗衣日 is the second Saturday: 12 December 2026. Its reminder goes out the evening before at 18:00 in Shanghai.
EVENING_BEFORE = 1_796_983_200_000


def workbook(leader: Person, member: Person, office: Person, groups: dict[str, int]) -> Workbook:
    return Workbook(
        cells=[
            CellRow("网格", 2, "XF", "幸福社区", "社区", "", groups.get("XF")),
            CellRow("网格", 3, "G1", "第一网格", "网格", "XF", groups.get("G1")),
            CellRow("网格", 4, "G2", "第二网格", "网格", "XF", groups.get("G2")),
        ],
        buildings=[
            BuildingRow("楼栋", 2, "G1", "幸福苑", "3", "2"),
            BuildingRow("楼栋", 3, "G2", "幸福苑", "5", "1"),
        ],
        people=[
            PersonRow("人员", 2, "王组长", "19900000001", "网格长", ("grid_leader",), "G1", (), leader.id),
            PersonRow("人员", 3, "李网格", "19900000002", "网格员", ("grid_member",), "G1", (), member.id),
            PersonRow("人员", 4, "赵主任", "19900000003", "社区工作者", ("office",), "XF", (), office.id),
        ],
        households=[
            HouseholdRow("住户", 2, "G1", "幸福苑", "3", "2", "501", "张奶奶", "", ("独居老人",)),
            HouseholdRow("住户", 3, "G1", "幸福苑", "3", "2", "502", "陈先生", "19900000012", ()),
            HouseholdRow("住户", 4, "G1", "幸福苑", "3", "2", "102", "刘爷爷", "02800000000", ("独居老人",)),
            HouseholdRow("住户", 5, "G2", "幸福苑", "5", "1", "301", "孙女士", "19900000014", ("独居老人",)),
        ],
        contacts=[ContactRow("家属联系人", 2, "幸福苑", "3", "2", "501", "张奶奶", "小张", "女儿", "19900000021", 1)],
        units=[],
        programmes=[
            ProgrammeRow(
                "项目", 2, "洗衣日", "每月第二个周六", parse_plain("每月第二个周六"), time(9), "社区洗衣房", "XF",
                ("独居老人",), (Reminder(1, time(18)),), Reminder(1, time(20, 30)),
            )
        ],
        problems=[],
    )


async def populate(town: Town, book: Workbook) -> None:
    work = Import(town.bot.bot_id, town.clock.now(), town.settings)
    problems = await import_workbook(town.bot.machine.job, book, work, lambda _: None)
    assert problems == []


@dataclass
class Neighbourhood:
    """Who is who, once everybody has agreed and the resident has settled at 3-2-502."""

    leader: Person
    member: Person
    office: Person
    resident: Person
    grid_chat: int
    office_chat: int


async def settled(town: Town) -> Neighbourhood:
    leader, member, office, resident = (town.person(name) for name in ("王", "李", "赵", "陈"))
    grid_chat = town.group("第一网格工作群", leader, member)
    office_chat = town.group("社区工作群", office)
    town.world.join(resident.id, grid_chat)
    await populate(town, workbook(leader, member, office, {"G1": grid_chat, "XF": office_chat}))
    await agree(leader, member, office, resident)
    for label in ("3号楼", "502"):
        await resident.presses(label)
    return Neighbourhood(leader, member, office, resident, grid_chat, office_chat)


async def agree(*people: Person) -> None:
    for person in people:
        await person.agrees()
