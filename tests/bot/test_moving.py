"""换一个社区: a wrong choice is put right as long as nothing ties somebody to it, and not a moment longer."""

from typing import Any

import pytest

from bot.act import Act
from bot.actions import access
from bot.workbook import BuildingRow, CellRow, HouseholdRow, PersonRow, Workbook
from domain.errors import NotFound
from domain.requests import Request
from storage import communities
from storage.database import Transaction
from storage.people import Person as Known
from storage.people import get_person
from storage.requests import list_filed_by
from tests.community import populate, settled
from tests.town import Person, Town

pytestmark = pytest.mark.engines
RIVER, HARBOUR, ELSEWHERE = (f"1990000007{n}" for n in "123")


def _book(code: str, name: str, compound: str, phone: str, *staff: PersonRow) -> Workbook:
    grid = f"{code}1"
    return Workbook(
        cells=[CellRow("网格", 2, code, f"{name}社区", "社区", "", None),
               CellRow("网格", 3, grid, f"{name}一格", "网格", code, None)],
        buildings=[BuildingRow("楼栋", 2, grid, compound, "1", "1")],
        people=list(staff),
        households=[HouseholdRow("住户", 2, grid, compound, "1", "1", "101", "何女士", phone, ()),
                    HouseholdRow("住户", 3, grid, compound, "1", "1", "102", "", "", ())],
    )


async def _river(town: Town) -> None:
    await settled(town)
    await populate(town, _book("BH", "滨河", "滨河园", RIVER))


async def _harbour(town: Town) -> None:
    await populate(town, _book("HG", "海港", "海港里", HARBOUR))


async def _chose_wrongly(town: Town) -> Person:
    guest = town.person("客")
    await guest.agrees()
    await guest.presses("幸福社区")
    return guest


def _labels(person: Person) -> list[str]:
    shown = next(shown for shown in reversed(person.sees()) if shown.buttons)
    return [button.text for row in shown.buttons for button in row]


async def _row(town: Town, person: Person) -> dict[str, Any]:
    async with town.database.read() as tx:
        rows = await tx.all("SELECT p.id, p.key_id, p.consent, c.code FROM people p "
                            "JOIN communities c ON c.id = p.community_id WHERE p.telegram_id = :id", id=person.id)
    assert len(rows) == 1
    return dict(rows[0])


async def _proofs(town: Town, person_id: int) -> tuple[int, list[str]]:
    async with town.database.read() as tx:
        consents = await tx.all("SELECT id FROM consents WHERE person_id = :id AND withdrawn_at IS NULL", id=person_id)
        history = await tx.all("SELECT act FROM history WHERE actor_id = :id ORDER BY id", id=person_id)
    return len(consents), [row["act"] for row in history]


async def _share(town: Town, person: Person, phone: str) -> None:
    town.world.send_contact(person.id, person.id, phone, of=person.id)
    await town.settle()


async def test_the_same_entry_moves_with_its_key_and_consent(town: Town) -> None:
    await _river(town)
    guest = await _chose_wrongly(town)
    before = await _row(town, guest)
    await guest.presses("换一个社区")
    assert "您现在在幸福社区" in guest.last
    assert _labels(guest) == ["滨河社区", "不换，留在幸福社区"]
    await guest.presses("滨河社区")
    assert "滨河园1号楼1单元" in guest.last
    assert any("好的，您的社区是滨河社区" in shown.text for shown in guest.sees())
    assert await _row(town, guest) == {**before, "code": "BH"}
    assert await _proofs(town, before["id"]) == (1, ["consent", "change_community"])
    await guest.presses("102")
    assert "地址已登记：滨河园1号楼1单元102" in guest.last
    await guest.says("楼道灯坏了")
    await guest.presses("确认提交")
    assert any("BH-" in shown.text for shown in guest.sees())


async def test_where_there_is_one_community_nothing_is_offered(town: Town) -> None:
    await settled(town)
    guest = town.person("客")
    await guest.agrees()
    assert "换一个社区" not in _labels(guest)


async def test_the_way_out_stands_where_a_door_is_missing(town: Town) -> None:
    """Under 没有我要的门牌, and where the register holds no door at all; not on the way to an elder's."""
    await _river(town)
    await populate(town, Workbook(cells=[CellRow("网格", 2, "KB", "空白社区", "社区", "", None)]))
    guest = await _chose_wrongly(town)
    await guest.presses("我是家属，替老人办")
    await _share(town, guest, ELSEWHERE)
    assert "3号楼" in _labels(guest)
    assert "换一个社区" not in _labels(guest)
    await guest.says("/start")
    await guest.presses("3号楼")
    assert "换一个社区" not in _labels(guest)
    await guest.presses("没有我要的门牌")
    assert _labels(guest) == ["换一个社区"]
    await guest.presses("换一个社区")
    await guest.presses("空白社区")
    assert "登记册里还没有这个地址" in guest.last
    await guest.presses("换一个社区")
    await guest.says("滨河")
    assert "滨河园1号楼1单元" in guest.last, "part of the name does it as well, and no room is waited for any more"


