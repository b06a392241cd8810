"""What a relative writes when asked how the elder is called: a name and a relation, or something else altogether."""

import re
from collections.abc import Sequence

from domain.routing import OTHER, Words, classify

_LONGEST = 40
_ABOUT_ELDERS = frozenset({OTHER, "care"})


def is_name(said: str, categories: Sequence[Words], kinds: Sequence[Words]) -> bool:
    """张奶奶，女儿 is one; 水管漏了, a question and whole sentences are not."""
    written = said.strip()
    if not written or len(written) > _LONGEST or re.search(r"[。！？!?\n]", written):
        return False
    return classify(written, kinds) == OTHER and classify(written, categories) in _ABOUT_ELDERS
