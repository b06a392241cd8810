"""Cell values as Excel hands them over, turned into text, codes, phones and numbers."""

import re
import unicodedata
from datetime import date, datetime, time

from domain.addresses import normalise
from domain.people import plain_phone

_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dX](?!\d)", re.IGNORECASE)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID_LENGTH = 18
_PHONES = re.compile(
    r"1[3-9]\d{9}"  # mobile
    r"|0\d{2,3}[2-9]\d{6,7}"  # fixed, with its area
    r"|[2-9]\d{6,7}"  # fixed, without
    r"|[48]00\d{7}"  # service lines
    r"|1[12]\d{1,3}|9[56]\d{3,6}"  # 119, 12345, 95598
    r"|\+(?!86)\d{8,15}"  # relatives abroad
)


def text(value: object) -> str:
    """A value as one line; a number that Excel keeps as 501.0 is 501."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return " ".join(str(value).split())


def code(value: object) -> str:
    written = unicodedata.normalize("NFKC", text(value))
    return re.sub(r"^(\d+)\.0$", r"\1", written)


def part(value: object) -> str:
    """A part of a door as it is looked up."""
    return normalise(code(value))


def listed(value: object) -> tuple[str, ...]:
    pieces = re.split(r"[\s、,，;；/|]+", text(value))
    return tuple(dict.fromkeys(filter(None, pieces)))


def phone(value: object) -> str | None:
    """Figures only (a foreign number keeps its plus); None where this is not the shape of a number."""
    written = plain_phone(code(value))
    return written if not written or _PHONES.fullmatch(written) else None


def whole(value: object) -> int | None:
    """A whole number, negative too as ids of groups are; None where it is not one."""
    written = code(value).replace("−", "-")
    return int(written) if re.fullmatch(r"-?\d{1,18}", written) else None


def day(value: object) -> str | None:
    """A date, from Excel's own as from 2026-12-01, 2026/12/1 or 2026年12月1日."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", code(value))
    try:
        return date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def holds_id_number(value: object) -> bool:
    """Whether a resident identity number stands in the cell.

    Excel keeps 15 figures of a number, so a numeric one has lost its check figure: the birthday decides.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        written = text(value)
        return len(written) == _ID_LENGTH and written.isdecimal() and _is_birthday(written[6:14])
    written = unicodedata.normalize("NFKC", text(value))
    compact = re.sub(r"[\s-]", "", written)
    return any(_is_id_number(found) for found in {*_ID_NUMBER.findall(written), *_ID_NUMBER.findall(compact)})


def _is_id_number(written: str) -> bool:
    total = sum(int(figure) * weight for figure, weight in zip(written, _ID_WEIGHTS, strict=False))
    return _is_birthday(written[6:14]) and _ID_CHECKS[total % 11] == written[-1].upper()


def _is_birthday(figures: str) -> bool:
    try:
        date(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
    except ValueError:
        return False
    return figures[:2] in {"18", "19", "20"}
