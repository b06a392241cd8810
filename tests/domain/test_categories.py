"""Categories by the words of config.yaml, in sentences of our own."""

import pytest

from domain.routing import classify
from tests.town import SETTINGS

SAID = {
    "lift": ("3号楼电梯又停了", "电梯里困人了", "The elevator is stuck on the fourth floor"),
    "water": ("厨房下水堵了", "家里停水两天了", "楼上漏水泡了天花板", "地漏返水", "Water is leaking from the ceiling"),
    "power": ("楼道灯坏了", "整栋楼停电", "电表箱冒火花", "单元门口路灯不亮", "The street light is out"),
    "gas_heat": ("暖气不热", "燃气打不着火", "天然气的气味很重", "厨房一股臭鸡蛋的味道",
                 "There is a gas smell on the stairs", "The gas pipe is broken", "There is no heating in our building"),
    "waste": ("楼下垃圾堆了三天", "楼道有人堆东西，很臭", "饭店油烟往我家飘", "楼道有股气味",
              "Rubbish has been lying here for days"),
    "noise": ("广场舞太吵", "半夜装修电钻声", "麻将馆大声喧哗影响休息", "The dog keeps barking, it is very noisy"),
    "parking": ("消防通道停满了车", "有车堵住出口，需要挪车", "电动车乱停",
                "A car is parked across our driveway"),
    "property": ("门禁坏了刷不开", "小区的树该修剪了", "物业费乱涨", "The gate guard is never there"),
    "care": ("老人一个人在家没人照顾", "想请人陪护看病", "My mother is disabled and needs meals brought to her"),
    "papers": ("居住证怎么办理", "医保停了怎么补", "老年证要什么材料", "Which documents do I need for a permit"),
    "safety": ("楼梯护栏松了，有安全隐患", "The loose railing is a safety hazard"),
    "other": ("喂", "有件事想说", "Hello"),
}


@pytest.mark.parametrize("category", [one.code for one in SETTINGS.categories])
def test_the_category_is_found_in_both_languages(category: str) -> None:
    wrong = {said: found for said in SAID[category] if (found := classify(said, SETTINGS.categories)) != category}
    assert wrong == {}
