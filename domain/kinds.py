"""What somebody wants to say: a problem, a call for help, a question, a wish, thanks, a complaint, a tip-off."""

from collections.abc import Sequence

from domain.routing import Words, heaviest

REPORT = "report"
# Kinds that nobody has to work on: they are passed on or collected, and closed at once.
ONLY_HEARD = frozenset({"suggestion", "praise"})


def classify_kind(text: str, kinds: Sequence[Words]) -> str:
    """The kind whose words weigh most; of equals the one that stands first; a report where nothing is found."""
    return heaviest(text, kinds, REPORT)
