"""Callback data is input, never authority: forged, foreign, stale and repeated presses change nothing."""

import random
from pathlib import Path
from typing import Any

import pytest

from bot.actions import access
from bot.buttons import ACTS, pack, unpack
from handlers.presses import PRESSES
from sandbox.world import Limits
from tests.community import Neighbourhood, settled
from tests.town import Town

GOLDEN = Path(__file__).parent.parent / "golden" / "act_codes.txt"
_WATCHED = ("requests", "custody", "ratings", "drafts", "posts", "residents", "bindings", "people", "notes",
            "panels", "undos", "tasks", "handovers", "proposals", "expectations")
_NOT_FOR_STRANGERS = set(ACTS) - {"language", "consent"}


@pytest.fixture
def limits() -> Limits:
    return Limits(enforce=False)


async def test_a_thousand_forged_presses_change_nothing(town: Town) -> None:
    """R12. The toast is honest, nothing raises, and no table of ours has moved."""
    await _forge(town, 1_000)


@pytest.mark.soak
async def test_ten_thousand_forged_presses_change_nothing(town: Town) -> None:
    await _forge(town, 10_000)


async def _forge(town: Town, count: int) -> None:
    place = await settled(town)
    request_id = await _open_request(town, place)
    stranger = town.person("路人")
    await stranger.says("/start")
    before = await _state(town)
    for n in range(count):
        who = random.choice([stranger, stranger, place.resident])
        chat = place.grid_chat if who is place.resident else random.choice([stranger.id, place.grid_chat])
        town.world.press_raw(who.id, chat, random.randint(1, 3_000), _forged(n, who is stranger, request_id))
        if n % 100 == 99:
            await town.settle()
    await town.settle()
    assert await _state(town) == before
    await nothing_raised(town)
    assert all(toast["text"] for toast in town.world.toasts(stranger.id)[-100:])


async def test_a_gate_that_lets_everybody_in_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def yes(*_: Any) -> bool:
        return True

    monkeypatch.setattr(access, "handles", yes)
    with pytest.raises(AssertionError):
        await test_a_thousand_forged_presses_change_nothing(town)


def _forged(n: int, stranger: bool, request_id: int) -> str:
    if n % 4 == 0:
        return "".join(chr(random.randint(33, 126)) for _ in range(random.randint(1, 64)))
    allowed = sorted(_NOT_FOR_STRANGERS) if stranger else ["claim", "release", "progress", "resolve", "bind"]
    subject = request_id if n % 4 == 1 else random.randint(0, 2**40)
    return pack(random.choice(allowed), subject, random.randint(0, 3))


async def test_an_old_generation_shows_the_present_state_instead(town: Town) -> None:
    place = await settled(town)
    await _open_request(town, place)
    card = town.with_button(place.grid_chat, "认领").message_id
    await place.member.presses("认领", place.grid_chat)
    await place.member.picks("更多…", "退回", "手上的事排满了")
    old = pack("release", 1, 2)
    town.world.press_raw(place.member.id, place.grid_chat, card, old)
    await town.settle()
    assert "待认领" in place.member.toast


async def test_the_same_press_a_hundred_times(town: Town) -> None:
    place = await settled(town)
    await _open_request(town, place)
    data = town.with_button(place.grid_chat, "认领").buttons[0][0].data or ""
    for _ in range(100):
        town.world.press_raw(place.member.id, place.grid_chat, 2, data)
    await town.settle()
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM custody WHERE why = 'claim'")
    assert row is not None
    assert row["n"] == 1
    assert len(town.world.toasts(place.member.id)) > 100


async def test_a_press_on_a_message_that_is_gone(town: Town) -> None:
    place = await settled(town)
    await _open_request(town, place)
    card = town.with_button(place.grid_chat, "认领")
    data = card.buttons[0][0].data or ""
    town.world.delete(place.leader.id, place.grid_chat, card.message_id)
    town.world.press_raw(place.member.id, place.grid_chat, card.message_id, data)
    await town.settle()
    assert "您已认领" in place.member.toast
    assert "李网格办理中" in town.texts(place.grid_chat)[-1], "the card is shown anew where it was deleted"


async def test_a_press_before_its_card_is_known_adopts_the_card(town: Town) -> None:
    """Delivered, but the answer was lost: what people hold in their hands becomes the card."""
    place = await settled(town)
    town.world.fault("drop_after", "sendMessage", chat_id=place.grid_chat, times=None)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    town.world.clear_faults()
    await place.member.presses("认领", place.grid_chat)
    assert "您已认领" in place.member.toast
    await town.wait(60_000)
    held = [text for text in town.texts(place.grid_chat) if "状态：李网格办理中" in text]
    assert len(held) == 1
    left = [shown for shown in place.member.sees(place.grid_chat) if "待认领" in shown.text]
    for shown in left:
        town.world.press(place.leader.id, place.grid_chat, shown.message_id, "认领")
    await town.settle()
    assert not [shown for shown in place.member.sees(place.grid_chat) if "待认领" in shown.text]


def test_no_code_that_ever_shipped_is_gone_or_given_to_another_act() -> None:
    shipped = dict(line.split() for line in GOLDEN.read_text().splitlines())
    assert shipped == {code: act for act, code in ACTS.items()}, "add new codes to the golden file, never change one"


def test_every_act_has_a_handler_and_fits_into_64_bytes() -> None:
    assert PRESSES.keys() == ACTS.keys()
    for act in ACTS:
        data = pack(act, 2**63 - 1, 2**63 - 1)
        assert len(data.encode()) <= 64
        assert unpack(data) == (act, 2**63 - 1, 2**63 - 1)


async def _open_request(town: Town, place: Neighbourhood) -> int:
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    return 1


async def _state(town: Town) -> dict[str, list[tuple[Any, ...]]]:
    async with town.database.read() as tx:
        return {
            name: [tuple(row[column] for column in row.keys())  # noqa: SIM118 - rows, not mappings
                   for row in await tx.all(f"SELECT * FROM {name} ORDER BY 1")]  # noqa: S608
            for name in _WATCHED
        }


async def nothing_raised(town: Town) -> None:
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM inbox WHERE state <> 'done' OR attempts > 0")
    assert row is not None
    assert row["n"] == 0


