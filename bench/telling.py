"""What is said while it runs and in the end."""

import unicodedata
from typing import Any, NamedTuple

Row = dict[str, Any]


class Promise(NamedTuple):
    """A figure of the design, and what came of it."""

    what: str
    target: str
    measured: str
    met: bool


def say(text: str) -> None:
    print(f"  {text}", flush=True)


def table(title: str, rows: list[Row]) -> str:
    """Columns as wide as what stands in them; numbers to the right."""
    if not rows:
        return ""
    heads = list(rows[0])
    cells = [heads, *([_cell(row[head]) for head in heads] for row in rows)]
    widths = [max(_width(line[n]) for line in cells) for n in range(len(heads))]
    right = [all(isinstance(row[head], (int, float)) for row in rows) for head in heads]
    lines = [_line(line, widths, right) for line in cells]
    return "\n".join([title, lines[0], "  ".join("─" * width for width in widths), *lines[1:], ""])


def markdown(title: str, rows: list[Row]) -> str:
    """The same for docs/benchmarks.md."""
    heads = list(rows[0]) if rows else []
    lines = [heads, ["---"] * len(heads), *([_cell(row[head]) for head in heads] for row in rows)]
    return f"**{title}**\n\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def promise_rows(promises: list[Promise]) -> list[Row]:
    return [
        {"promise": one.what, "target": one.target, "measured": one.measured, "kept": "met" if one.met else "NOT MET"}
        for one in promises
    ]


def _cell(value: Any) -> str:
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)


def _line(cells: list[str], widths: list[int], right: list[bool]) -> str:
    padded = [
        " " * (width - _width(cell)) + cell if flush else cell + " " * (width - _width(cell))
        for cell, width, flush in zip(cells, widths, right, strict=True)
    ]
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Chinese characters are two columns wide."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
