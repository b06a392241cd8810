"""The invented community reads back whole."""

from collections import Counter
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.workbook import Workbook, read
from domain.addresses import parse_door
from sandbox.community import ALONE, community, doors
from sandbox.known import Home, Known, Relative, Staff


def packed(
    households: int, seed: int = 7, people: int | None = None, known: Known | None = None
) -> bytes:
    out = BytesIO()
    community(households, seed, people, known).save(out)
    return out.getvalue()


def values(data: bytes) -> list[tuple[object, ...]]:
    return [row for sheet in load_workbook(BytesIO(data)) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture(scope="module")
def small() -> Workbook:
    return read(packed(60))


def test_small_variant_reads_back_without_a_problem(small: Workbook) -> None:
    assert small.problems == []
    assert len({(h.compound, h.building, h.unit, h.room) for h in small.households}) == 60
    assert len(small.households) == round(60 * 24_000 / 7878)


def test_real_size() -> None:
    book = read(packed(7878))
    assert book.problems == []
    assert len({(h.compound, h.building, h.unit, h.room) for h in book.households}) == 7878
    assert len(book.households) == 24_000
    levels = Counter(cell.level for cell in book.cells)
    assert (levels["网格"], levels["微网格"], levels["小区"]) == (26, 78, 13)
    assert 7878 / 15 < levels["中心户"] < 7878 / 8
    written = [row.phone for row in book.households] + [row.phone for row in book.contacts]
    phones = Counter(filter(None, written))
    assert set(phones.values()) == {1}
    assert all(phone.startswith(("1990000", "1990001")) for phone in phones)


def test_every_grid_has_its_people(small: Workbook) -> None:
    posts = Counter(code for person in small.people for code in person.post_codes)
    anchors = {cell.code for cell in small.cells if cell.level == "中心户"}
    assert posts["grid_leader"] == 1
    assert posts["grid_member"] in {1, 2}
    assert {person.cell for person in small.people if person.post == "中心户"} == anchors


def test_old_people_alone_have_contacts_and_a_laundry_day(small: Workbook) -> None:
    alone = {household.name for household in small.households if "独居老人" in household.tags}
    assert len(alone) == 2
    assert {contact.elder for contact in small.contacts} == alone
    (laundry,) = small.programmes
    assert (laundry.name, laundry.place, laundry.tags) == ("洗衣日", "社区洗衣房", ("独居老人",))


def test_seed_decides() -> None:
    assert values(packed(60)) == values(packed(60))
    assert values(packed(60)) != values(packed(60, seed=8))


def test_people_may_be_given() -> None:
    assert len(read(packed(30, people=31)).households) == 31
    with pytest.raises(ValueError, match="without people"):
        packed(30, people=29)


def test_people_with_accounts_take_over_posts_and_homes() -> None:
    staff = [
        Staff("王组长", "网格长", "W01", 11), Staff("小李", "网格员", "W01", 12), Staff("小周", "网格员", "W01", 13),
        Staff("小吴", "网格员", "W01", 14),
    ]
    homes = [
        Home("张奶奶", "19988880001", ALONE),
        Home("刘爷爷", tags=ALONE, relatives=[Relative("小刘", "女儿", "19988880002")]),
    ]
    book = read(packed(60, known=Known(staff, homes, {"W01": -1_000_004_000_001})))
    assert book.problems == []
    assert {cell.code: cell.group_id for cell in book.cells if cell.group_id} == {"W01": -1_000_004_000_001}
    posts = {person.name: (person.post, person.telegram_id) for person in book.people if person.cell == "W01"}
    assert posts == {one.name: (one.post, one.telegram_id) for one in staff}
    zhang, liu = (next(home for home in book.households if home.name == one.name) for one in homes)
    assert (zhang.phone, zhang.tags, liu.phone, liu.tags) == ("19988880001", (ALONE,), "", (ALONE,))
    for home in (zhang, liu):
        door = (home.compound, home.building, home.unit, home.room)
        assert [one.name for one in book.households if (one.compound, one.building, one.unit, one.room) == door] == [
            home.name
        ]
    contact = next(one for one in book.contacts if one.elder == "刘爷爷")
    assert (contact.name, contact.phone, contact.room) == ("小刘", "19988880002", liu.room)
    assert len({(h.compound, h.building, h.unit, h.room) for h in book.households}) == 60


def test_not_more_people_than_homes() -> None:
    with pytest.raises(ValueError, match="not enough homes"):
        community(2, known=Known(homes=[Home(f"居民{n}") for n in range(3)]))


def test_doors_are_those_of_the_workbook() -> None:
    book = read(packed(700))
    typed = [parse_door(door) for door in doors(700)]
    assert {(d.compound, d.building, d.unit, d.room) for d in typed if d} == {
        (h.compound, h.building, h.unit, h.room) for h in book.households
    }
