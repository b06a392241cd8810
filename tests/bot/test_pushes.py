"""What people are told without having asked: sparingly, together, and never at night."""

import pytest

from bot.act import DANGER, MOST_MESSAGES, Act, Origin
from bot.actions import pushes
from domain.ids import CommunityId, PersonId, RequestId
from domain.pushes import Told
from storage import people
from storage import pushes as table
from storage.database import Transaction
from storage.follows import add_follower
from storage.keys import add_key
from tests.community import Neighbourhood, settled
from tests.handling import filed
from tests.town import Person, Town

pytestmark = pytest.mark.engines
HOUR = 3_600_000
EIGHT_IN_THE_EVENING = 10 * HOUR
MIDNIGHT = 14 * HOUR


async def _push(town: Town, person: Person, key: str = "request.noted", **facts: object) -> None:
    async def tell(act: Act, person_id: PersonId) -> None:
        await pushes.push(act, person_id, key, **facts)  # type: ignore[arg-type]

    async with town.database.write() as tx:
        act = town.bot.frame.act(tx, town.clock.now(), Origin())
        found = await people.find_by_telegram(tx, person.id)
        assert found is not None
        await tell(act, found.id)
    town.bot.delivery.committed([act])
    await town.settle(5_000)


def _said(person: Person, words: str) -> list[str]:
    return [shown.text for shown in person.sees() if shown.sender == "bot" and words in shown.text]


async def test_the_first_word_goes_at_once_and_the_next_together(town: Town) -> None:
    place = await settled(town)
    for n in range(1, 5):
        await _push(town, place.member, number=f"XF-{n}")
    assert len(_said(place.member, "XF-")) == 1
    await town.wait(10 * 60_000)
    assert len(_said(place.member, "XF-")) == 2
    assert "有 3 件事一并告诉您" in place.member.last
    assert place.member.last.index("XF-2") < place.member.last.index("XF-3") < place.member.last.index("XF-4")


