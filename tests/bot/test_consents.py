"""Consent has a version, is kept as proof, is asked for again without losing a word, and is as easily taken back."""

import pytest

from bot.act import Act
from bot.actions import access
from bot.settings.people import Retention
from storage import chats
from storage.people import Person as Registered
from tests.community import settled
from tests.town import Person, Town, quick


async def _new_notice(town: Town) -> None:
    await town.stop()
    town.settings = quick(town.settings, consent="2027-01")
    await town.start()


async def _consents(town: Town, person: Person) -> list[tuple[str, bool]]:
    async with town.database.read() as tx:
        rows = await tx.all(
            """SELECT c.version, c.withdrawn_at FROM consents c JOIN people p ON p.id = c.person_id
               WHERE p.telegram_id = :id ORDER BY c.id""",
            id=person.id,
        )
    return [(row["version"], row["withdrawn_at"] is not None) for row in rows]


async def _is_asked_again(town: Town) -> None:
    place = await settled(town)
    await _new_notice(town)
    await place.resident.says("楼道灯坏了")
    assert "说明有更新" in place.resident.last
    await town.wait(60_000)
    assert "说明有更新" in place.resident.last, "nothing goes on before they agree"
    await place.resident.says("三楼也不亮")
    await place.resident.presses("同意并开始")
    assert "楼道灯坏了" in place.resident.last
    assert "三楼也不亮" in place.resident.last
    await place.resident.presses("确认提交")
    assert "已收到，编号" in place.resident.last
    assert await _consents(town, place.resident) == [(town.settings.consent.replace("2027-01", "2026-11"), False),
                                                     ("2027-01", False)]


async def test_a_new_notice_asks_again_and_keeps_what_was_said(town: Town) -> None:
    await _is_asked_again(town)


async def test_a_gate_that_does_not_look_at_the_version_is_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def agrees(act: Act, person: Registered) -> bool:
        return person.consent is not None

    monkeypatch.setattr(access, "agrees", agrees)
    with pytest.raises(AssertionError):
        await _is_asked_again(town)


async def test_a_press_is_answered_with_the_new_notice(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await _new_notice(town)
    await place.resident.presses("确认提交")
    assert "最新的隐私说明" in place.resident.toast
    await place.resident.agrees()
    await place.resident.presses("确认提交")
    assert "已收到，编号" in place.resident.last


async def test_words_of_somebody_who_never_agreed_are_answered_with_the_notice(town: Town) -> None:
    await settled(town)
    guest = town.person("客")
    await guest.says("楼道灯坏了")
    await guest.presses("同意并开始")
    assert "请选择您的住址" in guest.last


async def _is_told_once(town: Town) -> None:
    await settled(town)
    guest = town.person("客")
    await guest.says("楼道灯坏了")
    assert "我是社区的" in guest.last
    await guest.says("三楼也不亮")
    assert "没有保存" in guest.last
    assert "我是社区的" not in guest.last
    await guest.presses("看隐私说明")
    assert "我是社区的" in guest.last
    await guest.says("有人吗")
    await guest.presses("同意并开始")
    assert "请选择您的住址" in guest.last


async def test_who_goes_on_writing_before_they_agree_is_told_in_a_line_that_nothing_is_kept(town: Town) -> None:
    await _is_told_once(town)


async def test_a_notice_that_is_not_remembered_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def forgets(*_: object) -> None:
        """The chat is never marked."""

    monkeypatch.setattr(chats, "mark_noticed", forgets)
    with pytest.raises(AssertionError):
        await _is_told_once(town)


async def test_danger_comes_before_the_line_as_before_the_notice(town: Town) -> None:
    await settled(town)
    guest = town.person("客")
    await guest.says("/start")
    await guest.says("3号楼着火了")
    assert "请马上拨打 119" in guest.last
    assert "没有保存" not in guest.last


async def test_the_days_in_the_notice_are_those_of_the_settings(town: Town) -> None:
    await settled(town)
    await town.stop()
    town.settings = quick(town.settings, retention=Retention(raw_updates=3))
    await town.start()
    guest = town.person("客")
    await guest.says("/start")
    assert "原始消息 3 天后删除" in guest.last
    await guest.says("/privacy")
    assert "原始消息 3 天后删除" in guest.last


async def test_consent_is_taken_back_with_two_presses(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.resident.says("/privacy")
    await place.resident.presses("撤回同意")
    assert "1 件诉求没有结束" in place.resident.last
    await place.resident.presses("确认撤回")
    assert "已撤回您的同意" in place.resident.last
    await place.resident.says("还有一件事")
    assert "同意并开始" in place.resident.last
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM consents WHERE withdrawn_at IS NOT NULL")
    assert row is not None
    assert row["n"] == 1
    await place.member.presses("认领", place.grid_chat)
    assert "您已认领" in place.member.toast, "what is open is finished"


async def test_somebody_may_think_again(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("/privacy")
    await place.resident.presses("撤回同意")
    await place.resident.presses("继续使用")
    await place.resident.says("楼道灯坏了")
    assert "请您核对" in place.resident.last


async def test_what_somebody_held_goes_back_when_they_withdraw(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await place.member.says("/privacy")
    await place.member.presses("撤回同意")
    assert "手上还有 1 件" in place.member.last
    await place.member.presses("确认撤回")
    assert not [text for text in town.texts(place.grid_chat) if "李网格办理中" in text]
    async with town.database.read() as tx:
        row = await tx.one("SELECT state, holder_id FROM requests")
    assert row is not None
    assert (row["state"], row["holder_id"]) == ("open", None)
    await town.wait(600_000)
    assert any("李网格撤回了同意" in shown.text for shown in place.leader.sees()), "the leader is told"


async def test_consent_in_english(town: Town) -> None:
    await settled(town)
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("/privacy")
    await guest.presses("Withdraw my consent")
    await guest.presses("Yes, withdraw it")
    assert "no longer linked" in guest.last
    await _agree_in_english(guest)
    assert await _consents(town, guest) == [(town.settings.consent, False)]


async def _agree_in_english(guest: Person) -> None:
    await guest.says("/start")
    await guest.presses("Agree and start")


async def test_pieces_that_were_split_off_go_with_the_consent(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("1、楼道灯坏了 2、下水道堵了")
    await place.resident.presses("修改")
    await place.resident.presses("拆成两件")
    await place.resident.presses("按序号拆成 2 件")
    await place.resident.says("/privacy")
    await place.resident.presses("撤回同意")
    await place.resident.presses("确认撤回")
    seen = len(place.resident.sees())
    await town.wait(3 * 86_400_000)
    assert len(place.resident.sees()) == seen, "nobody is asked about what they have taken back"
