"""People find the bot, and it finds out who they are."""

from sandbox.cast import DAUGHTER_PHONE, ELDER_PHONE, PROPERTY_PHONE
from sandbox.client import Phone, has_button, labels
from sandbox.scenes.acting import ASKED_HOME, Acting
from sandbox.telling import next_id

MISSING = "没有我要的门牌"


async def staff(on: Acting) -> None:
    on.scene("工作人员打开机器人，同意说明", "The staff open the bot and agree to its notice.")
    for who in (on.cast.leader, on.cast.member, on.cast.office):
        await on.agrees(who)
        await on.reads(who, "认出您了")


async def residents(on: Acting) -> None:
    on.scene("陈阿姨和周先生第一次用，点几下选好住址", "Two neighbours join and find their doors by buttons.")
    for place, who in enumerate((on.cast.resident, on.cast.neighbour), 4):
        await on.agrees(who)
        await _settle(on, who, place)


async def _settle(on: Acting, who: Phone, place: int) -> None:
    """The first of everything, but this door behind the stairs."""
    asked = await on.reads(who, ASKED_HOME)
    while asked.buttons:
        doors = [label for label in labels(asked) if label != MISSING]
        wanted = doors[min(place, len(doors) - 1)] if has_button(asked, MISSING) else doors[0]
        since = await next_id(who)
        await on.presses(who, wanted)
        asked = await on.reads(who, since=since)


async def families(on: Acting) -> None:
    on.scene("独居老人、另一位老人在外地的女儿、物业的联系人：发一下号码就认出来了",
             "An elder, the daughter of another, and the property company are known by their phone numbers.")
    await on.joins_by_phone(on.cast.elder, ELDER_PHONE)
    await on.agrees(on.cast.daughter)
    await on.presses(on.cast.daughter, "我是家属，替老人办")
    await on.reads(on.cast.daughter, "分享我的手机号")
    await on.shares_phone(on.cast.daughter, DAUGHTER_PHONE)
    await on.reads(on.cast.daughter, "您可以替刘爷爷办事")
    await on.joins_by_phone(on.cast.company, PROPERTY_PHONE)
