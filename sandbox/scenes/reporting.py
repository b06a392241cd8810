"""A report in several messages, and a neighbour with the same trouble."""

from sandbox.drawn import dark_stairs, voice
from sandbox.scenes.acting import GATHERING, Acting
from sandbox.telling import next_id


async def report(on: Acting) -> None:
    on.scene("陈阿姨用自己的话反映问题，发文字、照片和语音都行",
             "She reports in her own words, with a photo and a voice message; the bot gathers them and sums up.")
    resident = on.cast.resident
    await on.says(resident, "楼道灯坏了三天")
    await on.sends(resident, "photo", dark_stairs(), "晚上黑，老人不敢下楼")
    await on.sends(resident, "voice", voice())
    await on.later(GATHERING)
    await on.reads(resident, "请您核对")
    await on.presses(resident, "修改")
    await on.reads(resident, "哪里不对")
    await on.presses(resident, "紧急程度：一般")
    await on.presses(resident, "返回")
    await on.reads(resident, "紧急程度：较急")
    await on.presses(resident, "确认提交")
    await on.reads(resident, "已收到，编号")


async def follow(on: Acting) -> None:
    on.scene("邻居周先生反映同一件事，点“跟进”就行，不用再报",
             "A neighbour has the same trouble; he follows it instead of filing it again.")
    neighbour = on.cast.neighbour
    await on.says(neighbour, "楼道的灯坏了，老人晚上不敢下楼")
    await on.later(GATHERING)
    await on.reads(neighbour, "附近有人反映过类似的事")
    since = await next_id(neighbour)
    await on.presses(neighbour, "跟进")
    await on.reads(neighbour, since=since)
    await on.reads_in(on.cast.grid_chat, on.cast.member, "另有 1 户反映")