async def test_that_somebody_has_taken_it_is_left_out_once_nobody_has_it_any_more(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    await _push(town, place.member, number="XF-0")
    await _push(town, place.member, key="offer.taken", request_id=1)
    for n in (4, 5):
        await _push(town, place.member, number=f"XF-{n}")
    await town.wait(10 * 60_000)
    assert "有 2 件事一并告诉您" in place.member.last
    assert "XF-4" in place.member.last
    assert not _said(place.member, "接手")


async def test_two_things_about_one_request_share_one_button(town: Town) -> None:
    place = await settled(town)
    await filed(place)
    await _push(town, place.member, number="XF-0")
    for key in ("merge.more", "hold.over"):
        await _push(town, place.member, key=key, request_id=1)
    await _push(town, place.member, number="XF-4")
    await town.wait(10 * 60_000)
    assert "有 3 件事一并告诉您" in place.member.last
    labels = [button.text for row in place.member.sees()[-1].buttons for button in row]
    assert labels == ["①② 打开这一件"]


async def test_at_most_five_messages_a_day_and_the_rest_in_the_morning(town: Town) -> None:
    place = await settled(town)
    for n in range(1, 9):
        await _push(town, place.member, number=f"XF-{n}")
        await town.wait(11 * 60_000)
    assert len(_said(place.member, "XF-")) == 5
    await town.wait(22 * HOUR)
    assert len(_said(place.member, "XF-")) == 6
    assert all(f"XF-{n}" in _said(place.member, "XF-")[-1] for n in (6, 7, 8))


async def test_what_cannot_wait_an_hour_goes_at_once_with_what_was_held(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushes, "SOON", {"request.withdrawn"})
    place = await settled(town)
    await _push(town, place.member, number="XF-1")
    await _push(town, place.member, number="XF-2")
    await _push(town, place.member, key="request.withdrawn", number="XF-3")
    assert len(_said(place.member, "XF-")) == 2
    assert "XF-2" in place.member.last
    assert "XF-3" in place.member.last


async def test_in_the_evening_only_danger_comes_through(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushes, "SOON", {"request.withdrawn"})
    place = await settled(town)
    await town.wait(EIGHT_IN_THE_EVENING)
    await _push(town, place.member, number="XF-1")
    await _push(town, place.member, key="request.withdrawn", number="XF-2")
    assert not _said(place.member, "XF-")
    await _push(town, place.member, urgency=DANGER, number="XF-3")
    assert "XF-3" in place.member.last
    assert len(_said(place.member, "XF-")) == 1
    await town.wait(13 * HOUR)
    assert "XF-1" in _said(place.member, "XF-")[-1]
    assert "XF-2" in _said(place.member, "XF-")[-1]


async def test_a_resident_sleeps_and_reads_it_in_the_morning_in_one_message(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    await town.wait(MIDNIGHT)
    await place.member.presses("认领", place.grid_chat)
    await place.member.presses("进展", place.grid_chat)
    await place.member.says("师傅明天来")
    assert not _said(place.resident, "已有人接手")
    await town.wait(8 * HOUR)
    assert "已有人接手" in place.resident.last
    assert "师傅明天来" in place.resident.last


async def test_a_resident_who_is_up_and_writing_is_told_at_once(town: Town) -> None:
    place = await settled(town)
    await town.wait(MIDNIGHT)
    await _filed(place)
    await place.member.presses("认领", place.grid_chat)
    assert "已有人接手" in place.resident.last


async def test_by_day_a_resident_hears_at_once(town: Town) -> None:
    place = await settled(town)
    await _filed(place)
    await place.member.presses("认领", place.grid_chat)
    assert "已有人接手" in place.resident.last


async def test_what_is_held_survives_a_crash_and_is_said_once(town: Town) -> None:
    place = await settled(town)
    await town.wait(EIGHT_IN_THE_EVENING)
    await _push(town, place.member, number="XF-1")
    await town.crash()
    await town.start()
    await town.wait(14 * HOUR)
    await town.crash()
    await town.start()
    await town.wait(24 * HOUR)
    assert len(_said(place.member, "XF-1")) == 1


async def test_what_is_held_does_not_stand_in_the_way_of_answers(town: Town) -> None:
    place = await settled(town)
    await town.wait(EIGHT_IN_THE_EVENING)
    await _push(town, place.member, number="XF-1")
    await place.member.says("/mine")
    assert "没有待办" in place.member.last


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    await place.member.says("/language")
    await place.member.presses("English")
    for n in range(3):
        await _push(town, place.member, number=f"XF-{n}")
    await town.wait(10 * 60_000)
    assert "2 things to tell you" in place.member.last


async def test_manners_that_do_not_count_are_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def forgetful(tx: Transaction, person_id: PersonId, since: int) -> Told:
        return Told(0, None)

    monkeypatch.setattr(table, "get_told", forgetful)
    with pytest.raises(AssertionError):
        await test_the_first_word_goes_at_once_and_the_next_together(town)


async def _filed(place: Neighbourhood) -> None:
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")


async def test_very_many_followers_hear_of_it_each_in_an_act_of_their_own(town: Town) -> None:
    """A broken lift of a large building: one act writes at most a hundred messages."""
    place = await settled(town)
    await filed(place)
    async with town.database.write() as tx:
        for n in range(120):
            key = await add_key(tx, "person", town.clock.now())
            follower = await people.add_person(tx, CommunityId(1), key, name=None, telegram_id=900_000 + n,
                                               language=town.settings.language)
            await add_follower(tx, RequestId(1), follower, town.clock.now())
    sizes: list[int] = []
    committed = town.bot.machine.committed

    def count(acts: list[Act]) -> None:
        sizes.extend(len(act.outgoing) for act in acts)
        committed(acts)

    town.bot.machine.committed = count
    await place.member.presses("认领", place.grid_chat)
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM messages WHERE key = 'request.claimed' AND chat_id < 901000")
    assert row is not None
    assert row["n"] == 120
    assert max(sizes) <= MOST_MESSAGES
