"""Communities by what people call them: 幸福, 幸福社区 and part of a longer name."""

import re

_SHORTEST = 2


def matches(name: str, part: str) -> bool:
    """Whether somebody who types this part means the community."""
    return bool(_bare(part)) and _bare(part) in _bare(name)


def spoken_of(name: str, words: str) -> bool:
    """Whether the words name it somewhere."""
    return len(_bare(name)) >= _SHORTEST and _bare(name) in re.sub(r"\s+", "", words).lower()


def _bare(name: str) -> str:
    written = re.sub(r"\s+", "", name).lower()
    return re.sub("(?:社区|社区居委会|居委会|community)$", "", written) or written
