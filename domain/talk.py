"""What is no report: a greeting, a thank-you, a nod, a lone figure, or a button's words typed by hand."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol

_NOTHING = re.compile(r"[\W_]+")
_SHORTEST_WITH_A_SLIP = 4
_MOST_FIGURES = 4


class Words(Protocol):
    """The words for each kind of small talk."""

    @property
    def greetings(self) -> tuple[str, ...]: ...
    @property
    def thanks(self) -> tuple[str, ...]: ...
    @property
    def nods(self) -> tuple[str, ...]: ...


def meaning(text: str, words: Words, buttons: Mapping[str, Sequence[str]]) -> str | None:
    """`greeting`, `thanks`, `nod`, `question`, `figure`, `nothing`, or the key of a button; None for all else.

    `buttons` are the labels and other names of each. A slip of one character in a label is forgiven.
    """
    said = plain(text)
    if not said:
        return "question" if re.search(r"[?？]", text) else "nothing"
    meant = _button(text, buttons)
    if meant is not None:
        return meant
    if said.isdigit():
        return "figure" if len(said) <= _MOST_FIGURES else None
    return _small_talk(said, (("greeting", words.greetings), ("thanks", words.thanks), ("nod", words.nods)))


def plain(text: str) -> str:
    """Letters and figures alone, in small letters."""
    return _NOTHING.sub("", unicodedata.normalize("NFKC", text).lower())


_Kinds = tuple[tuple[str, tuple[str, ...]], ...]
_label = lru_cache(maxsize=1024)(plain)


def _small_talk(said: str, kinds: _Kinds) -> str | None:
    """Nothing but such words, once or several times: 你好你好; of 好的谢谢 the thanks count."""
    known, one, only = _vocabulary(kinds)
    if only.fullmatch(said) is None:
        return None
    found = {known[word] for word in one.findall(said)}
    return next(kind for kind, _ in kinds if kind in found)


@lru_cache(maxsize=8)
def _vocabulary(kinds: _Kinds) -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    """The kind of each word, a pattern for one of them, and one for a row of them."""
    known = {_label(word): kind for kind, words in reversed(kinds) for word in words}
    longest = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    return known, re.compile(longest), re.compile(f"(?:{longest})+")


def _button(text: str, buttons: Mapping[str, Sequence[str]]) -> str | None:
    said, pieces = plain(text), [plain(piece) for piece in text.split()]
    for key, labels in buttons.items():
        known = [_label(label) for label in labels]
        if _names(said, known) or all(not piece or piece in known for piece in pieces):
            return key
    return None


def _names(said: str, known: list[str]) -> bool:
    return said in known or any(
        len(label) >= _SHORTEST_WITH_A_SLIP and abs(len(said) - len(label)) <= 1 and _slips(said, label) <= 1
        for label in known
    )


def _slips(a: str, b: str) -> int:
    """Characters wrong, missing or too many."""
    row = list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != other))
    return row[-1]
