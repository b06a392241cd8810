"""Invites by link and QR code: for a stairwell, a household, a post; bound to their purpose, expiring, counted."""

import re

import pytest

from bot.actions import invites
from bot.settings.people import JoiningSettings
from bot.settings.values import LocalTime
from storage import invites as table
from storage.database import Transaction
from tests.community import Neighbourhood, settled
from tests.handling import hire
from tests.town import SETTINGS, Person, Town, quick

HOUR = 3_600_000
DAY = 24 * HOUR


def _token(person: Person) -> str:
    """From the newest picture; its caption has the link."""
    shown = next(shown for shown in reversed(person.sees()) if shown.kind == "photo")
    found = re.search(r"https://t\.me/linli_bot\?start=([\w-]{22})\b", shown.text)
    assert found is not None
    return found[1]


async def _for_post(place: Neighbourhood, cell: str = "第一网格", role: str = "网格员") -> str:
    await place.leader.says("/invite")
    await place.leader.presses("一个岗位")
    await place.leader.presses(cell)
    await place.leader.presses(role)
    return _token(place.leader)


async def _for_household(place: Neighbourhood) -> str:
    await place.office.says("/invite")
    await place.office.presses("一户人家")
    for label in ("3号楼", "501"):
        await place.office.presses(label)
    return _token(place.office)


async def test_the_answer_is_a_link_and_a_picture(town: Town) -> None:
    place = await settled(town)
    await _for_post(place)
    shown = next(shown for shown in reversed(place.leader.sees()) if shown.kind == "photo")
    assert "岗位邀请：第一网格 网格员" in shown.text
    file = next(file for file in town.world.files.values() if file.path == shown.file)
    assert file.data[:8] == b"\x89PNG\r\n\x1a\n"


async def test_a_post_by_invite(town: Town) -> None:
    place = await settled(town)
    token = await _for_post(place)
    newcomer = town.person("新")
    await newcomer.says(f"/start {token}")
    assert "同意并开始" in newcomer.last
    await newcomer.presses("同意并开始")
    assert any("您现在是第一网格的网格员" in shown.text for shown in newcomer.sees())
    await newcomer.says("周 网格")
    assert "周 网格" in newcomer.last
    assert town.world.keyboard(newcomer.id, newcomer.id)[0] == ["分享我的手机号"]
    town.world.send_contact(newcomer.id, newcomer.id, "13911113333", of=newcomer.id)
    await town.settle()
    await place.resident.says("我的网格员")
    assert "周 网格 13911113333（在岗）" in place.resident.last
    town.world.join(newcomer.id, place.grid_chat)
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    await newcomer.presses("认领", place.grid_chat)
    assert "您已认领" in newcomer.toast


async def test_several_posts_of_one_person(town: Town) -> None:
    place = await settled(town)
    await place.office.says("/invite")
    await place.office.presses("一个岗位")
    await place.office.presses("第二网格")
    await place.office.presses("网格长")
    await place.member.says(f"/start {_token(place.office)}")
    await place.member.says("/duty")
    assert "第一网格、第二网格" in place.member.last


async def test_a_stairwell_leads_to_its_rooms(town: Town) -> None:
    place = await settled(town)
    await place.leader.says("/invite")
    await place.leader.presses("一个单元（楼道）")
    await place.leader.presses("3号楼")
    token = _token(place.leader)
    for room in ("501", "102"):
        guest = town.person("客")
        await guest.says(f"/start {token}")
        await guest.presses("同意并开始")
        assert "请选择门牌号" in guest.last
        await guest.presses(room)
        assert f"幸福苑3号楼2单元{room}" in guest.last


async def test_a_household_brings_its_people_home_confirmed(town: Town) -> None:
    place = await settled(town)
    token = await _for_household(place)
    guest = town.person("客")
    await guest.says(f"/start {token}")
    await guest.presses("同意并开始")
    assert "地址已登记：幸福苑3号楼2单元501" in guest.last
    await guest.says("我的网格员")
    assert "还未核对" not in guest.last


