"""What no group may see: it goes in private past whoever it speaks of, and they never find it."""

import pytest

from bot.actions import sensitive
from bot.workbook import PersonRow, Workbook
from domain import sensitive as rules
from domain.ids import PersonId
from domain.sensitive import Standing
from tests.community import agree, populate, settled
from tests.town import Person, Town


async def test_a_complaint_never_hangs_in_a_group_and_the_office_gets_it_in_private(town: Town) -> None:
    place = await settled(town)
    before = len(town.texts(place.grid_chat)), len(town.texts(place.office_chat))
    await _files(place.resident, "我要投诉物业乱收费")
    assert (len(town.texts(place.grid_chat)), len(town.texts(place.office_chat))) == before
    assert "不会发到工作群" in place.resident.last
    assert "请您接单：XF-1201-001" in place.office.last
    assert "这是一件投诉，只在私聊里交给您" in place.office.last
    await place.office.presses("接单")
    assert "幸福苑3号楼2单元502" in place.office.last
    assert "已有人接手" in place.resident.last


async def test_what_speaks_of_a_grid_member_goes_to_their_leader(town: Town) -> None:
    place = await settled(town)
    await _files(place.resident, "楼道灯坏了，李网格员上次说来，一直没来")
    assert "请您接单" in place.leader.last
    assert not _has(place.member, "XF-1201-001")
    assert not _has(place.office, "XF-1201-001")


async def test_what_speaks_of_the_leader_goes_past_the_leader_and_those_under_them(town: Town) -> None:
    place = await settled(town)
    await _files(place.resident, "投诉王组长，反映几次都不管")
    assert "请您接单" in place.office.last
    for somebody in (place.leader, place.member):
        assert not _has(somebody, "XF-1201-001")


async def test_your_grid_member_is_whoever_has_that_post(town: Town) -> None:
    place = await settled(town)
    await _files(place.resident, "电梯坏了，你们网格员不闻不问")
    assert "请您接单" in place.leader.last
    assert not _has(place.member, "XF-1201-001")


async def test_a_quarrel_between_neighbours_is_for_the_grid_member_alone(town: Town) -> None:
    place = await settled(town)
    before = len(town.texts(place.grid_chat))
    await _files(place.resident, "楼上每天半夜吵，噪音太大")
    assert len(town.texts(place.grid_chat)) == before
    assert "请您接单" in place.member.last


