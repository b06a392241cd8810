"""A question with a ready answer, and one line for somebody who telephoned."""

from sandbox.scenes.acting import GATHERING, Acting
from sandbox.telling import next_id


async def enquiry(on: Acting) -> None:
    on.scene("周先生来问事，有现成的答案就马上答", "A question that comes again and again is answered at once.")
    neighbour = on.cast.neighbour
    await on.says(neighbour, "请问居住证怎么办理？")
    await on.later(GATHERING)
    await on.reads(neighbour, "有用吗")
    await on.presses(neighbour, "有用")
    await on.reads(neighbour, "已答复")


async def dictation(on: Acting) -> None:
    on.scene("张奶奶看到网格员的电话，打过来；小李写一行就登记好了",
             "An elder finds her grid member's number and calls; one typed line records it.")
    elder, member = on.cast.elder, on.cast.member
    since = await next_id(elder)
    await on.says(elder, "我的网格员")
    found = await on.reads(elder, member.name, since)
    door = found.text.split("\n")[0].split("（")[0]
    since = await next_id(member)
    await on.says(member, f"{door} {elder.name} 卧室窗户关不上 来电")
    await on.reads(member, "代录，请您核对", since)
    await on.presses(member, "确认提交")
    await on.reads(member, "已登记", since)
