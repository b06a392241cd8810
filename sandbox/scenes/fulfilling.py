"""The card in the work group, the race for it, and the work itself."""

import asyncio

from sandbox.scenes.acting import SECOND, Acting

HALF_A_MINUTE = 31 * SECOND


async def claim(on: Acting) -> None:
    on.scene("卡片进工作群，两人同时认领，只有一个成功", "Two press at once; one wins, the other learns who.")
    chat, rivals = on.cast.grid_chat, (on.cast.member, on.cast.leader)
    await on.reads_in(chat, rivals[0], "待认领")
    await asyncio.gather(*(on.presses(one, "认领", chat) for one in rivals))
    toasts = [await on.reads_toast(one, "您已认领", "已由") for one in rivals]
    on.holder = rivals[0] if "您已认领" in toasts[0] else rivals[1]
    await on.reads_in(chat, on.holder, "办理中")
    await on.reads(on.holder, "由您办理")
    await on.reads(on.cast.resident, "已有人接手")


async def talk(on: Acting) -> None:
    on.scene("先联系，再问一句，写进展，最后写办结，都在私聊里",
             "Contact, a question, progress, the result: all in private.")
    holder, resident = on.holder, on.cast.resident
    await on.presses(holder, "已联系")
    await on.reads(holder, "已联系：")
    await on.presses(holder, "问居民")
    await on.reads(holder, "想问居民什么")
    await on.says(holder, "请问是哪几层的灯不亮？")
    await on.reads(resident, "办理人想问您")
    await on.says(resident, "三楼到五楼都不亮")
    await on.reads(holder, "居民回答")
    await on.presses(holder, "进展")
    await on.reads(holder, "的进展，我会转告居民")
    await on.says(holder, "电工今天下午两点上门")
    await on.reads(resident, "电工今天下午两点上门")


async def board(on: Acting) -> None:
    on.scene("群里置顶一块待办看板，还有什么没办完一眼看到", "A pinned board in the group shows what is still to do.")
    await on.later(HALF_A_MINUTE)
    await on.reads_in(on.cast.grid_chat, on.holder, "共 1 件")
    await on.is_pinned(on.cast.grid_chat)
    await on.resolves(on.holder, "换了灯泡，已经亮了")
