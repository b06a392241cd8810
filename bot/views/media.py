"""What was sent besides words: counted for those who may not see it, enclosed for those who may."""

from collections.abc import Iterable

from bot.views.page import Enclosed, Line, Page, line
from domain.media import counts


def counted(kinds: Iterable[str]) -> list[Line]:
    """照片 2 张 · 语音 1 条, in one line; nothing where there is nothing."""
    lines = [line(f"media.{kind}", count=count) for kind, count in counts(kinds)]
    return [Line(lines[0].key, lines[0].values, beside=tuple(lines[1:]))] if lines else []


def parcel(number: str, enclosed: list[Enclosed], *, by_staff: bool) -> Page:
    key = "media.from_staff" if by_staff else "media.from_resident"
    return Page((line(key, number=number),), enclosed=tuple(enclosed))
