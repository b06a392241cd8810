"""Cuts a text into messages that Telegram takes: 4,096 UTF-16 units after entities (Bot API, sendMessage)."""

import re
from collections.abc import Iterator

MESSAGE_UNITS = 4096
_ATOM = re.compile(r"<(/?)([a-z][a-z-]*)[^>]*>|&#?\w+;|.", re.DOTALL)


def split_html(text: str, limit: int = MESSAGE_UNITS) -> Iterator[str]:
    """Pieces of at most `limit` visible units; tags that are open at a cut are closed and opened again."""
    if 2 * len(text) <= limit:  # no character is more than two units
        yield from [text] if text else []
        return
    open_tags: list[str] = []
    piece: list[str] = []
    used = 0
    newline: int | None = None
    for match in _ATOM.finditer(text):
        atom = match.group()
        if match.group(2):
            _track(open_tags, atom, closing=bool(match.group(1)))
            piece.append(atom)
            continue
        units = 1 if atom.startswith("&") else 1 + (ord(atom) > 0xFFFF)  # noqa: PLR2004 - a surrogate pair
        if used + units > limit:
            head, tail = _cut(piece, newline)
            yield "".join(head) + _closing(open_tags)
            piece, used, newline = [*open_tags, *tail], _visible(tail), None
        piece.append(atom)
        used += units
        if atom == "\n":
            newline = len(piece)
    if piece:
        yield "".join(piece)


def _cut(piece: list[str], newline: int | None) -> tuple[list[str], list[str]]:
    """At the last line's end where no tag stands behind it, else right here."""
    if newline is None or any(token.startswith("<") for token in piece[newline:]):
        return piece, []
    return piece[: newline - 1], piece[newline:]


def _track(open_tags: list[str], token: str, *, closing: bool) -> None:
    if not closing:
        open_tags.append(token)
    elif open_tags:
        open_tags.pop()


def _closing(open_tags: list[str]) -> str:
    return "".join(f"</{re.split(r'[ >]', tag[1:])[0]}>" for tag in reversed(open_tags))


def _visible(tokens: list[str]) -> int:
    return sum(1 if token.startswith("&") else 1 + (ord(token) > 0xFFFF) for token in tokens)  # noqa: PLR2004
