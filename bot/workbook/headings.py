"""Which sheet and column a heading means, in Chinese, English and the words that offices use."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

# Sheets of settings are read elsewhere: here they are no news.
OTHER_SHEETS = {"分类时限", "节假日调整", "说明", "填写说明"}

_SHEETS = {
    "cells": ("网格", "grid", "cells", "网格划分"),
    "buildings": ("楼栋", "buildings", "楼栋信息"),
    "people": ("人员", "people", "staff", "网格人员", "工作人员"),
    "households": ("住户", "households", "residents", "居民"),
    "contacts": ("家属联系人", "family contacts", "contacts", "家属"),
    "units": ("承办单位", "handling units", "units", "单位"),
    "programmes": ("项目", "programmes", "programs", "活动", "活动项目"),
    "routes": ("派单规则", "routes", "routing", "routing rules"),
    "answers": ("常见问题", "answers", "faq", "常见问答"),
    "facts": ("社区信息", "community", "community facts"),
    "shifts": ("值班", "duty", "duty roster", "值班表", "值班安排"),
    "emergency": ("应急电话", "emergency phones", "emergency numbers", "应急联系电话"),
}
_CELL = ("网格编码", "cell", "cell code", "grid", "grid code", "网格编号", "所属网格")
_COMPOUND = ("小区", "compound", "小区名称", "楼盘")
_BUILDING = ("楼栋", "building", "楼号", "栋", "楼栋号", "幢")
_UNIT = ("单元", "unit", "单元号")
_ROOM = ("室", "room", "房号", "门牌", "房间号", "室号", "门号")
_ADDRESS = ("家庭住址", "address", "住址", "地址", "详细地址", "家庭地址", "home address", "现住址")
_PHONE = ("手机", "联系电话", "电话", "手机号", "手机号码", "联系方式", "phone", "mobile", "phone number")
_TAGS = ("标签", "tags", "tag", "人群标签")
_CHANCE = 2
_NAME = ("姓名", "name", "户主", "户主姓名", "居民姓名")
_DOOR = {"compound": _COMPOUND, "building": _BUILDING, "unit": _UNIT, "room": _ROOM, "address": _ADDRESS}

_COLUMNS: dict[str, dict[str, Sequence[str]]] = {
    "cells": {
        "code": ("编码", "code", "网格编码", "cell code", "编号"),
        "name": ("名称", "name", "网格名称"),
        "level": ("层级", "level", "级别"),
        "parent": ("上级编码", "parent code", "parent", "上级", "上级网格"),
        "group_id": ("工作群ID", "group id", "group", "work group id", "工作群"),
    },
    "buildings": {"cell": _CELL} | {key: _DOOR[key] for key in ("compound", "building", "unit", "address")},
    "people": {
        "name": ("姓名", "name"),
        "phone": _PHONE,
        "post": ("职务", "post", "role", "岗位", "身份"),
        "cell": _CELL,
        "categories": ("负责类别", "categories", "category", "类别"),
        "telegram_id": ("Telegram ID", "telegram", "tg id", "tgid"),
    },
    "households": {"cell": _CELL, **_DOOR, "name": _NAME, "phone": _PHONE, "tags": _TAGS},
    "contacts": {
        **_DOOR,
        "elder": ("老人姓名", "elder", "elder name", "老人"),
        "name": ("联系人", "contact", "contact name", "家属姓名", "联系人姓名"),
        "relation": ("关系", "relation", "relationship", "与老人关系"),
        "phone": (*_PHONE, "联系人电话", "家属电话"),
        "order": ("顺序", "order", "序号", "联系顺序"),
    },
    "units": {
        "name": ("名称", "name", "单位名称", "unit"),
        "categories": ("类别", "categories", "category", "负责类别"),
        "contact": ("联系人", "contact", "contact person"),
        "phone": _PHONE,
        "hours": ("工作时间", "hours", "working hours", "服务时间"),
    },
    "programmes": {
        "name": ("名称", "name", "项目名称", "活动名称"),
        "rule": ("规则", "rule", "recurrence", "周期"),
        "time": ("时间", "time", "开始时间"),
        "place": ("地点", "place", "location"),
        "cell": _CELL,
        "tags": _TAGS,
        "reminders": ("提醒", "reminders", "reminder", "提醒时间"),
        "cutoff": ("截止", "cutoff", "cut-off", "deadline", "截止时间"),
    },
}
_COLUMNS |= {
    "routes": {
        "order": ("顺序", "order", "序号"),
        "name": ("名称", "name", "规则名称"),
        "categories": ("类别", "categories", "category"),
        "kinds": ("类型", "kinds", "kind"),
        "sources": ("来源", "sources", "source"),
        "compounds": _COMPOUND,
        "buildings": _BUILDING,
        "cells": _CELL,
        "level": ("去向层级", "target level", "level"),
        "cell": ("去向编码", "target cell", "target code"),
        "unit": ("承办单位", "handling unit", "unit"),
        "since": ("生效日期", "valid from", "from"),
        "until": ("截止日期", "valid to", "to"),
    },
    "answers": {
        "question": ("问题", "question"),
        "words": ("关键词", "words", "keywords"),
        "answer": ("答案", "answer", "回答"),
        "until": ("有效期至", "valid until", "until"),
    },
    "facts": {"name": ("名称", "name", "项目"), "value": ("内容", "value", "值")},
    "shifts": {
        "date": ("日期", "date", "值班日期"),
        "cell": _CELL,
        "name": ("值班人", "person", "值班人员", "姓名", "name"),
    },
    "emergency": {
        "name": ("名称", "name", "单位"),
        "phone": ("电话", "phone", "应急电话", "手机", "号码"),
        "kinds": ("类别", "kinds", "险情", "适用险情"),
    },
}
_ID_NUMBER = re.compile(
    "身份证|公民身份|证件号|居民身份|^(?:resident|citizen|national)?(?:id|identity|identification)"
    "(?:card)?(?:number|no|num|card)$|^(?:nationalid|idnr)$"
)


def sheet(title: str) -> str | None:
    return _BY_TITLE.get(bare(title))


def guess(written: Sequence[str]) -> str | None:
    """The sheet that knows most of these headings, if no other knows as many; two may be chance."""
    known = {key: len({names[bare(one)] for one in written if bare(one) in names})
             for key, names in _BY_HEADING.items()}
    first, second, *_ = sorted(known.values(), reverse=True)
    return max(known, key=lambda key: known[key]) if first > max(second, _CHANCE) else None


def column(sheet_key: str, heading: str, mapping: Mapping[tuple[str, str], str]) -> str | None:
    """The field that a heading means; "" where the mapping says to pass it over, None where nobody knows.

    The mapping leads from sheet and heading, both as `bare` writes them, to a field of that sheet.
    """
    meant = mapping.get((sheet_key, bare(heading)))
    if meant is not None and (not meant or meant in _COLUMNS[sheet_key]):
        return meant
    return _BY_HEADING[sheet_key].get(bare(heading))


def fields(sheet_key: str) -> tuple[str, ...]:
    return tuple(_COLUMNS[sheet_key])


def is_id_number(heading: str) -> bool:
    return bool(_ID_NUMBER.search(bare(heading)))


def title(sheet_key: str) -> str:
    """The heading of a sheet or, with `name`, of a column, as our own example has it."""
    return _SHEETS[sheet_key][0]


def name(sheet_key: str, field: str, language: str = "zh") -> str:
    """Each field is listed with its Chinese name first and its English one next."""
    return _COLUMNS[sheet_key][field][0 if language == "zh" else 1]


def bare(heading: str) -> str:
    """A heading without blanks, marks and notes in brackets: "＊ 手机（必填）" is 手机."""
    written = unicodedata.normalize("NFKC", heading).lower()
    return re.sub(r"\([^)]*\)|[\W_]+", "", written)


_BY_TITLE = {bare(alias): key for key, aliases in _SHEETS.items() for alias in aliases}
_BY_HEADING = {
    key: {bare(alias): field for field, aliases in columns.items() for alias in aliases}
    for key, columns in _COLUMNS.items()
}
