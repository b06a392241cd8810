"""A daughter far away writes for her father; the property company does the work, the grid member stays responsible."""

from sandbox.cast import COMPOUND
from sandbox.office import property_of
from sandbox.scenes.acting import GATHERING, MINUTE, Acting


async def report(on: Acting) -> None:
    on.scene("小刘在外地，替刘爷爷反映漏水", "A daughter in another city writes for her father.")
    daughter = on.cast.daughter
    await on.says(daughter, "我爸家厨房的水管漏水，麻烦派人看看")
    await on.later(GATHERING)
    await on.reads(daughter, "替谁反映：刘爷爷")
    await on.presses(daughter, "确认提交")
    await on.reads(daughter, "已收到，编号")
    await on.claims(on.cast.member, on.cast.grid_chat)


async def hand_over(on: Acting) -> None:
    on.scene("小李交给物业，责任还在小李身上",
             "The grid member hands it to the property company and stays responsible.")
    member, company = on.cast.member, on.cast.company
    await on.presses(member, "更多…")
    await on.presses(member, "交承办单位")
    await on.presses(member, property_of(COMPOUND))
    await on.reads(company, "办理：")
    await on.reads(on.cast.daughter, "社区继续跟进")
    await on.presses(company, "已接")
    await on.reads(company, "已接。")


async def finish(on: Acting) -> None:
    on.scene("物业办完；几条消息合成一条告诉小李，他核实后办结，女儿来评价",
             "The company is done; what happened within ten minutes is one message; the daughter rates it.")
    member, company, daughter = on.cast.member, on.cast.company, on.cast.daughter
    await on.presses(company, "已办完")
    await on.reads(company, "怎样办的")
    await on.says(company, "换了一节水管，不漏了")
    await on.later(10 * MINUTE)
    await on.reads(member, "请核实后办结")
    await on.resolves(member, "物业换了水管，已到家里看过，不漏了")
    await on.is_asked(daughter)
    await on.presses(daughter, "已解决")
    await on.presses(daughter, "非常满意")
    await on.reads(daughter, "谢谢您的评价")
