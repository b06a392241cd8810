"""办理进度 and 流转记录: every move has words, and each reader sees what is theirs."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.views.custody import WHYS
from domain import requests as rules
from domain.requests import Request
from tests.bot.test_promises import claimed, open_own
from tests.community import settled
from tests.town import Person, Town

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
    assert "状态：办理中，12月1日（周二）10:00 起由李网格负责（第一网格）" in place.resident.last
    await place.member.forges("custody", 1)
    assert "第一网格 李网格：接手（3小时）" in place.member.last
    await place.resident.forges("custody", 1)
    assert "不在您负责的网格" in place.resident.toast


def _hours(text: str) -> str:
    return re.sub(r"(\d\d):\d\d", r"\1时", text)


async def _open(person: Person, state: str) -> None:
    await person.says("/my")
    await person.presses(f"XF-1201-001 用电照明 · {state}")


async def _is_a_new_round(town: Town) -> None:
    """What was done and promised in the first round stands dated below; the state and the promise are the new one's."""
    place = await settled(town)
    await claimed(place)
    await town.wait(3_600_000)
    await place.member.presses("已联系")
    await place.member.presses("进展")
    await place.member.says("下午来换灯")
    await place.member.presses("办结")
    await place.member.says("换了一个灯")
    await _open(place.resident, "待评价")
    assert "· 12月1日（周二）11时 已与您联系\n· 12月1日（周二）11时 进展：下午来换灯" in _hours(place.resident.last)
    assert "状态：待评价" in place.resident.last
    assert "承诺" not in place.resident.last
    await town.wait(3_600_000)
    await place.resident.presses("未解决")
    await _open(place.resident, "待认领")
    *_, state, received, taken, called, told, done, again, promised, following = _hours(place.resident.last).split("\n")
    assert state == "状态：待认领，12月1日（周二）12时 起由幸福社区负责，已派给赵主任"
    assert received.endswith("10时 已收到")
    assert taken.endswith("10时 已有人接手，第一网格办理")
    assert called.endswith("11时 已与您联系")
    assert told.endswith("11时 进展：下午来换灯")
    assert done == "· 12月1日（周二）11时 已办结：换了一个灯"
    assert again.endswith("12时 您说没有解决，幸福社区重新办理")
    assert promised == "承诺：工作时间4小时内与您联系，3个工作日内办结（最迟 12月4日（周五）18时）"
    assert following == "接下来：有人接手会马上告诉您。"
    await place.office.presses("接单")
    async with town.database.read() as tx:
        [row] = await tx.all("SELECT state FROM promises WHERE clock = 'contact' AND round = 2")
    assert row["state"] == "running", "who called in the first round has not called in this one"


async def test_what_is_reopened_shows_the_new_promise_and_the_earlier_round_as_progress(town: Town) -> None:
    await _is_a_new_round(town)


async def test_a_first_contact_that_is_kept_over_a_reopening_is_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsolved = rules.unsolved

    def keeps(request: Request, *args: Any) -> Request:
        return replace(unsolved(request, *args), contacted_at=request.contacted_at)

    monkeypatch.setattr("bot.actions.ratings.unsolved", keeps)
    with pytest.raises(AssertionError):
        await _is_a_new_round(town)
