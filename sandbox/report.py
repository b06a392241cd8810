"""What a replay measured, as figures and as lines to print."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

QUANTILES = (0.5, 0.9, 0.99, 1.0)
HEADINGS = ("count", "p50", "p90", "p99", "max")
MOST_CELLS = 20
# How the bot names the desk of a community to a resident.
DESK = "的网格工作站"


@dataclass
class Report:
    """Latencies are in seconds; `summaries` are without the time of gathering, `similar` were filed all the same."""

    residents: int = 0
    skipped: int = 0
    cut: int = 0
    sent: int = 0
    unsent: int = 0
    unanswered: int = 0
    at_once: int = 0
    alarms: int = 0
    talk: int = 0
    similar: int = 0
    seconds: float = 0.0
    summaries: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)
    desk: str = ""

    @property
    def answered(self) -> int:
        return len(self.answers)

    @property
    def to_community(self) -> int:
        """What a rule sends to the community itself."""
        return self.cells[self.desk]

    @property
    def to_desk(self) -> int:
        """What landed on its desk because there was nowhere better."""
        return self.cells[self.desk + DESK]

    def lines(self) -> list[str]:
        """A table for people."""
        return [*self._counts(), "", *self._latencies(), "", *self._cells()]

    def _counts(self) -> list[str]:
        rate = self.answered / self.seconds if self.seconds else 0.0
        return [
            f"{self.residents} residents sent {self.sent} messages in {self.seconds:.1f} s; {rate:.1f} filed a second",
            f"{self.answered} filed, {self.unanswered} not answered, {self.unsent} not sent since nobody was answered",
            (f"{self.at_once} had a ready answer, {self.alarms} raised an alarm, {self.talk} were no report; "
             f"{self.similar} of those filed were offered a neighbour's to follow"),
            f"{self.skipped} lines held no message, {self.cut} messages were cut to what Telegram takes",
        ]

    def _latencies(self) -> list[str]:
        rows = [
            ("milliseconds", *HEADINGS),
            ("message to summary, beyond the gathering", *_row(self.summaries)),
            ("确认提交 to 已收到", *_row(self.answers)),
        ]
        return [f"{_padded(name, 42)}" + "".join(f"{cell:>9}" for cell in cells) for name, *cells in rows]

    def _cells(self) -> list[str]:
        own = {self.desk, self.desk + DESK}
        named = [(name, n) for name, n in self.cells.most_common() if name not in own]
        lines = [f"{_padded(name, 42)}{n:>9}" for name, n in named[:MOST_CELLS]]
        if left := sum(n for _, n in named[MOST_CELLS:]):
            lines.append(f"{_padded(f'{len(named) - MOST_CELLS} more cells', 42)}{left:>9}")
        return ["routed to", *lines, f"{_padded(f'{self.desk} (by rule)', 42)}{self.to_community:>9}",
                f"{_padded('the desk, for want of anything better', 42)}{self.to_desk:>9}"]


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that so many are not above (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _row(values: list[float]) -> list[str]:
    figures = [f"{quantile(values, share) * 1000:,.0f}" for share in QUANTILES] if values else ["-"] * len(QUANTILES)
    return [str(len(values)), *figures]


def _padded(text: str, width: int) -> str:
    """Chinese characters take two columns."""
    wide = sum(1 for char in text if char > "\u2e80")
    return text + " " * (width - len(text) - wide)
