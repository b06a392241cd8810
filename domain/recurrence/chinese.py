"""The words of a Chinese rule: 每月第二个周六, 每两周周五, 每年3月5日."""

import re
from typing import Any

from domain.numerals import CHARS, number
from domain.recurrence.rule import Freq, Weekday

_N = rf"(?:\d{{1,3}}|[{CHARS}]+)"
_WEEK = "(?:周|星期|礼拜)"
_WD = "[一二三四五六日天1-7]"
_AND = "[、,和及与]*"
_DAY = {name: day for names in ("一二三四五六日", "1234567") for day, name in enumerate(names)} | {"天": 6}
_HEADS = (
    (Freq.DAILY, rf"(?:每个?[天日]|每(?P<n>{_N})天|(?P<other>隔天|每隔一天))(?P<rest>)"),
    (Freq.WEEKLY, rf"(?:每(?P<n>{_N})个?|(?P<other>隔)){_WEEK}(?:的|逢)?(?P<rest>.*)"),
    (Freq.WEEKLY, rf"每个?(?P<rest>{_WEEK}.*)"),
    (Freq.MONTHLY, rf"(?:每个?|每(?P<n>{_N})个|(?P<other>隔))月的?(?P<rest>.*)"),
    (Freq.YEARLY, rf"(?:每|每(?P<n>{_N})|(?P<other>隔))年的?(?P<months>(?:{_N}月{_AND})+)的?(?P<rest>.*)"),
)
_ORDINAL = rf"(?:最后[一1]?个|倒数第?{_N}个|第(?:{_N}{_AND})+个?)"
_ORDINALS = rf"(?P<ordinals>(?:{_ORDINAL}{_AND})+)"
_DAYS = re.compile(rf"(?:第?{_N}[日号天]?{_AND})+")

_Said = dict[str, Any]


def read(text: str) -> _Said | None:
    """The parts of a rule; None where the text is not one that we are sure about."""
    for freq, head in _HEADS:
        match = re.fullmatch(head, text)
        said = _whole(freq, match) if match else None
        if said is not None:
            return said
    return None


def _whole(freq: Freq, match: re.Match[str]) -> _Said | None:
    found = match.groupdict()
    interval = 2 if found.get("other") else number(found.get("n") or "1")
    rest = _REST[freq](found["rest"])
    if rest is None or not interval:
        return None
    if found.get("months"):
        rest |= {"by_month": _numbers(found["months"])}
    return rest | {"freq": freq, "interval": interval}


def _nothing(rest: str) -> _Said | None:
    return {} if not rest else None


def _weekdays(rest: str) -> _Said | None:
    if rest in {"", *("周", "星期", "礼拜")}:
        return {}
    if re.fullmatch(f"{_WEEK}?末", rest):
        return {"by_weekday": (Weekday(5), Weekday(6))}
    spread = re.fullmatch(rf"{_WEEK}?({_WD})[至到-]{_WEEK}?({_WD})", rest)
    if spread:
        first, last = _DAY[spread[1]], _DAY[spread[2]]
        return {"by_weekday": tuple(Weekday(d) for d in range(first, last + 1))} if first < last else None
    if not re.fullmatch(rf"(?:(?:{_WEEK}的?)*{_WD}{_AND})+", rest):
        return None
    return {"by_weekday": tuple(Weekday(_DAY[c]) for c in re.findall(_WD, rest))}


def _in_month(rest: str) -> _Said | None:
    if not rest:
        return {}
    if re.fullmatch("(?:最后[一1]?天|月?底|月?末|最后一日)", rest):
        return {"by_month_day": (-1,)}
    match = re.fullmatch(rf"{_ORDINALS}的?(?P<days>(?:{_WEEK}{_WD}{_AND})+)", rest)
    if match:
        days = re.findall(_WD, re.sub(_WEEK, "", match["days"]))
        ordinals = _ordinals(match["ordinals"])
        return {"by_weekday": tuple(Weekday(_DAY[d], n) for d in days for n in ordinals)}
    backwards = re.fullmatch(rf"倒数第({_N})[天日]", rest)
    if backwards:
        return {"by_month_day": (-(number(backwards[1]) or 0),)}
    # Bare numbers could be anything: at least one of them has to be called a day.
    return {"by_month_day": _numbers(rest)} if _DAYS.fullmatch(rest) and re.search("[日号天]", rest) else None


def _ordinals(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for ordinal in re.findall(_ORDINAL, text):
        if ordinal.startswith("最后"):
            found.append(-1)
        else:
            found += [-n if ordinal.startswith("倒数") else n for n in _numbers(ordinal)]
    return tuple(found)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(number(n) or 0 for n in re.findall(_N, text))


_REST = {Freq.DAILY: _nothing, Freq.WEEKLY: _weekdays, Freq.MONTHLY: _in_month, Freq.YEARLY: _in_month}
