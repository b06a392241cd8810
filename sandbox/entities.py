"""Entities of a text: found in plain text, counted in UTF-16 units, written back as HTML."""

import html
import re
from typing import Any

Entity = dict[str, Any]

FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?P<email>[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,})"
    r"|(?P<mention>(?<!\w)@[A-Za-z][A-Za-z0-9_]{2,31})"
    r"|(?P<url>(?:https?://|(?<![\w.@])(?:t\.me/|www\.))[^\s<>，。；！？、）】》\"]+)"
    r"|(?P<hashtag>(?<!\w)\#\w{1,64})"
)
TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "spoiler": "tg-spoiler",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
CLOSED = {"code", "pre", "text_link"}


def units(text: str) -> int:
    """Length in UTF-16 units, in which Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def find(text: str, taken: list[Entity] | None = None) -> list[Entity]:
    """Commands, mentions, links and hashtags that Telegram marks by itself, in order with those given."""
    taken = taken or []
    if not any(sign in text for sign in "/@#."):
        return taken
    found = []
    for match in FOUND.finditer(text):
        start = units(text[: match.start()])
        entity = {"offset": start, "length": units(match.group()), "type": match.lastgroup}
        if not any(other["type"] in CLOSED and overlap(entity, other) for other in taken):
            found.append(entity)
    return ordered(taken + found)


def overlap(one: Entity, other: Entity) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"]
    )


def ordered(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def part(text: str, entity: Entity) -> str:
    raw = text.encode("utf-16-le", "surrogatepass")
    start = entity["offset"] * 2
    return raw[start : start + entity["length"] * 2].decode("utf-16-le", "surrogatepass")


def to_html(text: str, entities: list[Entity]) -> str:
    """The text as safe HTML with the entities as tags."""
    marks: dict[int, tuple[list[str], list[str]]] = {}
    for entity in ordered(entities):
        opening, closing = tags(text, entity)
        if opening:
            marks.setdefault(entity["offset"], ([], []))[0].append(opening)
            marks.setdefault(entity["offset"] + entity["length"], ([], []))[1].insert(0, closing)
    pieces = []
    at = 0
    for char in text:
        opens, closes = marks.get(at, ((), ()))
        pieces += [*closes, *opens, html.escape(char, quote=False)]
        at += 1 if char <= "\uffff" else 2
    pieces += marks.get(at, ((), ()))[1]
    return "".join(pieces)


def tags(text: str, entity: Entity) -> tuple[str, str]:
    kind = entity["type"]
    if kind in {"text_link", "url"}:
        address = entity["url"] if kind == "text_link" else part(text, entity)
        full = address if ":" in address else f"https://{address}"
        safe = full.startswith(("http://", "https://", "tg://", "mailto:"))
        return (f'<a href="{html.escape(full)}">', "</a>") if safe else ("", "")
    tag = TAGS.get(kind)
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")
