"""Door texts in the ways that people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.addresses import Door, masked, normalise, parse_door, walking_order

FIGURES = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ("3号楼2单元501", Door(None, "3", "2", "501")),
        ("3-2-501", Door(None, "3", "2", "501")),
        ("Building 3, Unit 2, Room 501", Door(None, "3", "2", "501")),
        ("Building 3", Door(None, "3")),
        ("block 12a, entrance 2", Door(None, "12A", "2")),
        ("block 3 unit 2 apt 501", Door(None, "3", "2", "501")),
        ("3—2—501室", Door(None, "3", "2", "501")),
        ("3栋2单元501室", Door(None, "3", "2", "501")),
        ("3栋2-501", Door(None, "3", "2", "501")),
        ("３ 号楼 ２ 单元 ５０１", Door(None, "3", "2", "501")),
        ("三号楼二单元五零一", Door(None, "3", "2", "501")),
        ("十二栋一单元五百零三室", Door(None, "12", "1", "503")),
        ("3#2门501", Door(None, "3", "2", "501")),
        ("3号2单元501", Door(None, "3", "2", "501")),
        ("3号楼2单元5楼501", Door(None, "3", "2", "501")),
        ("3号楼2单元0501", Door(None, "3", "2", "501")),
        ("b座1203", Door(None, "B", None, "1203")),
        ("3-501", Door(None, "3", None, "501")),
        ("12栋301a", Door(None, "12", None, "301A")),
        ("３号楼", Door(None, "3")),
        ("第3栋", Door(None, "3")),
        ("3幢1单元", Door(None, "3", "1")),
        ("幸福苑3号楼2单元501", Door("幸福苑", "3", "2", "501")),
        ("幸福苑3-2-501", Door("幸福苑", "3", "2", "501")),
        ("翡翠城2期13栋2单元501", Door("翡翠城2期", "13", "2", "501")),
        ("建设二村三号楼", Door("建设二村", "3")),
        ("6号院3号楼1单元101", Door("6号院", "3", "1", "101")),
    ],
)
def test_doors(text: str, door: Door) -> None:
    assert parse_door(text) == door


@pytest.mark.parametrize(
    "text",
    [
        "",
        "501",
        "3-2",
        "3单元501",
        "灯坏了",
        "3号楼灯坏了",
        "3-2-501老人",
        "七栋六楼",
        "2025-01-15",
        "2025-1-15",
        "028-8888-1234",
        "19900000000",
        "3-2-501-1",
        "灯坏了，3号楼",
        "幸福路88号",
    ],
)
def test_what_is_no_door(text: str) -> None:
    assert parse_door(text) is None


@pytest.mark.parametrize(
    ("part", "key"),
    [
        ("3号楼", "3"),
        ("03", "3"),
        ("B座", "B"),
        ("２单元", "2"),
        (" 五〇一 室", "501"),
        ("二十三栋", "23"),
        ("012a", "12A"),
        ("东单元", "东"),
        ("好又来超市", "好又来超市"),
        ("三和药房", "三和药房"),
        ("中心楼", "中心楼"),
        ("", ""),
    ],
)
def test_look_up_keys(part: str, key: str) -> None:
    assert normalise(part) == key


def test_groups_see_the_building_only() -> None:
    shown = masked(Door("幸福苑", "3", "2", "501"))
    assert shown == ("幸福苑", "3")


def test_walk_goes_building_by_building_and_floor_by_floor() -> None:
    walk = [
        Door(None, "2"),
        Door(None, "2", "1", "201"),
        Door(None, "2", "1", "1101"),
        Door(None, "2", "10", "101"),
        Door(None, "10", "1", "9"),
        Door(None, "10", "1", "102"),
        Door(None, "10", "1", "102A"),
        Door(None, "10", "1", "201"),
        Door(None, "10", "1", "B301"),
        Door(None, "10", "1", "A401"),
        Door(None, "12"),
        Door(None, "12A"),
        Door(None, "B"),
        Door("幸福苑", "1"),
    ]
    backwards = walk[::-1]
    assert sorted(backwards, key=walking_order) == walk


BUILDINGS = st.integers(1, 999)
UNITS = st.integers(1, 20)
ROOMS = st.builds(lambda floor, side: floor * 100 + side, st.integers(1, 40), st.integers(1, 20))
SHAPES = ("{}-{}-{}", "{}号楼{}单元{}", "{}栋{}单元{}室", "{}幢{}-{}", "{} # {} 单元 {} 号")


@given(BUILDINGS, UNITS, ROOMS, st.sampled_from(SHAPES), st.sampled_from(("", "幸福苑", "二期")))
def test_all_ways_name_the_same_door(building: int, unit: int, room: int, shape: str, compound: str) -> None:
    expected = Door(compound or None, str(building), str(unit), str(room))
    assert parse_door(compound + shape.format(building, unit, room)) == expected


@given(BUILDINGS, UNITS, ROOMS)
def test_chinese_figures_count_like_ours(building: int, unit: int, room: int) -> None:
    spelt = ["".join(FIGURES[int(c)] for c in str(n)) for n in (building, unit, room)]
    assert parse_door("{}号楼{}单元{}".format(*spelt)) == Door(None, str(building), str(unit), str(room))


@given(st.text(max_size=12) | st.from_regex(r"[0-9三十BA]{1,4}(号楼|栋|座|单元|室|号)?", fullmatch=True))
def test_normalising_twice_changes_nothing(part: str) -> None:
    once = normalise(part)
    assert normalise(once) == once
    assert parse_door(part) is None or parse_door(part) == parse_door(f" {part} ")


@given(
    st.lists(
        st.builds(Door, st.none() | st.just("幸福苑"), BUILDINGS.map(str), UNITS.map(str), ROOMS.map(str))
    )
)
def test_any_two_doors_can_be_ordered(doors: list[Door]) -> None:
    walk = sorted(doors, key=walking_order)
    keys = [(d.compound or "", int(d.building), int(d.unit or 0), int(d.room or 0)) for d in walk]
    assert keys == sorted(keys)
