"""The look at every group message finds out what it is there for."""

import pytest

from tests.community import settled
from tests.discretion import indiscretions
from tests.town import TOKEN, Town


@pytest.mark.parametrize("words", ["陈先生家的灯", "3号楼2单元", "3-2-502", "打 139 1234 5678", "独居老人"])
async def test_a_careless_group_message_is_found(words: str, town: Town) -> None:
    place = await settled(town)
    _, shown = await _said(town, place.grid_chat, words)
    assert await indiscretions(town)
    await town.world.call(TOKEN, "deleteMessage", {"chat_id": place.grid_chat, "message_id": shown}, None)


async def _said(town: Town, chat: int, words: str) -> tuple[int, int]:
    status, _, _ = await town.world.call(TOKEN, "sendMessage", {"chat_id": chat, "text": words}, None)
    return status, town.world.messages(chat)[-1].message_id
