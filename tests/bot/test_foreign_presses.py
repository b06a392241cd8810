"""Every button there is, pressed by people whom its subject does not concern: nothing changes, nothing is told."""

import re
from typing import Any

import pytest

from bot.actions import access, homes
from bot.buttons import ACTS, pack
from bot.workbook import BuildingRow, CellRow, HouseholdRow, PersonRow, Workbook
from sandbox.world import Limits
from storage.make_schema import SCHEMA
from tests.bot.test_presses import nothing_raised
from tests.community import Neighbourhood, agree, populate, settled
from tests.handling import add_unit, filed, hire
from tests.town import Person, Town

# What the machine writes for any update, and what people may always do with themselves.
_NOT_WATCHED = {"inbox", "messages", "parts", "links", "keys", "chats", "floods", "marks",
                "expectations"}
_THEIR_OWN = {"language", "consent", "withdraw_consent", "withdraw_consent_sure", "keep_consent"}
# A neighbour may choose any door of the community as their own.
_OF_NEIGHBOURS = {"home_compound", "home_building", "home_unit", "home_room", "move_out", "add_home", "family"}
_BIG = 2**63 - 1
_FORGED = ((1, 0), (1, 1), (1, 2), (1, _BIG), (2, 1), (2, 2), (3, 1), (_BIG, 1))
_SECRETS = ("暗号", "19900000012", "陈先生", "张奶奶", "3-2-502", "502", "XF-1201")


@pytest.fixture
def limits() -> Limits:
    return Limits(enforce=False)


async def test_a_stranger_presses_everything(town: Town) -> None:
    await _full(town)
    stranger = town.person("路人")
    await stranger.says("/start")
    await _presses_everything(town, stranger, set(ACTS) - _THEIR_OWN)


async def test_a_leader_of_another_community_presses_everything(town: Town) -> None:
    await _full(town)
    await _presses_everything(town, await _foreigner(town), set(ACTS) - _THEIR_OWN)


async def test_a_member_of_another_grid_presses_everything(town: Town) -> None:
    await _full(town)
    await _presses_everything(
        town, await hire(town, "钱网格", "G2", "grid_member"), set(ACTS) - _THEIR_OWN - _OF_NEIGHBOURS)


async def test_a_resident_presses_everything(town: Town) -> None:
    await _full(town)
    neighbour = town.person("邻居")
    await agree(neighbour)
    await _presses_everything(town, neighbour, set(ACTS) - _THEIR_OWN - _OF_NEIGHBOURS)


async def test_a_gate_that_lets_everybody_in_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def yes(*_: Any) -> bool:
        return True

    monkeypatch.setattr(access, "handles", yes)
    with pytest.raises(AssertionError):
        await test_a_member_of_another_grid_presses_everything(town)


async def test_doors_of_another_community_that_are_not_looked_at_are_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: Any) -> None:
        """Whatever was chosen."""

    monkeypatch.setattr(homes, "_check_ours", nothing)
    with pytest.raises(AssertionError):
        await test_a_leader_of_another_community_presses_everything(town)


async def _full(town: Town) -> Neighbourhood:
    """One thing of every kind: requests in all hands, a draft, an entry, an alarm, an invite, a family's question."""
    place = await settled(town)
    await add_unit(town, "物业", "电梯", "钱师傅", "02811111111")
    await filed(place, "楼道灯坏了，暗号一")
    await place.member.presses("认领", place.grid_chat)
    await place.member.picks("更多…", "邀请协办", "王组长（第一网格）")
    await place.member.says("请带梯子，暗号二")
    await filed(place, "投诉李网格，态度很差，暗号三")
    await filed(place, "下水道堵了，暗号四")
    await place.member.says("3-2-501 老人 灯坏了暗号五 来电")
    await place.leader.says("/invite")
    await place.leader.presses("一户人家")
    daughter = town.person("小张")
    await agree(daughter)
    await daughter.presses("我是家属，替老人办")
    await daughter.says("3-2-501")
    await daughter.says("张奶奶，女儿")
    await place.resident.says("电梯里有人被困，救命")
    await place.resident.says("路灯也坏了，暗号六")
    await town.settle()
    return place


async def _foreigner(town: Town) -> Person:
    foreigner = town.person("何主任")
    await populate(town, Workbook(
        cells=[
            CellRow("网格", 2, "BH", "滨河社区", "社区", "", None),
            CellRow("网格", 3, "B1", "滨河一格", "网格", "BH", None),
        ],
        buildings=[BuildingRow("楼栋", 2, "B1", "滨河园", "1", "1")],
        people=[PersonRow("人员", 2, "何主任", "19900000051", "社区工作者", ("office",), "BH", (), foreigner.id)],
        households=[HouseholdRow("住户", 2, "B1", "滨河园", "1", "1", "101", "滨先生", "19900000052", ())],
        contacts=[], units=[], programmes=[], problems=[],
    ))
    await agree(foreigner)
    return foreigner


async def _presses_everything(town: Town, who: Person, acts: set[str]) -> None:
    seen = len(who.sees())
    before, changed = await _state(town), []
    for some in _batched(sorted(acts), 12):
        for act in some:
            for subject_id, generation in _FORGED:
                town.world.press_raw(who.id, who.id, 1, pack(act, subject_id, generation))
        await town.settle(0)
        after = await _state(town)
        changed += [(some, name) for name in after if after[name] != before[name]]
        before = after
    assert changed == []
    await nothing_raised(town)
    async with town.database.read() as tx:
        assert [row["key"] for row in await tx.all("SELECT key FROM messages WHERE state = 'parked'")] == []
    said = [shown.text for shown in who.sees()[seen:]]
    said += [str(toast["text"]) for toast in town.world.toasts(who.id)]
    said += [button.text for shown in who.sees()[seen:] for row in shown.buttons for button in row]
    assert [text for text in said for secret in _SECRETS if secret in text] == []


def _batched(acts: list[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(acts[n:n + size]) for n in range(0, len(acts), size)]


async def _state(town: Town) -> dict[str, list[tuple[Any, ...]]]:
    async with town.database.read() as tx:
        return {
            name: [tuple(row[column] for column in row.keys())  # noqa: SIM118 - rows, not mappings
                   for row in await tx.all(f"SELECT * FROM {name} ORDER BY 1")]  # noqa: S608
            for name in re.findall(r"^CREATE TABLE (\w+)", SCHEMA.read_text("utf-8"), re.MULTILINE)
            if name not in _NOT_WATCHED
        }
