"""Phone numbers, doors and known names in people's own words, taken out where others will read them."""

import re
from collections.abc import Iterable

_PHONE = re.compile(r"(?<![\w:.-])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\w)|(?<![\w:.-])0\d{2,3}-\d{7,8}(?!\w)")
_CHINESE_PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_DOOR = re.compile(
    r"\d+\s*(?:号楼|栋|幢|座)\s*(?:\d+\s*单元)?\s*\d*\s*[室号户]?"
    r"|\d+\s*单元\s*\d+\s*[室号户]?|(?<![\d-])\d{1,3}-\d{1,2}-\d{3,4}(?![\d-])"
)

_DOUBLE = ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木", "东方")
_SHORTEST = 2


def mask(text: str, phone: str = "…", door: str = "…") -> str:
    """For a group or a log: what stands in their place is `phone` and `door`."""
    return _DOOR.sub(door, _PHONE.sub(phone, text))


def mask_said(text: str) -> str:
    """For words that somebody wrote, where a number may stand right beside a word."""
    return mask(_CHINESE_PHONE.sub("…", text))


def mask_names(text: str, names: Iterable[str]) -> str:
    """Each of these names as its surname and a star, however it is spaced; the longest comes first."""
    for name in sorted({one.strip() for one in names}, key=len, reverse=True):
        if len(name) >= _SHORTEST:
            text = (_surname(name) + "*").join(_spaced(name).split(text))
    return text


def _spaced(name: str) -> re.Pattern[str]:
    if name.isascii():
        words = r"\s+".join(map(re.escape, name.split()))
        return re.compile(rf"\b{words}\b", re.IGNORECASE)
    return re.compile(r"\s*".join(re.escape(letter) for letter in name if not letter.isspace()))


def _surname(name: str) -> str:
    return name[:2] if name.startswith(_DOUBLE) and len(name) > _SHORTEST else name[0]
