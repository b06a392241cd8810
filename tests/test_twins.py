"""The English life sees what a Chinese one cannot: each mutant is one that people who read English would meet."""

from dataclasses import replace
from typing import Any

import pytest

from bot.actions import talk
from bot.drawing import Reader, TelegramDrawer
from bot.texts import Texts
from domain.ids import ChatId
from handlers import registry
from tests.community import Neighbourhood, settled
from tests.twin_world import EN, ZH
from tests.twins import EnglishTown


async def _life(url: str) -> tuple[EnglishTown, Neighbourhood]:
    """From the first word to the claim, and the list of one's own requests."""
    town = EnglishTown(url)
    await town.start()
    place = await settled(town)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await place.resident.says("我的诉求")
    await town.stop()
    return town, place


async def test_what_is_sent_is_english_and_what_is_seen_is_chinese(ready: str) -> None:
    town, place = await _life(ready)
    assert town.world.strange == []
    assert "您最近的诉求" in place.resident.last
    assert "您已认领" in place.member.toast
    sent = [shown.text for shown in town.as_sent(place.resident.id) if shown.sender == "bot"]
    assert any("Received, number" in text for text in sent)
    typed = [shown.text for shown in town.as_sent(place.resident.id) if shown.sender != "bot"]
    assert typed[-1] == "My requests"
    label = town.as_sent(place.resident.id)[-1].buttons[0][0].text
    assert label == "XF-1201-001 in hand · Power and light", "short enough not to be cut"
    card = town.as_sent(place.grid_chat)[-1]
    assert "Claim" not in card.text
    assert "李网格" in card.text, "names are what they are"


@pytest.mark.parametrize("key", ["request.filed", "button.submit"])
async def test_a_text_left_in_chinese(ready: str, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    mutant = Texts({"zh": ZH, "en": {**EN, key: ZH[key]}})
    monkeypatch.setattr(Texts, "load", lambda: mutant)
    town, _ = await _life(ready)
    assert any("is Chinese in" in fault for fault in town.world.strange)


async def test_a_missing_text(ready: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = Texts({"zh": ZH, "en": {key: text for key, text in EN.items() if key != "request.filed"}})
    monkeypatch.setattr(Texts, "load", lambda: mutant)
    town, _ = await _life(ready)
    assert any("KeyError" in fault for fault in town.world.strange)


async def test_labels_in_the_wrong_language(ready: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(self: Any, reader: Reader, button: Any) -> dict[str, str]:
        return right(self, replace(reader, language="zh"), button)

    right = TelegramDrawer._button
    monkeypatch.setattr(TelegramDrawer, "_button", drawn)
    town, _ = await _life(ready)
    assert any("is Chinese in" in fault for fault in town.world.strange)


async def test_a_group_in_the_wrong_language(ready: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(self: Any, tx: Any, chat_id: int, *more: Any) -> Reader:
        reader = right(self, tx, ChatId(chat_id), *more)
        return reader if chat_id > 0 else replace(reader, language="zh")

    right = TelegramDrawer._reader
    monkeypatch.setattr(TelegramDrawer, "_reader", read)
    town, _ = await _life(ready)
    assert any("is Chinese in" in fault for fault in town.world.strange)


async def test_a_keyboard_that_understands_chinese_alone(ready: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = registry.register
    monkeypatch.setattr("tests.town.register", lambda application, _: right(application, Texts({"zh": ZH})))
    monkeypatch.setattr(talk, "buttons", lambda _: {"menu.mine": [ZH["menu.mine"]]})
    _, place = await _life(ready)
    assert "您最近的诉求" not in place.resident.last
