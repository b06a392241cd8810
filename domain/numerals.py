"""Numbers as people write them in Chinese: 二十三, 五零一, 两, and full-width digits."""

import re
import unicodedata

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = "十百"
CHARS = "".join(_DIGITS) + _UNITS
PATTERN = rf"(?:\d+|[{CHARS}]+)"


def plain(text: str) -> str:
    """Half-width and capitals, without any blanks: the form in which texts are compared."""
    written = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).upper())
    # Without the blank between them, a letter and an accent may become one.
    return unicodedata.normalize("NFKC", written)


def number(text: str) -> int | None:
    """The value of digits or Chinese numerals, or None where the text is no number."""
    if re.fullmatch(r"[0-9]+", text):
        return int(text)
    if not text or any(c not in CHARS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _with_units(text)


def _with_units(text: str) -> int | None:
    match = re.fullmatch(r"(?:(.)百)?零?(?:(.)?(十))?(.)?", text)
    if not match or any(g in _UNITS for g in (match[1], match[2], match[4]) if g):
        return None
    hundreds = _DIGITS[match[1]] if match[1] else 0
    tens = (_DIGITS[match[2]] if match[2] else 1) if match[3] else 0
    return hundreds * 100 + tens * 10 + (_DIGITS[match[4]] if match[4] else 0)
