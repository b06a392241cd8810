"""One line for somebody who called: the door, who, the words and where they came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.addresses import parse_door
from domain.dictation import parse_dictation, titled

_HAN = some.text(some.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=12)
_DOORS = some.tuples(some.integers(1, 99), some.integers(1, 9), some.integers(101, 3309))


@pytest.mark.parametrize(
    ("line", "address", "who", "words", "source"),
    [
        ("3-2-501 老人 灯坏了 来电", "3-2-501", "老人", "灯坏了", "call"),
        ("幸福苑3号楼2单元501 张奶奶 水管漏水 来访", "幸福苑3号楼2单元501", "张奶奶", "水管漏水", "call"),
        ("3号楼 2单元 501 女儿 说 老人 两天没出门 来电", "3号楼 2单元 501", "女儿", "说 老人 两天没出门", "call"),
        ("3-2-501　灯坏了　（巡查）", "3-2-501", None, "灯坏了", "patrol"),
        ("3号楼 楼道灯坏了 巡查", "3号楼", None, "楼道灯坏了", "patrol"),
        ("3-2-501 灯坏了", "3-2-501", None, "灯坏了", "call"),
        ("3-2-501 李小明 门锁坏了，来电", "3-2-501", "李小明", "门锁坏了", "call"),
        ("3-2-501 elder the lamp is broken call", "3-2-501", "elder", "the lamp is broken", "call"),
        ("3-2-501 the lamp is broken patrol", "3-2-501", None, "the lamp is broken", "patrol"),
    ],
)
def test_lines_as_staff_type_them(line: str, address: str, who: str | None, words: str, source: str) -> None:
    read = parse_dictation(line)
    assert read is not None
    assert (read.address, read.who, read.words, read.source) == (address, who, words, source)


@pytest.mark.parametrize(
    "line", ["楼道灯坏了三天", "3-2-501", "3-2-501 来电", "3号楼 灯坏了", "2026-12-01 开会", "", "好的"]
)
def test_what_is_no_such_line(line: str) -> None:
    assert parse_dictation(line) is None


def test_a_topic_is_no_name() -> None:
    read = parse_dictation("3-2-501 石膏板 掉下来了 来电", topics=("石膏",))
    assert read is not None
    assert read.who is None
    assert read.words == "石膏板 掉下来了"


def test_the_surname_before_a_title() -> None:
    assert titled("张奶奶") == "张"
    assert titled("奶奶") is None
    assert titled("张三") is None


@given(_DOORS, _HAN, some.sampled_from(["来电", "来访", "巡查", "call", "patrol"]))
def test_whatever_the_words_nothing_is_lost(door: tuple[int, int, int], words: str, source: str) -> None:
    address = "-".join(map(str, door))
    read = parse_dictation(f"{address} {words} {source}")
    assert read is not None
    assert read.door == parse_door(address)
    assert read.words == words
    assert read.source == ("patrol" if source in {"巡查", "patrol"} else "call")


@given(some.text())
def test_it_reads_anything_without_falling_over(text: str) -> None:
    read = parse_dictation(text)
    assert read is None or read.words
