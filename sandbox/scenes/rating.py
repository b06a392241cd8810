"""The system asks how it went; what was not solved climbs."""

from sandbox.scenes.acting import Acting


async def ask(on: Acting) -> None:
    on.scene("过了能撤销的一分钟，系统来问居民，不是办理人来问",
             "When nobody can undo it any more, the system asks her.")
    await on.is_asked(on.cast.resident)


async def climb(on: Acting) -> None:
    on.scene("还是没解决，自动往上一级转", "Not solved: it climbs to the community with all that happened.")
    resident, office, chat = on.cast.resident, on.cast.office, on.cast.office_chat
    await on.presses(resident, "未解决")
    await on.reads(resident, "抱歉没有解决")
    await on.reads_in(on.cast.grid_chat, on.cast.leader, "继续办理")
    await on.reads_in(chat, office, "第 2 次办理")
    await on.claims(office, chat, "接单")
    await on.resolves(office, "整条线路查过，换了感应开关")


async def grade(on: Acting) -> None:
    on.scene("这回解决了，请居民评价", "Solved; the resident, not the handler, says how it was.")
    resident = on.cast.resident
    await on.is_asked(resident)
    await on.presses(resident, "已解决")
    await on.reads(resident, "您对这次办理满意吗")
    await on.presses(resident, "满意")
    await on.reads(resident, "谢谢您的评价")
    await on.reads_in(on.cast.office_chat, on.cast.office, "已结案")