async def test_a_fire_at_the_neighbours_is_no_quarrel_and_its_category_is_the_dangers(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("邻居家着火了，冒黑烟，和邻居说了都不开门")
    await place.member.picks("我正赶去", "已到场")
    await place.member.says("火已扑灭，没有人受伤")
    async with town.database.read() as tx:
        row = await tx.one("SELECT category, sensitive FROM requests WHERE id = 1")
    assert row is not None
    assert (row["category"], bool(row["sensitive"])) == ("safety", False)
    assert "不会发到工作群" not in "\n".join(shown.text for shown in place.resident.sees())


async def test_violence_between_neighbours_is_for_no_group_whatever_else_burns(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("和楼上邻居打架，他把屋里点着火了")
    await town.wait(11 * 60_000)
    await place.resident.presses("确认提交")
    assert not [text for text in town.texts(place.grid_chat) if "状态：" in text]


async def test_what_is_said_as_danger_is_filed_as_danger(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("邻居家着火了，冒黑烟")
    await town.wait(10 * 60_000)
    assert "公共安全" in place.resident.last
    await place.resident.presses("确认提交")
    assert "不会发到工作群" not in place.resident.last
    assert any("公共安全" in text for text in town.texts(place.grid_chat))


async def test_a_neighbour_who_hits_somebody_hangs_in_no_group(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("邻居打人了")
    await town.wait(10 * 60_000)
    await place.resident.presses("确认提交")
    assert "不会发到工作群" in place.resident.last
    assert not any("XF-1201-001" in text for text in town.texts(place.grid_chat))


async def test_the_subject_cannot_find_it_anywhere(town: Town) -> None:
    place = await settled(town)
    await _files(place.resident, "投诉李网格，态度很差")
    request_id = 1
    assert not _has(place.member, "XF-1201-001")
    await place.member.says("/tasks", place.grid_chat)
    await place.member.says("/mine")
    await place.member.says("/my")
    for act in ("cl", "qw", "mp"):
        await _forges(place.member, act, request_id)
    assert not _has(place.member, "XF-1201-001")
    assert not any("XF-1201-001" in text for text in town.texts(place.grid_chat))
    async with town.database.read() as tx:
        row = await tx.one("SELECT holder_id, state FROM requests WHERE id = 1")
    assert row is not None
    assert (row["holder_id"], row["state"]) == (None, "open")


async def test_a_gate_without_this_rule_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutant: everybody on the line may know."""

    async def everybody(*_: object) -> bool:
        return True

    monkeypatch.setattr(sensitive, "may_know", everybody)
    with pytest.raises(AssertionError):
        await test_the_subject_cannot_find_it_anywhere(town)


async def test_about_one_of_the_office_it_goes_to_another_of_the_office(town: Town) -> None:
    place = await settled(town)
    second = town.person("周")
    row = PersonRow("人员", 9, "周书记", "19900000009", "社区工作者", ("office",), "XF", (), second.id)
    await populate(town, Workbook(people=[row]))
    await agree(second)
    await _files(place.resident, "投诉赵主任，办事推诿")
    assert "请您接单" in second.last
    assert not _has(place.office, "XF-1201-001")


async def test_in_english_too(town: Town) -> None:
    place = await settled(town)
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("3-2-501")
    await guest.says("I want to complain about your grid member, he was rude")
    await guest.presses("Submit")
    assert "does not go to any work group" in guest.last
    assert "请您接单" in place.office.last
    assert not _has(place.member, "XF-1201-001")


async def test_why_it_came_here_is_for_staff_who_may_know(town: Town) -> None:
    place = await settled(town)
    await _files(place.resident, "社保证明怎么还没办好")
    await _forges(place.office, "qw", 1)
    assert "按规则“民生事务由社区受理”，派给幸福社区" in place.office.last
    assert "依次看过：第一网格 → 幸福社区" in place.office.last
    await _forges(place.resident, "qw", 1)
    assert "派单依据" not in place.resident.last


async def test_an_anonymous_tip_off_keeps_name_and_door_from_the_handler_too(town: Town) -> None:
    place = await settled(town)
    await place.resident.says("举报二楼有人聚众赌博")
    for label in ("修改", "匿名：否", "返回", "确认提交"):
        await place.resident.presses(label)
    await place.office.presses("接单")
    shown = "\n".join(one.text for one in place.office.sees())
    assert "聚众赌博" in shown
    assert not any(secret in shown for secret in ("陈先生", "502", "19900000012", "2单元"))
    assert not any("XF-1201-001" in text for text in [*town.texts(place.grid_chat), *town.texts(place.office_chat)])


async def test_a_reminder_about_it_never_reaches_its_subject(town: Town) -> None:
    place = await settled(town)
    await _files(place.resident, "投诉李网格，态度很差")
    await town.wait(20 * 24 * 3_600_000)
    assert not _has(place.member, "XF-1201-001")
    assert not any("XF-1201-001" in text for text in [*town.texts(place.grid_chat), *town.texts(place.office_chat)])


async def test_colleagues_who_are_its_subject_are_not_offered_for_it(town: Town) -> None:
    place = await settled(town)
    await _files(place.resident, "楼上每天半夜吵，李网格员也不来看看")
    await place.leader.presses("接单")
    await place.leader.picks("更多…", "转派")
    shown = next(one for one in reversed(place.leader.sees()) if one.buttons)
    labels = [button.text for row in shown.buttons for button in row]
    assert not any("李网格" in label for label in labels)
    assert any("赵主任" in label for label in labels)


def test_nobody_is_asked_to_look_into_themselves() -> None:
    """Every line of three posts, every choice of subjects: never the subject, never somebody under them."""
    roles = ("grid_member", "grid_leader", "office")
    line = [Standing(PersonId(n), n // 3, roles[n % 3]) for n in range(9)]
    for one in line:
        for other in line:
            named = {one.person_id, other.person_id}
            found = rules.recipients(line, named, PersonId(99), 0)
            assert not named & set(found)
            highest = max(one.height, other.height)
            assert all(next(s.height for s in line if s.person_id == person) >= highest for person in found)


async def _files(person: Person, words: str) -> None:
    await person.says(words)
    await person.presses("确认提交")


def _has(person: Person, number: str) -> bool:
    return any(number in shown.text for shown in person.sees())


async def _forges(person: Person, code: str, subject_id: int) -> None:
    """A press of a button that nobody was shown."""
    town = person.town
    shown = next(shown for shown in reversed(person.sees()) if shown.sender == "bot")
    town.world.press_raw(person.id, person.id, shown.message_id, f"1:{code}:{subject_id}:1")
    await town.settle()