async def test_words_that_name_no_community_are_a_report(town: Town) -> None:
    await _river(town)
    await _harbour(town)
    guest = await _chose_wrongly(town)
    await guest.presses("换一个社区")
    await guest.says("社区")
    assert (await _row(town, guest))["code"] == "XF"
    await guest.presses("换一个社区")
    await guest.says("楼道灯坏了")
    await town.wait(30_000)
    assert "楼道灯坏了" in " ".join(shown.text for shown in guest.sees())
    assert (await _row(town, guest))["code"] == "XF"


async def test_of_many_communities_the_pages_are_turned(town: Town) -> None:
    await _river(town)
    await populate(town, Workbook(cells=[
        CellRow("网格", n, f"N{n}", f"第 {n} 社区", "社区", "", None) for n in range(2, 42)]))
    guest = await _chose_wrongly(town)
    await guest.presses("换一个社区")
    assert "幸福社区" not in _labels(guest), "the one that it was is no choice"
    await guest.presses("下一页")
    assert "您现在在幸福社区" in guest.last
    await guest.presses("第 41 社区")
    assert (await _row(town, guest))["code"] == "N41"
    assert _labels(guest) == ["我是家属，替老人办", "换一个社区"]


async def test_in_a_group_nobody_is_asked_and_nobody_moves(town: Town) -> None:
    place = await settled(town)
    await populate(town, _book("BH", "滨河", "滨河园", RIVER))
    guest = await _chose_wrongly(town)
    town.world.join(guest.id, place.grid_chat)
    before = town.texts(place.grid_chat)
    for data in ("1:jv:0:0", "1:jw:2:1", "1:jz:0:0"):
        town.world.press_raw(guest.id, place.grid_chat, 1, data)
        await town.settle()
    assert town.texts(place.grid_chat) == before
    assert (await _row(town, guest))["code"] == "XF"


async def test_thinking_better_of_it(town: Town) -> None:
    await _river(town)
    guest = await _chose_wrongly(town)
    await guest.presses("换一个社区")
    await guest.presses("不换，留在幸福社区")
    await guest.presses("3号楼")
    await guest.presses("102")
    assert "地址已登记" in guest.last
    assert (await _row(town, guest))["code"] == "XF"


async def _takes_the_report_along(town: Town) -> None:
    await _river(town)
    guest = await _chose_wrongly(town)
    await guest.says("3号楼的楼道灯坏了")
    await town.wait(30_000)
    await guest.presses("换一个社区")
    await guest.presses("滨河社区")
    await guest.presses("102")
    await town.wait(30_000)
    await guest.presses("确认提交")
    async with town.database.read() as tx:
        request = await tx.one("SELECT r.number, n.community_id = r.community_id AS ours FROM requests r "
                               "JOIN notes n ON n.subject = 'request' AND n.subject_id = r.id")
    assert request is not None
    assert request["number"].startswith("BH-")
    assert request["ours"]
    assert "滨河园1号楼" in " ".join(shown.text for shown in guest.sees())


async def test_what_was_begun_goes_along(town: Town) -> None:
    await _takes_the_report_along(town)


async def test_a_report_that_stays_behind_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stays(*_: object) -> None: ...

    monkeypatch.setattr(communities, "move_drafts", stays)
    with pytest.raises((AssertionError, StopIteration, LookupError)):
        await _takes_the_report_along(town)


async def _stays_once_tied(town: Town) -> None:
    await _river(town)
    guest = await _chose_wrongly(town)
    before = await _row(town, guest)
    await guest.presses("换一个社区")
    there = town.with_button(guest.id, "滨河社区").message_id
    await guest.presses("3号楼")
    await guest.presses("102")
    for label, message_id in (("滨河社区", there), ("换一个社区", town.with_button(guest.id, "换一个社区").message_id)):
        town.world.press(guest.id, guest.id, message_id, label)
        await town.settle()
        assert "社区没有换" in guest.toast
        assert "/privacy" in guest.toast
        assert await _row(town, guest) == before
    await guest.says("滨河")
    assert await _row(town, guest) == before


async def test_with_a_home_nobody_moves(town: Town) -> None:
    await _stays_once_tied(town)


