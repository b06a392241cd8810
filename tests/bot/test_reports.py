"""复制上报文本: the finished report for an outside platform, for the holder and for whoever entered it."""

import pytest

from tests.bot.test_sources import TICKET
from tests.community import settled
from tests.town import Town


async def test_the_holder_copies_the_report(town: Town) -> None:
    place = await settled(town)
    await place.office.says(TICKET)
    await place.office.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    assert "联系人：钱多多 19900000077" in place.member.last
    await place.member.presses("已联系")
    await place.member.presses("进展", place.grid_chat)
    await place.member.says("师傅已经看过")
    await place.member.presses("办结", place.grid_chat)
    await place.member.says("换了灯泡")
    await place.office.presses("复制上报文本")
    report = place.office.last
    for words in ("幸福社区诉求办理情况", "编号：XF-1201-001", "外部工单编号：RX20261201-0042", "来源：12345工单",
                  "地点：幸福苑3号楼2单元501", "诉求内容：来电人反映楼道的灯不亮", "师傅已经看过", "办理结果：换了灯泡",
                  "联系情况：已联系", "要求办结：12月5日（周六）18:00"):
        assert words in report
    assert "钱多多" not in report


@pytest.mark.one_language("about somebody who reads English among others who do not")
async def test_it_is_chinese_whoever_copies_it(town: Town) -> None:
    place = await settled(town)
    await place.member.says("/language")
    await place.member.presses("English")
    await place.member.says("3-2-501 elder the lamp is broken patrol")
    await place.member.presses("Submit")
    await place.member.presses("Copy the report")
    assert "Tap to copy" in place.member.last
    assert "来源：网格巡查" in place.member.last
    assert "类别：用电照明" in place.member.last


async def test_nobody_else_reads_it(town: Town) -> None:
    place = await settled(town)
    await place.office.says(TICKET)
    await place.office.presses("确认提交")
    for somebody in (place.leader, place.resident):
        before = somebody.last
        town.world.press_raw(somebody.id, somebody.id, 1, "1:kr:1:0")
        await town.settle()
        assert "不在您手上" in somebody.toast
        assert somebody.last == before


async def test_a_resident_who_wants_no_calls_leaves_no_number(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    async with town.database.write() as tx:
        await tx.run("UPDATE requests SET contact = 'relay'")
    await place.member.presses("认领", place.grid_chat)
    await place.member.picks("更多…", "复制上报文本")
    assert "楼道灯坏了" in place.member.last
    assert "联系电话" not in place.member.last
