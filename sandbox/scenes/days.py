"""Other days: the list of the morning, the laundry day, and what is left for whoever looks on."""

from datetime import datetime

from sandbox.client import labels
from sandbox.laundry import ZONE, next_evening, next_morning
from sandbox.scenes.acting import GATHERING, Acting
from sandbox.telling import next_id


async def morning(on: Acting) -> None:
    member, elder = on.cast.member, on.cast.elder
    since = await next_id(member)
    await _step(on, next_morning(await _now(on)), "第二天早上",
                "The clock is stepped to the next morning: one list of the day.")
    today = await on.reads(member, "今日待办", since)
    await on.presses(member, next(label for label in labels(today) if label.startswith("认领")))
    await on.reads(member, "由您办理", since)
    await on.presses(member, "已联系")
    await on.resolves(member, "上门换了窗户的把手")
    await on.is_asked(elder)
    await on.presses(elder, "已解决")
    await on.presses(elder, "非常满意")
    await on.reads(elder, "谢谢您的评价")


async def laundry(on: Acting) -> None:
    elder, daughter, office, chat = on.cast.elder, on.cast.daughter, on.cast.office, on.cast.office_chat
    since = await next_id(office, chat)
    await _step(on, next_evening(await _now(on)), "洗衣日前一晚",
                "The clock is stepped to the evening before laundry day.")
    await on.reads(elder, "洗衣日")
    await on.presses(elder, "参加")
    await on.reads(elder, "已报名")
    await on.reads(daughter, "为刘爷爷")
    await on.presses(daughter, "请上门取")
    await on.reads(daughter, "有人上门来取")
    await on.reads_in(chat, office, "参加 1 · 上门取 1", since)
    await on.reads(on.cast.member, "请通知洗衣日")


async def goodbye(on: Acting) -> None:
    on.scene("最后一件留给您：在小李的手机上认领，接着办下去",
             "One more report is left for you: claim it on 小李's phone and go on from there.")
    neighbour = on.cast.neighbour
    since = await next_id(neighbour)
    await on.says(neighbour, "单元门关不上，晚上不放心")
    await on.later(GATHERING)
    await on.reads(neighbour, "请您核对", since)
    await on.presses(neighbour, "确认提交")
    await on.reads(neighbour, "已收到，编号", since)
    await on.reads_in(on.cast.grid_chat, on.cast.member, "单元门关不上")


async def _now(on: Acting) -> int:
    await on.client.taken()
    return int((await on.client.clock())["now"])


async def _step(on: Acting, to: int, title: str, gloss: str) -> None:
    on.scene(f"时钟拨到{title}，{datetime.fromtimestamp(to / 1000, ZONE):%m月%d日 %H:%M}", gloss)
    await on.client.step(to=to)
