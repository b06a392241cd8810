"""Are two people speaking of the same thing? By pairs of Chinese letters and English words that both use.

Doors and numbers are taken out first, and what people say in every message.
"""

import re
from functools import lru_cache

from domain.masking import mask_said

ALIKE = 0.34
AT_MOST = 50
_LATIN = re.compile(r"[a-z]{3,}")
_NO_WORD = re.compile(r"[\W_\da-z]+")
# What says nothing about the matter.
_EMPTY = re.compile(
    "您好|你好|请问|请|麻烦|谢谢|反映|一下|我们|我家|这里|那里|已经|好几天|三天|几天|今天|昨天|一直|怎么|没有?人|处理|解决|了|的|吗|呢|啊|吧"
)
_EMPTY_LATIN = frozenset({
    "the", "and", "for", "has", "have", "had", "been", "are", "was", "were", "this", "that", "there", "with", "from",
    "our", "please", "since", "very", "not", "does", "day", "days",
})


def likeness(one: str, other: str) -> float:
    """From 0 to 1: what is in common, doubled, by all of both (Dice)."""
    mine, theirs = _marks(one), _marks(other)
    if not mine or not theirs:
        return 0.0
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


@lru_cache(maxsize=2048)
def _marks(text: str) -> frozenset[str]:
    lowered = mask_said(text).lower()
    plain = _EMPTY.sub("", _NO_WORD.sub("", lowered))
    words = set(_LATIN.findall(lowered)) - _EMPTY_LATIN
    return frozenset(words | {plain[n : n + 2] for n in range(len(plain) - 1)})