async def test_used_up_expired_and_wrong_are_answered_alike(town: Town) -> None:
    place = await settled(town)
    used, old = await _for_post(place), await _for_household(place)
    first, second, third = (town.person("新") for _ in range(3))
    await first.says(f"/start {used}")
    await first.presses("同意并开始")
    answers = []
    await second.says(f"/start {used}")
    answers.append(_said(second))
    await second.says("/start AAAAAAAAAAAAAAAAAAAAAA")
    answers.append(_said(second))
    await town.wait(15 * DAY)
    await third.says(f"/start {old}")
    answers.append(_said(third))
    assert set(answers) == {answers[0]}
    assert "用不了" in answers[0]


def _said(person: Person) -> str:
    return next(shown.text for shown in reversed(person.sees()) if "用不了" in shown.text)


async def test_the_same_person_coming_again_uses_nothing_up(town: Town) -> None:
    place = await settled(town)
    token = await _for_household(place)
    for _ in range(3):
        await place.resident.says(f"/start {token}")
    async with town.database.read() as tx:
        row = await tx.one("SELECT uses_left FROM invites")
    assert row is not None
    assert row["uses_left"] == SETTINGS.joining.household_uses - 1


async def _five_wrong_tries(town: Town) -> None:
    place = await settled(town)
    token = await _for_household(place)
    guest = town.person("客")
    for n in range(5):
        await guest.says(f"/start {'A' * 21}{n}")
    await guest.says(f"/start {token}")
    assert "用不了" in _said(guest)
    assert not await _opened(town), "not even the right one, within an hour"
    await town.wait(HOUR)
    await guest.says(f"/start {token}")
    assert await _opened(town)


async def _opened(town: Town) -> bool:
    async with town.database.read() as tx:
        return await tx.one("SELECT 1 AS yes FROM openings") is not None


async def test_after_five_wrong_tries_an_hour_goes_by(town: Town) -> None:
    await _five_wrong_tries(town)


async def test_tries_that_nobody_counts_are_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(tx: Transaction, chat_id: int, since: int) -> int:
        return 0

    monkeypatch.setattr(table, "count_tries", none)
    with pytest.raises(AssertionError):
        await _five_wrong_tries(town)


async def _one_place(town: Town) -> list[str]:
    """One place, two who have opened the link before either agreed."""
    place = await settled(town)
    token = await _for_post(place)
    both = [town.person("新") for _ in range(2)]
    for person in both:
        await person.says(f"/start {token}")
    for person in both:
        await person.presses("同意并开始")
    read = [" ".join(shown.text for shown in person.sees()) for person in both]
    return ["won" if "第一网格的网格员" in words else "lost" for words in read]


async def test_the_last_use_is_taken_once(town: Town) -> None:
    assert await _one_place(town) == ["won", "lost"]


async def test_uses_that_are_not_taken_are_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def always(tx: Transaction, invite_id: int, now: int) -> bool:
        return True

    monkeypatch.setattr(table, "take_use", always)
    assert await _one_place(town) == ["won", "won"]


async def test_the_token_is_nowhere_in_the_database(town: Town) -> None:
    place = await settled(town)
    token = await _for_post(place)
    async with town.database.read() as tx:
        for name in ("invites", "messages", "history"):
            rows = await tx.all(f"SELECT * FROM {name}")  # noqa: S608
            assert not [row for row in rows if token in str(tuple(row[column] for column in row.keys()))]  # noqa: SIM118


async def test_only_leaders_invite_and_only_downwards(town: Town) -> None:
    place = await settled(town)
    for person in (place.member, place.resident):
        await person.says("/invite")
        assert "由网格长或社区来发" in person.last
    await place.leader.says("/invite")
    await place.leader.presses("一户人家")
    for label in ("5号楼", "301"):
        await place.leader.presses(label)
    assert "不在您负责的范围" in place.leader.toast
    labels = [button.text for row in place.leader.sees()[-1].buttons for button in row]
    await place.leader.says("/invite")
    await place.leader.presses("一个岗位")
    await place.leader.presses("第一网格")
    labels = [button.text for row in place.leader.sees()[-1].buttons for button in row]
    assert labels == ["网格员", "中心户"], "no post as high as one's own"


async def test_who_made_it_and_who_came_is_kept(town: Town) -> None:
    place = await settled(town)
    token = await _for_household(place)
    await place.resident.says(f"/start {token}")
    async with town.database.read() as tx:
        rows = await tx.all("SELECT act FROM history WHERE act IN ('invite', 'redeem') ORDER BY id")
    assert [row["act"] for row in rows] == ["invite", "redeem"]


