"""The invented community reads back whole."""

from collections import Counter
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bench.community import community
from bot.workbook import Workbook, read


def packed(households: int, seed: int = 7, people: int | None = None) -> bytes:
    out = BytesIO()
    community(households, seed, people).save(out)
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
