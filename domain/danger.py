"""Danger in what somebody writes: found by phrases, and not found in drills, memories and look-alikes.

A missed danger is worse than a false alarm: whatever is in doubt counts. Phrases are configuration. In a phrase, `…`
stands for a few characters in between, and `=` at its beginning for "this and nothing else".
"""

import re
import unicodedata
from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol


class Kind(Protocol):
    """One kind of danger, the phrases that speak of it, and those that only look like it."""

    @property
    def code(self) -> str: ...
    @property
    def phrases(self) -> tuple[str, ...]: ...
    @property
    def unless(self) -> tuple[str, ...]: ...


class Config(Hashable, Protocol):
    """The kinds, the gravest first, and the words that take a phrase back."""

    @property
    def kinds(self) -> Sequence[Kind]: ...
    @property
    def unless(self) -> tuple[str, ...]: ...
    @property
    def negations(self) -> tuple[str, ...]: ...
    @property
    def past(self) -> tuple[str, ...]: ...
    @property
    def now(self) -> tuple[str, ...]: ...
    @property
    def over(self) -> tuple[str, ...]: ...


class Danger(NamedTuple):
    """What was found."""

    kind: str


_TRADITIONAL = str.maketrans(
    "電氣樓燒煙濃門閘殺輕暈護搶觸蹤丟沒應難話媽爺歲見動總來這裡裏個們著倖漲進雙產痙攣嚇壓傷斷離還過頭腦臟驟發現熱爐線災緊險啟開關無"
    "響嗎麼車墜陽臺繩藥農鬧鄰罵槍飛馬湯飯館舊嚴亂會將請報壞覺於閃滅層間聞隨洩",
    "电气楼烧烟浓门闸杀轻晕护抢触踪丢没应难话妈爷岁见动总来这里里个们着幸涨进双产痉挛吓压伤断离还过头脑脏骤发现热炉线灾紧险启开关无"
    "响吗么车坠阳台绳药农闹邻骂枪飞马汤饭馆旧严乱会将请报坏觉于闪灭层间闻随泄",
)
_SENTENCE = re.compile(r"[。！？!?\n]+|\.{2,}|\.(?=\s|$)")
_CLAUSE = re.compile(r"[，,；;、:：~～()（）]+")
_BLANKS = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_APART = "(?:[^。！？!?，,；;\n]{0,8}?|[a-z' ]{0,24}?)"
_LINK = "(?:发生|出现|再|引起|引发|造成|导致|引|起|有|任何|a |an |any |the |on |of |for )*"


def find(text: str, config: Config) -> Danger | None:
    """The gravest danger that the text speaks of as something that happens now."""
    kinds = find_kinds(text, config)
    return Danger(kinds[0]) if kinds else None


@lru_cache(maxsize=1024)
def find_kinds(text: str, config: Config) -> tuple[str, ...]:
    """Every kind that it speaks of, sentence by sentence, the gravest first.

    What comes in, is drawn and submitted is looked through each time, so the last answers are kept.
    """
    found: list[str] = []
    phrases = _patterns(tuple(phrase for kind in config.kinds for phrase in kind.phrases))
    for sentence in _SENTENCE.split(_plain(text)):
        clauses = [one for one in _clauses(sentence) if any(pattern.search(one) for pattern in phrases)]
        if not clauses or _remembered(sentence, config):
            continue
        found += [kind.code for kind in config.kinds if any(_speaks(clause, kind, config) for clause in clauses)]
    return tuple(dict.fromkeys(found))


def _clauses(sentence: str) -> list[str]:
    """Each by itself, then all as one, for what is said in two breaths."""
    parts = [part.strip() for part in _CLAUSE.split(sentence) if part.strip()]
    return [*parts, " ".join(parts)] if len(parts) > 1 else parts


def _speaks(clause: str, kind: Kind, config: Config) -> bool:
    if not _pattern(kind.phrases).search(clause):
        return False
    left = _pattern((*kind.unless, *config.unless)).sub("〇", clause)
    return any(
        not _taken_back(left, found.start(), found.end(), config) for found in _pattern(kind.phrases).finditer(left)
    )


def _taken_back(clause: str, start: int, end: int, config: Config) -> bool:
    before = re.search(f"(?:{_source(config.negations)}){_LINK}$", clause[:start])
    return before is not None or _pattern(config.over).match(clause[end:]) is not None


def _remembered(sentence: str, config: Config) -> bool:
    """Told as something past, with no word that it happens again."""
    return bool(_pattern(config.past).search(sentence)) and not _pattern(config.now).search(sentence)


def _plain(text: str) -> str:
    written = unicodedata.normalize("NFKC", text).lower().translate(_TRADITIONAL).replace("’", "'")
    return _BLANKS.sub("", re.sub("[\u200b-\u200f\u2060-\u2069\ufeff]", "", written))


@lru_cache(maxsize=64)
def _patterns(phrases: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Apart by how they begin: what begins with plain characters is sought a hundred times faster by itself."""
    whole = tuple(one for one in phrases if one.startswith("="))
    latin = tuple(one for one in phrases if one[:1].isascii() and one not in whole)
    chinese = tuple(one for one in phrases if not one[:1].isascii())
    return tuple(_pattern(some) for some in (chinese, latin, whole) if some)


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_source(phrases))


@lru_cache(maxsize=64)
def _source(phrases: tuple[str, ...]) -> str:
    return "|".join(_one(phrase.lower()) for phrase in sorted(phrases, key=len, reverse=True)) or "(?!)"


def _one(phrase: str) -> str:
    whole, words = phrase.startswith("="), phrase.removeprefix("=")
    inner = _APART.join(_bounded(re.escape(part)) for part in words.split("…"))
    return rf"^\W*{inner}[啊呀啦了咯哦喂\W]*$" if whole else inner


def _bounded(part: str) -> str:
    """Latin words are found as words, Chinese ones anywhere."""
    latin = re.match(r"[a-z0-9']", part), re.search(r"[a-z0-9']$", part)
    return (r"\b" if latin[0] else "") + part + (r"\b" if latin[1] else "")
