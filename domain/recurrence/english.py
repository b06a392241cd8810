"""The words of an English rule: "second Saturday of every month", "every 2 weeks on Friday"."""

import re
from calendar import day_abbr, day_name, month_abbr, month_name
from typing import Any

from domain.recurrence.rule import Freq, Weekday

_Said = dict[str, Any]
_Token = tuple[str, int]
_COUNTED = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "other": 2}
_ORDINAL = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_UNITS = {"day": Freq.DAILY, "week": Freq.WEEKLY, "month": Freq.MONTHLY, "year": Freq.YEARLY}
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year"}
_EVERY = re.compile(r"\b(?:every|each)\b(?:\s+(\d{1,3}|[a-z]+))??(?:\s+(day|week|month|year)s?\b)")
_IMPLIED = re.compile(r"\b(?:every|each)\s+(other\s+)?")
_FILL = {"on", "the", "of", "in", "and", "at"}
# calendar's names follow the locale, which nobody sets here: they are English.
_WORDS: dict[str, _Token] = {
    **{name.lower(): ("weekday", n) for names in (day_name, day_abbr) for n, name in enumerate(names)},
    **{name.lower(): ("month", n) for names in (month_name, month_abbr) for n, name in enumerate(names) if n},
    **{name: ("ordinal", n) for n, name in enumerate(_ORDINAL, 1)},
    "sept": ("month", 9),
    "thur": ("weekday", 3),
    "last": ("ordinal", -1),
    "day": ("day", 0),
}


def read(text: str) -> _Said | None:
    """The parts of a rule; None where the text is not one that we are sure about."""
    for word, unit in _ADVERBS.items():
        text = re.sub(rf"\b{word}\b", f"every {unit}", text)
    text = re.sub(r"\bof (?:the|a) month\b", "every month", text) if not _EVERY.search(text) else text
    freq, interval, rest = _frequency(text)
    tokens = _tokens(rest)
    if tokens is None or not interval or not _IMPLIED.search(text):
        return None
    if freq is None:
        freq = Freq.YEARLY if any(kind == "month" for kind, _ in tokens) else Freq.WEEKLY
    said = _SHAPES[freq](tokens)
    return None if said is None else said | {"freq": freq, "interval": interval}


def _frequency(text: str) -> tuple[Freq | None, int, str]:
    match = _EVERY.search(text)
    if match:
        word = match[1] or "1"
        interval = int(word) if word.isdecimal() else _COUNTED.get(word, 0)
        return _UNITS[match[2]], interval, text[: match.start()] + " " + text[match.end() :]
    implied = _IMPLIED.search(text)
    return None, 2 if implied and implied[1] else 1, _IMPLIED.sub(" ", text, count=1)


def _tokens(text: str) -> list[_Token] | None:
    tokens = []
    for word in re.findall(r"[^\s,]+", text):
        if word in _FILL:
            continue
        token = _token(word)
        if token is None:
            return None
        tokens.append(token)
    return tokens


def _token(word: str) -> _Token | None:
    match = re.fullmatch(r"([0-9]{1,2})(st|nd|rd|th)?", word)
    if match:
        return "ordinal" if match[2] else "number", int(match[1])
    return _WORDS.get(word) or _WORDS.get(word.removesuffix("s"))


def _daily(tokens: list[_Token]) -> _Said | None:
    return {} if not tokens else None


def _weekly(tokens: list[_Token]) -> _Said | None:
    if any(kind != "weekday" for kind, _ in tokens):
        return None
    return {"by_weekday": tuple(Weekday(day) for _, day in tokens)}


def _in_month(tokens: list[_Token]) -> _Said | None:
    weekdays = [n for kind, n in tokens if kind == "weekday"]
    ordinals = [n for kind, n in tokens if kind == "ordinal"]
    kinds = [kind for kind, _ in tokens]
    if weekdays:
        in_order = kinds == ["ordinal"] * len(ordinals) + ["weekday"] * len(weekdays)
        pairs = tuple(Weekday(day, n) for day in weekdays for n in ordinals)
        return {"by_weekday": pairs} if in_order and ordinals else None
    days = tuple(n for kind, n in tokens if kind in {"ordinal", "number"})
    # "The last" alone is the last of what? "Last day" is clear.
    if kinds.count("day") > 1 or (-1 in days and "day" not in kinds) or "month" in kinds:
        return None
    return {"by_month_day": days} if days or not tokens else None


def _yearly(tokens: list[_Token]) -> _Said | None:
    months = tuple(n for kind, n in tokens if kind == "month")
    said = _in_month([token for token in tokens if token[0] != "month"])
    return said | {"by_month": months} if said is not None and (months or not tokens) else None


_SHAPES = {Freq.DAILY: _daily, Freq.WEEKLY: _weekly, Freq.MONTHLY: _in_month, Freq.YEARLY: _yearly}
