"""What somebody wants to say: a problem, a call for help, a question, a wish, thanks, a complaint, a tip-off."""

from collections.abc import Sequence

from domain.routing import Words, weight

REPORT = "report"
# Kinds that nobody has to work on: they are passed on or collected, and closed at once.
ONLY_HEARD = frozenset({"suggestion", "praise"})


def classify_kind(text: str, kinds: Sequence[Words]) -> str:
    """The kind whose words weigh most; of equals the one that stands first; a report where nothing is found."""
    lowered = text.lower()
    best, best_weight = REPORT, 0
    for kind in kinds:
        found = weight(lowered, kind.words)
        if found > best_weight:
            best, best_weight = kind.code, found
    return best
