"""Sentences of one's own about the same thing, and about other things in the same building."""

import pytest

from domain.similarity import ALIKE, likeness

SAME = [
    ("楼道灯坏了三天，一直不亮", "3号楼2单元楼道灯不亮"),
    ("电梯有异响，一停一顿的", "电梯又有异响了，请派人看看"),
    ("楼下垃圾桶满了没人清", "垃圾桶满了，臭死了，没人清理"),
    ("半夜广场舞音乐太吵", "广场舞音乐声音太吵了，半夜还在放"),
    ("The lamp in the hallway is broken", "Hallway lamp broken for three days"),
    ("地下车库漏水，地上全是积水", "车库漏水了，积水很深"),
]
DIFFERENT = [
    ("楼道灯坏了三天，一直不亮", "电梯有异响，一停一顿的"),
    ("楼下垃圾桶满了没人清", "楼上装修太吵，没人管"),
    ("请问居住证怎么办理", "请问医保怎么报销"),
    ("我家厨房水管漏水", "楼道灯一直不亮"),
    ("The lamp in the hallway is broken", "The lift makes a strange noise"),
    ("There is rubbish all over the hallway and it smells bad", "There is a car in front of the gate all the time"),
    ("您好，麻烦处理一下", "你好，请处理一下"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_thing_in_other_words(one: str, other: str) -> None:
    assert likeness(one, other) >= ALIKE


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_thing(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE


def test_doors_and_numbers_make_nothing_alike() -> None:
    assert likeness("3号楼2单元501", "3号楼2单元501") == 0
    assert likeness("打13912345678", "打13912345678找我开门") < 1


def test_it_is_the_same_either_way() -> None:
    for one, other in SAME + DIFFERENT:
        assert likeness(one, other) == likeness(other, one)
        assert likeness(one, one) in {0, 1}
