"""What somebody wants to say, found by the words of config.yaml in sentences of our own."""

import pytest

from domain.kinds import classify_kind
from domain.requests import KINDS
from domain.routing import weight
from tests.town import SETTINGS

SAID = {
    "report": (
        "楼道灯坏了三天，一直不亮", "3号楼电梯又坏了，怎么还没人修", "家里停水了，什么时候恢复",
        "下水道堵了，请尽快派人来修，谢谢",
        "单元门口垃圾堆了好几天没人清", "有人把电动车停在消防通道上", "暖气不热，家里才十五度",
        "楼上漏水，把我家天花板泡了",
        "广场舞太吵了，孩子没法写作业", "路面塌了一个坑，怎么回事", "The lamp in the hallway is broken",
        "Water is leaking from the ceiling, please fix it", "The lift is out of order again",
        "There is no heating in our building",
    ),
    "help": (
        "我腿脚不便，想请人帮我买点药", "老人一个人在家，能帮忙送饭吗", "钥匙忘带了，被锁在门外",
        "我妈走丢了，求助大家",
        "家里有个柜子搬不动，想找人帮下忙", "后天要去医院，想找个人陪同",
        "My mother cannot walk, can someone bring her medicine",
        "I am locked out, please help", "I need help carrying a wardrobe",
    ),
    "enquiry": (
        "请问居住证怎么办理", "老年证需要什么材料", "社区几点上班", "医保在哪里交", "物业费是多少钱一平",
        "高龄补贴怎么申请",
        "想问一下生育登记要带什么", "社区电话是多少？", "养老认证有没有规定时间",
        "How do I apply for a residence permit",
        "What are your office hours?", "Where can I pay the medical insurance",
        "What documents do I need for the elderly card",
    ),
    "suggestion": (
        "建议在小区门口加一排座椅", "希望增设一个电动车充电棚", "我提议每个月搞一次跳蚤市场",
        "是不是可以把活动室晚上也开放",
        "要是能有个图书角就好了", "I suggest putting benches at the gate",
        "It would be nice to have a reading corner",
        "Could we have the activity room open in the evening",
    ),
    "praise": (
        "表扬一下李网格员，帮我妈送药", "物业小王态度很好，点赞", "想感谢昨天帮忙抬轮椅的师傅",
        "多亏社区帮忙，老人找到了，非常感谢你们",
        "Thank you for helping my mother yesterday", "The guard did a great job, many thanks to him",
    ),
    "complaint": (
        "我要投诉物业乱收费", "窗口的人态度恶劣，还骂人", "反映了三次都被敷衍，你们就是踢皮球", "你们网格员不作为",
        "I want to complain about the property company", "The clerk was very rude to my father",
    ),
    "tip_off": (
        "举报二楼有人聚众赌博", "有人吃回扣，我要举报", "楼下麻将馆天天赌博", "这家店搞传销骗老人",
        "I want to report bribery in the owners' committee", "There is illegal gambling in the basement",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_is_found_in_both_languages(kind: str) -> None:
    wrong = {said: found for said in SAID[kind] if (found := classify_kind(said, SETTINGS.kinds)) != kind}
    assert wrong == {}


def test_nothing_found_is_a_report() -> None:
    assert classify_kind("喂", SETTINGS.kinds) == "report"
    assert classify_kind("", SETTINGS.kinds) == "report"


def test_thanks_at_the_end_of_a_report_are_no_praise() -> None:
    assert classify_kind("灯坏了，麻烦看一下，谢谢", SETTINGS.kinds) == "report"


def test_english_words_count_whole() -> None:
    assert weight("take care of her", ("car",)) == 0
    assert weight("two cars", ("car",)) == 3


def test_every_kind_has_words_and_a_name_in_each_language() -> None:
    assert {kind.code for kind in SETTINGS.kinds} == set(KINDS)
    assert all(kind.words and {"zh", "en"} <= kind.names.keys() for kind in SETTINGS.kinds)
