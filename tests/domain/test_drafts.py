"""Numbered items in people's own words, and figures that are none."""

import pytest

from domain.drafts import numbered, start


@pytest.mark.parametrize(("text", "items"), [
    ("1、楼道灯坏了 2、电梯有异响", ["楼道灯坏了", "电梯有异响"]),
    ("1. 楼道灯坏了\n2. 电梯有异响\n3. 垃圾没人清", ["楼道灯坏了", "电梯有异响", "垃圾没人清"]),
    ("有两件事：一、灯不亮；二、水管漏水。", ["有两件事：灯不亮", "水管漏水"]),
    ("第一，灯不亮，第二，水管漏水", ["灯不亮", "水管漏水"]),
    ("①灯不亮 ②水管漏水", ["灯不亮", "水管漏水"]),
    ("（1）灯不亮（2）水管漏水", ["灯不亮", "水管漏水"]),
    ("(1) the lamp is broken; (2) the lift is noisy", ["the lamp is broken", "the lift is noisy"]),
])
def test_numbered_items(text: str, items: list[str]) -> None:
    assert numbered(text) == items


@pytest.mark.parametrize("text", [
    "楼道灯坏了", "3号楼2单元501漏水", "水费涨到1.5元，2.5元太贵", "1、楼道灯坏了", "2、楼道灯坏了 3、电梯",
    "第二次反映了，第三次再不来我就投诉", "",
])
def test_figures_that_are_no_list(text: str) -> None:
    assert numbered(text) == []


def test_how_a_message_begins() -> None:
    assert start("灯坏了\n三天") == "灯坏了 三天"
    assert start("一" * 40) == "一" * 18 + "…"
