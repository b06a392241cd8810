"""R6: every outcome that a call can have, for each kind of thing that is said. Nothing is lost; a copy more only where
nobody can know, and then it is marked."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot import calling
from bot.outcomes import Verdict, judge
from bot.transport import Answer
from sandbox.world import Limits
from storage import people
from tests.community import EVENING_BEFORE, Neighbourhood, settled
from tests.crowd import REPEAT
from tests.town import Town

pytestmark = pytest.mark.one_language("about the machine, whatever is said")

Case = Callable[[Town, Neighbourhood, Callable[[], None]], Awaitable[list[str]]]
NOT_DELIVERED: list[tuple[str, dict[str, Any]]] = [
    ("rate_limited", {"retry_after": 3}), ("offline", {}),
]
UNKNOWN: list[tuple[str, dict[str, Any]]] = [
    ("error_500", {}), ("error_500", {"accepted": True}),
    ("error_502_html", {}), ("error_502_html", {"accepted": True}),
    ("drop_before", {}), ("drop_after", {}), ("timeout_before", {}), ("timeout_after", {}), ("reset_mid_body", {}),
    ("garbage_json", {}), ("half_open", {}), ("latency", {}),
]
OUTCOMES = NOT_DELIVERED + UNKNOWN


@pytest.fixture
def limits() -> Limits:
    return Limits(enforce=False)


async def _message(town: Town, place: Neighbourhood, strike: Callable[[], None]) -> list[str]:
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await place.member.presses("进展", place.grid_chat)
    town.world.say(place.member.id, place.member.id, "师傅下午来")
    strike()
    return [text for text in await _seen(town, place.resident.id) if "师傅下午来" in text]


async def _reminder(town: Town, place: Neighbourhood, strike: Callable[[], None]) -> list[str]:
    async with town.database.write() as tx:
        person = await people.find_by_telegram(tx, place.resident.id)
        assert person is not None
        await people.add_tag(tx, person.id, "独居老人")
    await town.wait_until(EVENING_BEFORE - 60_000)
    strike()
    await town.wait(600_000)
    return [text for text in await _seen(town, place.resident.id) if "洗衣日" in text]


async def _card(town: Town, place: Neighbourhood, strike: Callable[[], None]) -> list[str]:
    await place.resident.says("楼道灯坏了")
    shown = town.with_button(place.resident.id, "确认提交").message_id
    town.world.press(place.resident.id, place.resident.id, shown, "确认提交")
    strike()
    return [text for text in await _seen(town, place.grid_chat) if "XF-1201-001" in text and "状态：" in text]


async def _edit(town: Town, place: Neighbourhood, strike: Callable[[], None]) -> list[str]:
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    card = town.with_button(place.grid_chat, "认领").message_id
    town.world.press(place.member.id, place.grid_chat, card, "认领")
    strike()
    return [text for text in await _seen(town, place.grid_chat) if "状态：李网格办理中" in text]


async def _seen(town: Town, chat: int) -> list[str]:
    await town.settle(180_000)
    town.transport.offline = False
    await town.settle(180_000)
    return [shown.text for shown in town.world.messages(chat) if shown.sender == "bot"]


KINDS: dict[str, tuple[Case, str]] = {
    "message": (_message, "sendMessage"), "reminder": (_reminder, "sendMessage"), "card": (_card, "sendMessage"),
    "edit": (_edit, "editMessageText"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("fault", "settings"), OUTCOMES, ids=str)
async def test_nothing_is_lost(town: Town, kind: str, fault: str, settings: dict[str, Any]) -> None:
    case, method = KINDS[kind]
    place = await settled(town)
    chat = place.resident.id if kind in {"message", "reminder"} else place.grid_chat

    def strike() -> None:
        if fault == "offline":
            town.transport.failing = [method]
        else:
            town.world.fault(fault, method, chat_id=chat, **settings)

    seen = await case(town, place, strike)
    assert seen, "lost"
    if kind == "edit" or (fault, settings) in NOT_DELIVERED or fault == "latency":
        assert len(seen) == 1
    if kind in {"message", "reminder"}:
        assert all(REPEAT in text for text in seen[1:])
    assert len(seen) <= 2


async def test_a_bot_that_takes_unknown_for_sent_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "judge", _trusting)
    with pytest.raises(AssertionError, match="lost"):
        await test_nothing_is_lost(town, "message", "timeout_before", {})


async def test_a_bot_that_repeats_without_a_word_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "as_repeat", lambda body: body)
    with pytest.raises(AssertionError):
        await test_nothing_is_lost(town, "message", "timeout_after", {})


def _trusting(answer: Answer, **about: Any) -> Verdict:
    return Verdict("sent") if answer.kind == "unknown" else judge(answer, **about)


async def test_a_press_answer_is_dropped_and_the_act_stands(town: Town) -> None:
    place = await settled(town)
    for number, (fault, settings) in enumerate(UNKNOWN, 1):
        await place.resident.says("楼道灯坏了")
        town.world.fault(fault, "answerCallbackQuery", **settings)
        await place.resident.presses("确认提交")
        await town.settle(120_000)
        assert f"已收到，编号 XF-1201-{number:03d}" in place.resident.last


async def test_markup_that_telegram_cannot_read_is_sent_plain(town: Town) -> None:
    place = await settled(town)
    said = town.bot.texts.languages["zh"]
    said["help.report"] = "<b>没有关上"  # type: ignore[index]
    await place.resident.says("我要反映")
    assert place.resident.last == "没有关上"
