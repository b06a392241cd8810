"""办理进度 and 流转记录: every move has words, and each reader sees what is theirs."""

import re
from pathlib import Path

from bot.buttons import pack
from bot.views.custody import WHYS
from tests.bot.test_promises import claimed, open_own
from tests.community import settled
from tests.town import Town

ACTIONS = Path(__file__).parent.parent.parent / "bot" / "actions"
_SAVED = re.compile(r"(?:core|requests)\.save\((?:[^()]|\([^()]*\))*?\"([a-z_]+)\"\)")


def test_every_reason_to_move_has_words_of_its_own() -> None:
    found = {why for path in ACTIONS.glob("*.py") for why in _SAVED.findall(path.read_text("utf-8"))}
    assert len(found) > 10
    assert sorted(found - WHYS) == []


async def test_the_resident_reads_cells_and_the_staff_names(town: Town) -> None:
    place = await settled(town)
    await claimed(place)
    await open_own(place)
    assert "12月1日（周二）10:00 已有人接手，第一网格办理" in place.resident.last
    await town.wait(3 * 3_600_000)
    await open_own(place)
    assert "现在由第一网格负责，已3小时" in place.resident.last
    town.world.press_raw(place.member.id, place.member.id, 1, pack("custody", 1))
    await town.settle()
    assert "第一网格 李网格：接手（3小时）" in place.member.last
    town.world.press_raw(place.resident.id, place.resident.id, 1, pack("custody", 1))
    await town.settle()
    assert "不在您负责的网格" in place.resident.toast
