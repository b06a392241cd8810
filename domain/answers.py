"""Which of the answers that are ready fits a question, and how surely; variables filled in."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

_ASKING = re.compile(
    "请问|想问一下|想问|问一下|我想|你好|您好|一下|怎么样|怎么|如何|什么|哪里|哪儿|多少|需要|可以|能不能|是否|有没有|我们|我|你们"
    "|[吗呢啊呀的了]"
)
_COMMON = frozenset({
    "a", "an", "the", "i", "do", "does", "is", "are", "to", "of", "in", "for", "my", "me", "you", "your", "how", "what",
    "where", "when", "can", "could", "please",
})
_VARIABLE = re.compile(r"\{([^{}]+)\}")
_SURE, _NEXT, _WORTH = 0.5, 0.55, 0.15
_KEYWORD = 0.4


class Ready(Protocol):
    """A question that comes again and again, with words that point to it."""

    @property
    def question(self) -> str: ...
    @property
    def words(self) -> str: ...


class Match(NamedTuple):
    """The place of an answer in the list, and how well it fits."""

    place: int
    score: float


def ranked(text: str, ready: Sequence[Ready]) -> list[Match]:
    """Those that fit at all, the best first."""
    asked = _pieces(text)
    found = [Match(n, _score(text.lower(), asked, one)) for n, one in enumerate(ready)]
    return sorted((one for one in found if one.score >= _WORTH), key=lambda one: -one.score)


def sure(matches: Sequence[Match]) -> Match | None:
    """The best one, where it fits well and nothing else fits nearly as well."""
    if not matches or matches[0].score < _SURE:
        return None
    if len(matches) > 1 and matches[1].score > _NEXT * matches[0].score:
        return None
    return matches[0]


def fill(answer: str, facts: Mapping[str, str]) -> str | None:
    """The answer with its variables; None where one of them stands for nothing."""
    if any(name not in facts for name in variables(answer)):
        return None
    return _VARIABLE.sub(lambda match: facts[match[1].strip()], answer)


def variables(answer: str) -> list[str]:
    return [name.strip() for name in _VARIABLE.findall(answer)]


def _score(lowered: str, asked: frozenset[str], one: Ready) -> float:
    """How much of the question and of the text are the same pieces, and whether a keyword is said."""
    known = _pieces(one.question)
    same = 2 * len(asked & known) / (len(asked) + len(known)) if asked and known else 0.0
    keywords = [word for word in one.words.lower().split(",") if word]
    said = sum(word in lowered for word in keywords)
    return same + (_KEYWORD * min(1.0, said / 2 + 0.25) if said else 0.0)


def _pieces(text: str) -> frozenset[str]:
    """Pairs of Chinese characters and whole English words, without the words that every question has."""
    lowered = unicodedata.normalize("NFKC", text).lower()
    chinese = re.findall("[\u4e00-\u9fff]+", _ASKING.sub(" ", lowered))
    pairs = {run[n : n + 2] for run in chinese for n in range(max(1, len(run) - 1))}
    return frozenset(pairs | (set(re.findall("[a-z0-9]+", lowered)) - _COMMON))
