"""Texts and captions of calls: parsed, trimmed, measured and marked."""

from typing import Any

from sandbox.entities import Entity, find, units
from sandbox.html_text import given_text
from sandbox.problems import Refused

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
RAW_BYTES = 32_768


def text_content(args: dict[str, Any]) -> dict[str, Any]:
    if len(args.get("text", "").encode()) > RAW_BYTES:
        raise Refused("text is too long")
    text, entities = trimmed(*given_text(args, "text"))
    if not text:
        raise Refused("message text is empty")
    if units(text) > TEXT_UNITS:
        raise Refused("message is too long")
    return marked("text", "entities", text, entities)


def caption_content(args: dict[str, Any]) -> dict[str, Any]:
    text, entities = trimmed(*given_text(args, "caption", entities_field="caption_entities"))
    if units(text) > CAPTION_UNITS:
        raise Refused("message caption is too long")
    return marked("caption", "caption_entities", text, entities) if text else {}


def marked(text_key: str, entities_key: str, text: str, entities: list[Entity]) -> dict[str, Any]:
    entities = find(text, entities)
    return {text_key: text, entities_key: entities} if entities else {text_key: text}


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Spaces around a text are not kept, and the entities follow."""
    left = text.lstrip()
    cut = units(text) - units(left)
    short = left.rstrip()
    length = units(short)
    if cut == 0 and length == units(text):
        return text, entities
    moved = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return short, moved