async def test_an_invite_in_english(town: Town) -> None:
    settings = quick(SETTINGS, joining=JoiningSettings(LocalTime("09:00"), 14, 200, 1, 5))
    await town.stop()
    town.settings = settings
    await town.start()
    place = await settled(town)
    await place.office.says("/language")
    await place.office.presses("English")
    await place.office.says("/invite")
    await place.office.presses("A household")
    for label in ("Building 3", "501"):
        await place.office.presses(label)
    assert "Good for one person" in place.office.sees()[-1].text
    guest = town.person("Ann", "en")
    await guest.says(f"/start {_token(place.office)}")
    await guest.presses("Agree and start")
    assert "Your address is saved" in guest.last


def test_what_is_no_token_is_a_plain_start() -> None:
    assert not invites.is_token("work")
    assert not invites.is_token("")


async def test_whoever_shares_a_registered_number_keeps_what_they_have_in_hand(town: Town) -> None:
    """A post by invite first, the register's entry afterwards: the request goes along."""
    place = await settled(town)
    worker = await hire(town, "新来的", "G1", "grid_member")
    await place.resident.says("楼道灯坏了")
    await place.resident.presses("确认提交")
    async with town.database.write() as tx:
        await tx.run("""UPDATE requests SET state = 'claimed', offered_to_id = NULL, holder_id =
            (SELECT id FROM people WHERE telegram_id = :account)""", account=worker.id)
    town.world.send_contact(worker.id, worker.id, "19900000014", of=worker.id)
    await town.settle()
    await worker.says("/mine")
    assert "XF-1201-001" in worker.last


async def test_a_post_further_down_is_reached_step_by_step(town: Town) -> None:
    """Between the community and its grids there may be compounds."""
    place = await settled(town)
    async with town.database.write() as tx:
        grid_id = (await tx.all("SELECT id FROM cells WHERE code = 'G1'"))[0]["id"]
        await tx.run(
            """INSERT INTO cells (community_id, parent_id, code, name, level)
               SELECT community_id, id, 'W1', '第一微网格', '微网格' FROM cells WHERE id = :id""", id=grid_id,
        )
    await place.office.says("/invite")
    await place.office.picks("一个岗位", "第一网格", "第一微网格", "中心户")
    assert "岗位邀请：第一微网格 中心户" in place.office.sees()[-1].text


async def test_whoever_tries_their_own_invite_moves_nowhere(town: Town) -> None:
    place = await settled(town)
    await place.office.says(f"/start {await _for_household(place)}")
    assert "这是您自己发的邀请，可以用" in place.office.last
    await place.office.says("我的网格员")
    assert "还没有登记您的住址" in place.office.last
    await place.office.presses("我自己住这里")
    assert "地址已登记：幸福苑3号楼2单元501" in place.office.last
    await place.leader.says(f"/start {await _for_post(place)}")
    assert "这是您自己发的邀请，可以用" in place.leader.last


async def test_who_lives_in_the_stairwell_is_not_asked_where(town: Town) -> None:
    place = await settled(town)
    await place.leader.says("/invite")
    await place.leader.picks("一个单元（楼道）", "3号楼")
    await place.resident.says(f"/start {_token(place.leader)}")
    assert "您的住址已经登记好了：幸福苑3号楼2单元502" in place.resident.last
    await place.resident.picks("我住另一个门牌", "501")
    assert "地址已登记：幸福苑3号楼2单元501" in place.resident.last


async def test_the_number_of_a_post_is_not_called_private(town: Town) -> None:
    place = await settled(town)
    newcomer = town.person("新")
    await newcomer.says(f"/start {await _for_post(place)}")
    await newcomer.presses("同意并开始")
    await newcomer.says("周 网格")
    town.world.send_contact(newcomer.id, newcomer.id, "13911113333", of=newcomer.id)
    await town.settle()
    assert "岗位的工作号码" in newcomer.last
    assert "只给为您办事的人看" not in newcomer.last


async def test_nor_does_who_has_a_changed_notice_to_read_first(town: Town) -> None:
    place = await settled(town)
    link = await _for_household(place)
    await town.stop()
    town.settings = quick(town.settings, consent="2027-01")
    await town.start()
    await place.office.says(f"/start {link}")
    await place.office.presses("同意并开始")
    assert "这是您自己发的邀请，可以用" in place.office.last
    await place.office.says("我的网格员")
    assert "还没有登记您的住址" in place.office.last
