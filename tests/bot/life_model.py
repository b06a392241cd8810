"""What a request's life must look like from outside, on one page: who may do what when, and what follows.

It is written apart from the rules and knows nothing of them; where the two differ, one of them is wrong.
"""

from dataclasses import dataclass, replace

HELD = {"claimed", "external", "waiting", "on_hold"}
ENDED = {"closed", "cancelled", "merged", "declined"}
# What time alone may do, from which state to which.
BY_TIME = {
    ("open", "open"), ("claimed", "open"), ("claimed", "claimed"), ("waiting", "claimed"), ("waiting", "waiting"),
    ("on_hold", "claimed"), ("on_hold", "on_hold"), ("external", "external"), ("resolved", "resolved"),
    ("resolved", "closed"), ("waiting", "open"), ("on_hold", "open"), ("external", "open"),
}


UNDOABLE = {"claim", "release", "transfer", "hold", "street", "resolve"}
MINUTE = 60_000


@dataclass(frozen=True)
class Known:
    """One request as the model believes it to be."""

    state: str
    holder: int | None
    round: int
    cell: int
    offered: int | None = None
    contacted: bool = False
    worker: int | None = None


def possible(known: Known, act: str, who: int, *, handles: bool, over: bool, filer: bool) -> bool:
    """Whether this person can do this now; `over` is whoever leads the line or stands above it.

    Whoever had it before it moved up goes on helping: the worker's words count, where it goes is the holder's.
    """
    mine = known.holder == who
    hands = who in {known.holder, known.worker}
    in_hand = known.state in HELD
    return {
        "claim": handles and known.state == "open" and (known.offered in {None, who} or over),
        "release": handles and mine and in_hand,
        "progress": handles and hands and in_hand,
        "contacted": handles and hands and in_hand,
        "ask": handles and hands and in_hand,
        "resolve": handles and hands and in_hand,
        "hold": handles and mine and in_hand,
        "resume": handles and (mine or over) and known.state == "on_hold",
        "street": handles and mine and in_hand,
        "transfer": handles and (mine or over) and (in_hand or known.state == "open"),
        "answer": filer and in_hand,
        "withdraw": filer and (in_hand or known.state == "open"),
        "solved": filer and known.state == "resolved",
        "unsolved": filer and known.state == "resolved",
    }[act]


def after(known: Known, act: str, who: int) -> Known:
    """What is so afterwards, where it was possible. The next offer, and where `unsolved` and `transfer`
    lead, are seen and not foretold."""
    return {
        "claim": lambda: replace(known, state="claimed", holder=who),
        "release": lambda: replace(known, state="open", holder=None),
        "contacted": lambda: known if known.contacted else replace(known, contacted=True),
        # What waits for somebody else goes on waiting for them; it has been asked all the same, and overtakes an undo.
        "ask": lambda: replace(known, state="waiting" if known.state == "claimed" else known.state),
        "answer": lambda: replace(known, state="claimed") if known.state == "waiting" else known,
        "hold": lambda: replace(known, state="on_hold"),
        "resume": lambda: replace(known, state="claimed"),
        "street": lambda: replace(known, state="external"),
        "transfer": lambda: replace(known, state="open", holder=None),
        "resolve": lambda: replace(known, state="resolved"),
        "withdraw": lambda: replace(known, state="cancelled"),
        "solved": lambda: replace(known, state="closed"),
        "unsolved": lambda: replace(known, state="open", holder=None, round=known.round + 1),
    }.get(act, lambda: known)()
