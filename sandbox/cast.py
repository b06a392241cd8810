"""A small cast that plays the whole loop with a running bot: a report to its grade, and a laundry day."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from sandbox.client import PATIENCE, Client, Phone, labels
from sandbox.community import ALONE
from sandbox.known import Home, Known, Relative, Staff
from sandbox.laundry import ZONE, next_evening
from sandbox.telling import Tell, Telling, next_id

GRID, COMMUNITY = "W01", "SQ"
GRID_TITLE, COMMUNITY_TITLE = "第1网格工作群", "社区工作群"
ELDER_PHONE, DAUGHTER_PHONE = "19988880001", "19988880002"


@dataclass(frozen=True)
class Cast:
    """Who plays, and the two work groups."""

    resident: Phone
    leader: Phone
    member: Phone
    office: Phone
    elder: Phone
    daughter: Phone
    grid_chat: int
    office_chat: int

    @property
    def phones(self) -> list[Phone]:
        return [self.resident, self.leader, self.member, self.office, self.elder, self.daughter]

    @property
    def known(self) -> Known:
        """As the example community takes them in."""
        staff = [
            Staff(self.leader.name, "网格长", GRID, self.leader.id),
            Staff(self.member.name, "网格员", GRID, self.member.id),
            Staff(self.office.name, "社区工作者", COMMUNITY, self.office.id),
        ]
        homes = [
            Home(self.elder.name, ELDER_PHONE, ALONE),
            Home("刘爷爷", "", ALONE, [Relative(self.daughter.name, "女儿", DAUGHTER_PHONE)]),
        ]
        return Known(staff, homes, {GRID: self.grid_chat, COMMUNITY: self.office_chat})


async def gather(client: Client) -> Cast:
    """Make the people and their groups, before the workbook is written and the bot started."""
    names = ("陈阿姨", "王组长", "小李", "赵主任", "张奶奶", "小刘")
    resident, leader, member, office, elder, daughter = [await client.person(name) for name in names]
    grid_chat = await client.group(GRID_TITLE, leader, member)
    office_chat = await client.group(COMMUNITY_TITLE, office, leader)
    return Cast(resident, leader, member, office, elder, daughter, grid_chat, office_chat)


async def play(client: Client, cast: Cast, tell: Tell, patience: float = PATIENCE) -> None:
    """The whole loop, told line by line. Raises sandbox.client.NotSeen where the bot does not do its part."""
    stage = Stage(client, cast, tell, patience)
    await stage.join()
    await stage.settle()
    await stage.report()
    await stage.fulfil(await stage.claim())
    await stage.climb()
    await stage.rate()
    await stage.families()
    await stage.laundry()
    stage.scene("演完了，所有手机都在页面上，可以接着玩", "That was all; every phone is on the page, for you to go on.")


class Stage(Telling):
    """The scenes, in the order in which they are played."""

    def __init__(self, client: Client, cast: Cast, tell: Tell, patience: float) -> None:
        super().__init__(tell, {cast.grid_chat: GRID_TITLE, cast.office_chat: COMMUNITY_TITLE}, patience)
        self.client = client
        self.cast = cast

    async def join(self) -> None:
        self.scene("工作人员打开机器人，同意说明", "The staff open the bot and agree to its notice.")
        for who in (self.cast.leader, self.cast.member, self.cast.office):
            await self.agrees(who)
            await self.reads(who, "欢迎回来")

    async def settle(self) -> None:
        self.scene("陈阿姨第一次用，点几下选好住址", "A resident joins and finds her door by buttons.")
        resident = self.cast.resident
        await self.agrees(resident)
        asked = await self.reads(resident, "请选择您住在哪个小区")
        while asked.buttons:
            since = await next_id(resident)
            await self.presses(resident, labels(asked)[0])
            asked = await self.reads(resident, since=since)

    async def report(self) -> None:
        self.scene("陈阿姨用自己的话反映问题", "She reports in plain words; the bot gathers them and sums up.")
        resident = self.cast.resident
        await self.says(resident, "楼道灯坏了三天")
        await self.says(resident, "晚上黑，老人不敢下楼")
        await self.reads(resident, "请您核对")
        await self.presses(resident, "确认提交")
        await self.reads(resident, "已收到，编号")

    async def claim(self) -> Phone:
        """Gives the one who won."""
        self.scene("卡片进工作群，两人同时认领，只有一个成功", "Two press at once; one wins, the other learns who.")
        chat, rivals = self.cast.grid_chat, (self.cast.member, self.cast.leader)
        await self.reads_in(chat, rivals[0], "待认领")
        await asyncio.gather(*(self.presses(one, "认领", chat) for one in rivals))
        toasts = [await self.reads_toast(one, "您已认领", "已由") for one in rivals]
        holder = rivals[0] if "您已认领" in toasts[0] else rivals[1]
        await self.reads_in(chat, holder, "办理中")
        await self.reads(holder, "由您办理")
        await self.reads(self.cast.resident, "已有人接手")
        return holder

    async def fulfil(self, holder: Phone) -> None:
        self.scene("私聊里写进展、写办结", "Progress and the result are written in private.")
        await self.presses(holder, "进展")
        await self.reads(holder, "请写下")
        await self.says(holder, "电工今天下午两点上门")
        await self.reads(self.cast.resident, "有新进展")
        await self.resolves(holder, "换了灯泡，已经亮了")

    async def climb(self) -> None:
        self.scene("还是没解决，自动往上一级转", "Not solved: it climbs to the community with all that happened.")
        resident, office, chat = self.cast.resident, self.cast.office, self.cast.office_chat
        await self.presses(resident, "未解决")
        await self.reads(resident, "抱歉没有解决")
        await self.reads_in(self.cast.grid_chat, self.cast.leader, "继续办理")
        await self.reads_in(chat, office, "第 2 次办理")
        since = await next_id(resident)
        await self.presses(office, "接单", chat)
        await self.reads(office, "由您办理")
        await self.reads(resident, "已有人接手", since)
        await self.resolves(office, "整条线路查过，换了感应开关", since)

    async def rate(self) -> None:
        self.scene("解决了，请居民评价", "Solved; the resident, not the handler, says how it was.")
        resident = self.cast.resident
        await self.presses(resident, "已解决")
        await self.reads(resident, "您对这次办理满意吗")
        await self.presses(resident, "满意")
        await self.reads(resident, "谢谢您的评价")
        await self.reads_in(self.cast.office_chat, self.cast.office, "已结案")

    async def families(self) -> None:
        self.scene("独居老人和另一位老人的女儿加入，发一下号码就认出来了",
                   "An elder, and the daughter of one without the app, are known by their phone numbers.")
        for who, number in ((self.cast.elder, ELDER_PHONE), (self.cast.daughter, DAUGHTER_PHONE)):
            await self.agrees(who)
            await self.reads(who, "请选择您住在哪个小区")
            await self.shares_phone(who, number)
            await self.reads(who, "认出您了")

    async def laundry(self) -> None:
        await self.client.taken()
        evening = next_evening((await self.client.clock())["now"])
        self.scene(f"时钟拨到洗衣日前一晚，{datetime.fromtimestamp(evening / 1000, ZONE):%m月%d日 %H:%M}",
                   "The clock is stepped to the evening before laundry day.")
        elder, daughter, office, chat = self.cast.elder, self.cast.daughter, self.cast.office, self.cast.office_chat
        since = await next_id(office, chat)
        await self.client.step(to=evening)
        await self.reads(elder, "洗衣日")
        await self.presses(elder, "参加")
        await self.reads(elder, "已报名")
        await self.reads(daughter, "为刘爷爷")
        await self.presses(daughter, "请上门取")
        await self.reads(daughter, "有人上门来取")
        await self.reads_in(chat, office, "参加 1 · 上门取 1", since)
        await self.reads(self.cast.member, "请通知洗衣日")

    async def agrees(self, who: Phone) -> None:
        await self.says(who, "/start")
        await self.presses(who, "同意并开始")

    async def resolves(self, holder: Phone, words: str, since: int = 0) -> None:
        """`since` is when the resident may be asked again."""
        asked = await next_id(holder)
        await self.presses(holder, "办结")
        await self.reads(holder, "请写下", asked)
        await self.says(holder, words)
        await self.reads(self.cast.resident, "真的解决了吗", since)