async def test_a_move_away_from_a_home_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def anybody(*_: object) -> bool:
        return True

    monkeypatch.setattr(access, "may_move", anybody)
    with pytest.raises(AssertionError):
        await _stays_once_tied(town)


async def _ties(town: Town) -> None:
    """Staff, a relative, somebody with a home, somebody in danger: their button would be forged."""
    await _river(town)
    town_people = {name: town.person(name) for name in ("女儿", "客", "险")}
    for one in town_people.values():
        await one.agrees()
        await one.presses("幸福社区")
    await _share(town, town_people["女儿"], "19900000021")
    assert "您可以替张奶奶办事" in town_people["女儿"].last
    await town_people["客"].says("幸福苑3号楼的楼道灯坏了")
    await town.wait(30_000)
    await town_people["客"].presses("3号楼")
    await town_people["客"].presses("102")
    await town_people["客"].presses("确认提交")
    await town_people["险"].says("幸福苑3号楼着火了")
    async with town.database.read() as tx:
        staff = [Person(town, row["telegram_id"]) for row in await tx.all(
            "SELECT p.telegram_id FROM people p JOIN posts o ON o.person_id = p.id")]
        river = await tx.one("SELECT id FROM communities WHERE code = 'BH'")
        home = await tx.one("SELECT id FROM communities WHERE code = 'XF'")
    assert river is not None
    assert home is not None
    for one in (*town_people.values(), *staff):
        before = await _row(town, one)
        await one.forges("community_again", river["id"], home["id"])
        assert await _row(town, one) == before
        assert "社区没有换" in one.toast


async def test_nobody_moves_away_from_what_they_are_part_of(town: Town) -> None:
    await _ties(town)


async def _leaves_with_a_request(town: Town) -> tuple[Person, Person]:
    """A door in the wrong community, and a request that somebody there has in hand: out by the page of one's home."""
    await _river(town)
    guest = await _chose_wrongly(town)
    await guest.picks("3号楼", "102")
    await guest.says("楼道灯坏了")
    await guest.presses("确认提交")
    member = await _staff(town, "李网格")
    await member.forges("open_page", 1)
    await member.presses("认领")
    await guest.says("我的网格员")
    await guest.presses("搬走了或不是我家：幸福苑3号楼2单元102")
    await guest.presses("换一个社区")
    await guest.presses("滨河社区")
    await guest.presses("102")
    assert "地址已登记：滨河园1号楼1单元102" in guest.last
    assert (await _row(town, guest))["code"] == "BH"
    return guest, member


async def _staff(town: Town, name: str) -> Person:
    async with town.database.read() as tx:
        rows = await tx.all("SELECT p.id, p.telegram_id FROM people p JOIN posts o ON o.person_id = p.id ORDER BY p.id")
        named = [row["telegram_id"] for row in rows if (await get_person(tx, row["id"])).name == name]
    return Person(town, named[0])


async def _request_goes_on(town: Town) -> None:
    guest, member = await _leaves_with_a_request(town)
    await member.presses("问居民")
    await member.says("是哪一层？")
    await guest.says("三层")
    assert "三层" in " ".join(shown.text for shown in member.sees())
    await guest.says("我的诉求")
    await guest.presses("XF-1201-001 用电照明 · 办理中")
    await guest.presses("补充")
    await guest.says("四层也不亮")
    assert "四层也不亮" in " ".join(shown.text for shown in member.sees())
    await member.presses("办结")
    await member.says("换好了")
    await town.wait(120_000)
    await guest.presses("已解决")
    await guest.presses("满意")
    async with town.database.read() as tx:
        [rating] = await tx.all("SELECT grade FROM ratings")
        [request] = await tx.all("SELECT r.state, c.code FROM requests r JOIN communities c ON c.id = r.community_id")
    assert (rating["grade"], request["state"], request["code"]) == (4, "closed", "XF")


async def test_who_leaves_a_wrong_home_chooses_anew_and_their_request_goes_on(town: Town) -> None:
    await _request_goes_on(town)


async def test_a_request_that_is_lost_to_who_moved_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    request_for = access.request_for

    async def of_one_community(act: Act, person: Known, request_id: int, what: str) -> Request:
        found = await request_for(act, person, request_id, what)
        if found.community_id != person.community_id:
            raise NotFound("request.unknown")
        return found

    monkeypatch.setattr(access, "request_for", of_one_community)
    with pytest.raises(AssertionError):
        await _request_goes_on(town)


async def test_a_request_that_ties_somebody_for_ever_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    tied = communities.is_tied

    async def by_requests(tx: Transaction, person: Known) -> bool:
        return await tied(tx, person) or bool(await list_filed_by(tx, person.id, 1))

    monkeypatch.setattr(communities, "is_tied", by_requests)
    with pytest.raises(LookupError):
        await _leaves_with_a_request(town)


