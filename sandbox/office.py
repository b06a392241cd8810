"""What the office of the example community has set: where requests go, and the questions that come again and again."""

from collections.abc import Iterator

SETTINGS = {
    "派单规则": ("顺序", "名称", "类别", "类型", "小区", "去向层级", "承办单位"),
    "常见问题": ("问题", "关键词", "答案"),
    "社区信息": ("名称", "内容"),
}
_ANSWERS = (
    ("居住证怎么办理？", "居住证、暂住证",
     "请带身份证、租房合同或房产证，到{办事大厅}办理，当场受理。办理时间：{办公时间}。"),
    ("医保怎么交？", "医保、社保缴费", "可以在手机上交，也可以到{办事大厅}请工作人员帮忙。办理时间：{办公时间}。"),
    ("社区几点上班？", "上班、办公时间", "{办公时间}。电话：{社区电话}。"),
    ("老年证怎么办理？", "老年证、优待证",
     "满60岁，带身份证和一张照片到{办事大厅}，当天可取。行动不便的，可以请网格员代办。"),
)
_FACTS = (
    ("办事大厅", "社区党群服务中心一楼"),
    ("办公时间", "工作日上午8:30至12:00，下午1:30至6:00"),
    ("社区电话", "028-0000-0000"),
)


def settings(compound: str) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Rows by sheet; this compound's property company comes first where pipes leak."""
    yield "派单规则", (1, "建议由社区受理", "", "建议", "", "社区", "")
    yield "派单规则", (2, "漏水和门禁先找物业", "用水排水、物业服务", "", compound, "", property_of(compound))
    for answer in _ANSWERS:
        yield "常见问题", answer
    for fact in _FACTS:
        yield "社区信息", fact


def property_of(compound: str) -> str:
    return f"{compound}物业服务中心"
