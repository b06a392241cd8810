"""One picture: messages a second, bar by bar, as SVG written by hand."""

from html import escape

_WIDTH, _LEFT, _BAR, _GAP, _TOP = 720, 190, 26, 14, 64
_OURS, _THEIRS = "#0b7a75", "#9aa5ab"


def bars(title: str, note: str, values: dict[str, float], ours: str) -> str:
    """The longest bar fills the width; whose name starts with `ours` stands out."""
    height = _TOP + len(values) * (_BAR + _GAP) + 12
    longest = max(values.values())
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="16" y="28" font-size="17" font-weight="600" fill="#1d2529">{escape(title)}</text>',
        f'<text x="16" y="48" font-size="12" fill="#5b666c">{escape(note)}</text>',
        *(_bar(n, name, value, longest, ours) for n, (name, value) in enumerate(values.items())),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _bar(number: int, name: str, value: float, longest: float, ours: str) -> str:
    top = _TOP + number * (_BAR + _GAP)
    length = max(2, round((_WIDTH - _LEFT - 90) * value / longest))
    colour, middle = (_OURS if name.startswith(ours) else _THEIRS), top + _BAR / 2 + 5
    return (
        f'<text x="{_LEFT - 10}" y="{middle}" font-size="14" text-anchor="end" fill="#1d2529">{escape(name)}</text>'
        f'<rect x="{_LEFT}" y="{top}" width="{length}" height="{_BAR}" rx="3" fill="{colour}"/>'
        f'<text x="{_LEFT + length + 8}" y="{middle}" font-size="14" fill="#1d2529">{value:,.0f}/s</text>'
    )
