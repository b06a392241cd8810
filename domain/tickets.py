"""Tickets of outside platforms as they are pasted: 12345 hotline, what the street hands down. Fields in any order."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.addresses import Door, parse_door
from domain.numerals import number

_LABELS = {
    "number": "工单编号、工单号码、工单号、受理编号、受理单号、案件编号、任务编号、交办编号、单号、编号"
    "、ticket number、ticket no、number",
    "words": "诉求内容、反映内容、诉求描述、问题描述、事件描述、事项内容、任务内容、主要内容、交办事项、内容"
    "、content、description",
    "title": "诉求标题、工单标题、事件标题、标题、主题、title、subject",
    "place": "诉求地址、事发地址、事发地点、事件地址、问题地址、详细地址、地址、地点、address、place",
    "due": "办理时限、办结时限、处理时限、反馈时限、办理期限、办结期限、要求办结时间、截止时间、截止日期、时限"
    "、截止、要求、deadline、due",
    "phone": "联系电话、来电号码、来电电话、回访电话、联系方式、手机号码、手机号、手机、电话、phone",
    "caller": "来电人姓名、市民姓名、来电人、诉求人、反映人、联系人、姓名、caller、name",
    "received": "受理时间、派单时间、交办时间、登记时间、来电时间、received",
    "origin": "诉求来源、工单来源、来源、source",
}
_FIELD_OF = {label: field for field, labels in _LABELS.items() for label in labels.split("、")}
_ANY = "|".join(sorted(map(re.escape, _FIELD_OF), key=len, reverse=True))
_BEFORE, _BEHIND = r"(?:^|(?<=[\s，,；;。|｜【】\[\]、]))", r"\s*(?:[:：】\]]|\s(?=\S))\s*"
_LABEL = re.compile(rf"{_BEFORE}(?P<label>{_ANY}){_BEHIND}", re.IGNORECASE)
_STREET = re.compile("街道|交办|办事处|镇政府|street", re.IGNORECASE)
_HOTLINE = re.compile("12345|热线|hotline", re.IGNORECASE)
_IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")
_DOOR_IN = re.compile(r"[\w·]*?\d{1,3}(?:号楼|栋|幢|座)(?:\d{1,2}单元)?(?:\d{3,4}(?:室|号)?)?")
_DUE_IN_WORDS = re.compile(
    r"(?:要求|请于|须于|务必于|应于|限|在)?\s*(?P<due>[^，,。；;\n]{2,30}?)(?:之?前|内)?(?:办结|办理完毕|回复|反馈|处理完毕)"
)


_COUNT = r"(\d{1,3}|[一二三四五六七八九十两]+)\s*(?:个)?\s*"


class Ticket(NamedTuple):
    """What a ticket says. `due` and `received` are as written; `source` is hotline or street."""

    source: str
    number: str | None
    words: str
    place: str
    due: str
    received: str
    caller: str
    phone: str

    @property
    def door(self) -> Door | None:
        return door_in(self.place) or door_in(self.words)


def parse_ticket(text: str) -> Ticket | None:
    """None for a text that is no ticket: it has a number and words, or is named as one and has words."""
    fields = _fields(text)
    marked = bool(_HOTLINE.search(text) or _STREET.search(text))
    return ticket_of(fields, text) if _is_ticket(fields, marked=marked) else None


def ticket_of(fields: dict[str, str], text: str = "") -> Ticket:
    """From fields that were read, of a text or of a row of a workbook."""
    caller, words = fields.get("caller", ""), fields.get("words", "") or fields.get("title", "")
    phone = _PHONE.search(fields.get("phone", ""))
    given = fields.get("origin", "") or text.replace(words, "")
    return Ticket(
        "street" if _STREET.search(given) and not _HOTLINE.search(given) else "hotline",
        _number(fields.get("number", "")), _plainly(words, caller), fields.get("place", ""),
        fields.get("due", "") or _due_in(text or words), fields.get("received", ""), caller,
        phone.group() if phone else "",
    )


def label(heading: str) -> str | None:
    """The field that a heading names."""
    bare = re.sub(r"[\s:：*＊]+|[(（].*[)）]", "", heading).lower()
    return _FIELD_OF.get(bare) or _FIELD_OF.get(heading.strip().lower())


def door_in(text: str) -> Door | None:
    """The first whole door that stands in a longer text, else the first building."""
    found = None
    for piece in re.split(r"[\s，,。；;：:（）()]+|(?<=区)|(?<=道)|(?<=镇)", text):
        for match in (piece, *_DOOR_IN.findall(piece)):
            door = parse_door(match)
            if door is not None and door.room:
                return door
            found = found or door
    return found


def due_at(written: str, received_at: int, zone: str, working_days: Callable[[int, int], int]) -> int | None:
    """The instant by which it is to be done. `working_days` adds so many working days to an instant."""
    term = _western(written)
    found = re.search(rf"{_COUNT}(工作日|小时)", term)
    day = None if found else instant(written, received_at, zone)
    if day is not None:
        return day
    found = found or re.search(rf"{_COUNT}(天|日)", term)
    return _later(received_at, number(found[1]) or 0, found[2], working_days) if found else None


def instant(written: str, now: int, zone: str) -> int | None:
    """A date with or without a time, as in 受理时间."""
    local = datetime.fromtimestamp(now / 1000, ZoneInfo(zone))
    day = _day(written, local.date())
    if day is None:
        return None
    return int(datetime.combine(day, _clock(written), ZoneInfo(zone)).timestamp() * 1000)


def _fields(text: str) -> dict[str, str]:
    """The first of each field; a value goes on until the next label."""
    found: dict[str, str] = {}
    labels = list(_LABEL.finditer(text))
    ends = [*(one.start() for one in labels[1:]), len(text)]
    for one, end in zip(labels, ends if labels else [], strict=True):
        value = text[one.end():end]
        found.setdefault(_FIELD_OF[one["label"].lower()], value.strip(" \t\r\n\u3000，,；;|｜【】[]"))
    return found


def _is_ticket(fields: dict[str, str], *, marked: bool) -> bool:
    said = fields.get("words") or fields.get("title")
    return bool(said) and (bool(_number(fields.get("number", ""))) or (marked and len(fields) > 1))


def _number(written: str) -> str | None:
    match = re.match(r"[A-Za-z0-9][\w\-/]{3,39}|[\u4e00-\u9fff]{0,6}[〔\[(（]?\d{4}[〕\])）]?\d+号?", written)
    return match.group() if match else None


def _plainly(words: str, caller: str) -> str:
    """Without an identity number, and without the name of whoever called: the card shows these words."""
    plain = _IDENTITY.sub("…", words)
    return plain.replace(caller, "来电人") if len(caller) > 1 else plain


def _due_in(text: str) -> str:
    match = _DUE_IN_WORDS.search(text)
    return match["due"].strip() if match and re.search(r"\d|[一二三四五六七八九十两今明后]", match["due"]) else ""


def _later(at: int, count: int, unit: str, working_days: Callable[[int, int], int]) -> int:
    if unit == "工作日":
        return working_days(at, count)
    return at + count * (3_600_000 if unit == "小时" else 86_400_000)


def _western(written: str) -> str:
    """English units in Chinese, so that one rule reads both."""
    for pattern, unit in ((r"(?:working|business) days?", "工作日"), (r"hours?", "小时"), (r"days?", "天")):
        written = re.sub(pattern, unit, written, flags=re.IGNORECASE)
    return written


def _day(written: str, today: date) -> date | None:
    for word, days in (("今", 0), ("明", 1), ("后天", 2), ("today", 0), ("tomorrow", 1)):
        if word in written.lower():
            return today + timedelta(days)
    match = re.search(r"(?:(\d{4})\s*[年/.\-]\s*)?(\d{1,2})\s*[月/.\-]\s*(\d{1,2})", written)
    if match is None:
        return None
    try:
        day = date(int(match[1] or today.year), int(match[2]), int(match[3]))
    except ValueError:
        return None
    passed = match[1] is None and day < today - timedelta(days=180)
    return day.replace(year=day.year + 1) if passed else day


def _clock(written: str) -> time:
    """A time of day as written; without one the day counts to its end."""
    match = re.search(r"(上午|下午|晚上|中午)?\s*(\d{1,2})\s*(?:[:：](\d{2})|[时点](半|\d{1,2})?)", written)
    if match is None:
        return time(23, 59)
    hour, minute = int(match[2]), match[3] or match[4] or "0"
    if match[1] in {"下午", "晚上"} and hour < 12:  # noqa: PLR2004 - noon
        hour += 12
    try:
        return time(hour, 30 if minute == "半" else int(minute))
    except ValueError:
        return time(23, 59)
