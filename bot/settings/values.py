"""Kinds of values that a setting can have besides numbers and texts, and what can be wrong with them."""

import re
from collections.abc import Iterator
from typing import Self

Faults = Iterator[tuple[str, str]]
"""Which setting of a section is wrong, and a sentence that says what would be right."""

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class LocalTime(str):
    """Hours and minutes such as 08:30. Raises ValueError for anything else."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        if not _TIME.fullmatch(text):
            raise ValueError(text)
        return super().__new__(cls, text)
