"""A small cast for a running bot: residents, a family, staff and a property company, each with a phone."""

from dataclasses import dataclass

from sandbox.client import Client, Phone
from sandbox.community import ALONE
from sandbox.known import Home, Known, Relative, Staff
from sandbox.laundry import first_morning
from sandbox.office import property_of

GRID, COMMUNITY = "W01", "SQ"
GRID_TITLE, COMMUNITY_TITLE = "第1网格工作群", "社区工作群"
COMPOUND = "枫桥里"
ELDER_PHONE, DAUGHTER_PHONE, PROPERTY_PHONE = "19988880001", "19988880002", "19988880003"
LEADER_PHONE, MEMBER_PHONE, OFFICE_PHONE = "19988880011", "19988880012", "19988880013"


@dataclass(frozen=True)
class Cast:
    """Who plays, and the two work groups. `visitor` reads English and has never used the bot."""

    resident: Phone
    neighbour: Phone
    leader: Phone
    member: Phone
    office: Phone
    elder: Phone
    daughter: Phone
    company: Phone
    visitor: Phone
    grid_chat: int
    office_chat: int

    @property
    def phones(self) -> list[Phone]:
        """In the order in which the page shows them."""
        return [self.resident, self.member, self.leader, self.office, self.neighbour, self.elder, self.daughter,
                self.company, self.visitor]

    @property
    def titles(self) -> dict[int, str]:
        return {self.grid_chat: GRID_TITLE, self.office_chat: COMMUNITY_TITLE}

    @property
    def known(self) -> Known:
        """As the example community takes them in."""
        staff = [
            Staff(self.leader.name, "网格长", GRID, self.leader.id, LEADER_PHONE),
            Staff(self.member.name, "网格员", GRID, self.member.id, MEMBER_PHONE),
            Staff(self.office.name, "社区工作者", COMMUNITY, self.office.id, OFFICE_PHONE),
        ]
        homes = [
            Home(self.elder.name, ELDER_PHONE, ALONE),
            Home("刘爷爷", "", ALONE, [Relative(self.daughter.name, "女儿", DAUGHTER_PHONE)]),
        ]
        contacts = {property_of(COMPOUND): (self.company.name, PROPERTY_PHONE)}
        return Known(staff, homes, self.groups, contacts)

    @property
    def groups(self) -> dict[str, int]:
        return {GRID: self.grid_chat, COMMUNITY: self.office_chat}


async def gather(client: Client) -> Cast:
    """Make the people and their groups, before the workbook is written and the bot started; it is a working morning."""
    await client.step(to=first_morning((await client.clock())["now"]))
    resident, neighbour = await client.person("陈阿姨"), await client.person("周先生")
    leader, member, office = [await client.person(name) for name in ("王组长", "小李", "赵主任")]
    elder, daughter, company = [await client.person(name) for name in ("张奶奶", "小刘", "物业何经理")]
    visitor = await client.person("Anna", "en")
    grid_chat = await client.group(GRID_TITLE, leader, member)
    office_chat = await client.group(COMMUNITY_TITLE, office, leader)
    return Cast(resident, neighbour, leader, member, office, elder, daughter, company, visitor, grid_chat, office_chat)
