"""Phone numbers and doors in people's own words, taken out where others will read them."""

import re

_PHONE = re.compile(r"(?<![\w:.-])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\w)|(?<![\w:.-])0\d{2,3}-\d{7,8}(?!\w)")
_CHINESE_PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_DOOR = re.compile(
    r"\d+\s*(?:号楼|栋|幢|座)\s*(?:\d+\s*单元)?\s*\d*\s*[室号户]?"
    r"|\d+\s*单元\s*\d+\s*[室号户]?|(?<![\d-])\d{1,3}-\d{1,2}-\d{3,4}(?![\d-])"
)


def mask(text: str, phone: str = "…", door: str = "…") -> str:
    """For a group or a log: what stands in their place is `phone` and `door`."""
    return _DOOR.sub(door, _PHONE.sub(phone, text))


def mask_said(text: str) -> str:
    """For words that somebody wrote, where a number may stand right beside a word."""
    return mask(_CHINESE_PHONE.sub("…", text))