async def test_nobody_of_another_community_reaches_a_request(town: Town) -> None:
    await _leaves_with_a_request(town)
    stranger = town.person("外")
    await stranger.agrees()
    await stranger.presses("滨河社区")
    for act in ("add", "withdraw", "reply", "claim", "release", "solved", "rating_words"):
        await stranger.forges(act, 1, 2)
        assert "没有找到这件诉求" in stranger.toast


async def test_a_press_of_yesterday_moves_nobody_twice(town: Town) -> None:
    await _river(town)
    await _harbour(town)
    guest = await _chose_wrongly(town)
    await guest.presses("换一个社区")
    old = town.with_button(guest.id, "海港社区").message_id
    await guest.presses("换一个社区")
    await guest.presses("滨河社区")
    town.world.press(guest.id, guest.id, old, "海港社区")
    await town.settle()
    assert "已经过期" in guest.toast
    assert (await _row(town, guest))["code"] == "BH"


async def test_a_number_of_another_register_leads_there(town: Town) -> None:
    await _river(town)
    guest = await _chose_wrongly(town)
    await _share(town, guest, RIVER)
    assert guest.last.startswith("这个号码登记在滨河社区。")
    assert "何" not in guest.last, "who it is stands nowhere"
    assert _labels(guest) == ["换到滨河社区", "不换，留在幸福社区"]
    await guest.presses("换到滨河社区")
    assert any("认出您了，何女士" in shown.text for shown in guest.sees())
    assert (await _row(town, guest))["code"] == "BH"
    async with town.database.read() as tx:
        held = await tx.all("SELECT telegram_id FROM people WHERE phone_lookup = :lookup",
                            lookup=tx.vault.lookup(RIVER))
    assert [row["telegram_id"] for row in held] == [guest.id], "the number stands with one entry alone"


async def test_a_relative_of_another_community_is_led_there_on_the_way_to_an_elder(town: Town) -> None:
    await _river(town)
    guest = town.person("客")
    await guest.agrees()
    await guest.presses("滨河社区")
    await guest.presses("我是家属，替老人办")
    await _share(town, guest, "19900000021")
    assert guest.last.startswith("这个号码登记在幸福社区。")
    await guest.presses("换到幸福社区")
    assert "您可以替张奶奶办事" in " ".join(shown.text for shown in guest.sees())


async def _tells_nothing(town: Town) -> None:
    """Of nobody's number, of one in two registers, of one that has an account, and to nobody who is at home here."""
    await _river(town)
    await populate(town, _book("HG", "海港", "海港里", RIVER))
    guest = await _chose_wrongly(town)
    for phone in (ELSEWHERE, RIVER):
        await _share(town, guest, phone)
        assert "滨河" not in " ".join(shown.text for shown in guest.sees()[-2:])
        assert any("这个号码还不在登记册里" in shown.text for shown in guest.sees()[-2:])
    await guest.presses("3号楼")
    await guest.presses("102")
    await _share(town, guest, RIVER)
    assert "号码记下了" in guest.last


async def test_of_other_registers_nothing_else_is_said(town: Town) -> None:
    await _tells_nothing(town)


async def test_the_first_of_two_registers_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    registered = communities.list_registered

    async def first(tx: Any, phone: str) -> Any:
        return (await registered(tx, phone))[:1]

    monkeypatch.setattr(communities, "list_registered", first)
    with pytest.raises(AssertionError):
        await _tells_nothing(town)


async def test_an_entry_that_somebody_has_left_is_no_register(town: Town) -> None:
    await _river(town)
    guest = await _chose_wrongly(town)
    await _share(town, guest, ELSEWHERE)
    await guest.says("/privacy")
    await guest.presses("撤回同意")
    await guest.presses("确认撤回")
    await guest.agrees()
    await guest.presses("滨河社区")
    await _share(town, guest, ELSEWHERE)
    assert "这个号码登记在" not in " ".join(shown.text for shown in guest.sees()[-2:])


async def test_staff_whom_the_other_register_has_by_their_account_are_known_there(town: Town) -> None:
    """The workbook with their Telegram ID came after their wrong choice."""
    await settled(town)
    await _harbour(town)
    guest = await _chose_wrongly(town)
    await populate(town, _book("BH", "滨河", "滨河园", RIVER, PersonRow(
        "人员", 2, "周格", ELSEWHERE, "网格员", ("grid_member",), "BH1", (), guest.id)))
    await guest.presses("换一个社区")
    await guest.presses("滨河社区")
    assert any("认出您了，周格" in shown.text for shown in guest.sees())
    assert (await _row(town, guest))["code"] == "BH"
