"""Danger comes before everything else, in the reader's language."""

from sandbox.cast import COMPOUND
from sandbox.client import has_button, labels
from sandbox.scenes.acting import Acting
from sandbox.telling import next_id


async def alarm(on: Acting) -> None:
    on.scene("路过的 Anna 闻到煤气味：没登记也马上给急救电话、马上通知值班的人",
             "A passer-by who has never used the bot smells gas: numbers at once, and an alarm to the grid.")
    visitor, member = on.cast.visitor, on.cast.member
    await on.says(visitor, "There is a strong smell of gas in the stairwell!")
    await on.reads(visitor, "Call 119 at once")
    since = await next_id(visitor)
    await on.presses(visitor, "Tell me which building")
    asked = await on.reads(visitor, "Which", since)
    if has_button(asked, COMPOUND):
        await on.presses(visitor, COMPOUND)
        asked = await on.reads(visitor, "Which building", since)
    await on.presses(visitor, labels(asked)[0])
    await on.reads(visitor, "Those who are coming know the place", since)
    await on.reads(member, "紧急")
    await on.presses(member, "我正赶去")
    await on.reads(visitor, "on the way", since)
    await on.presses(member, "已到场")
    await on.reads(visitor, "has arrived", since)
    await on.reads(member, "处理完请写一两句")
    await on.says(member, "一户灶台阀门没关，已关好，开窗通风")
    await on.reads(member, "由您接着办")
    await on.resolves(member, "晚些时候又去看过，没有煤气味了")
    await on.reads_in(on.cast.grid_chat, member, "已处理完")
