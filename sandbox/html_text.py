"""Telegram's HTML parse mode: tags become entities, mistakes are named with their byte offset."""

import re
from typing import Any, NoReturn

from sandbox.entities import Entity, ordered, units
from sandbox.problems import Refused

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
PIECE = re.compile(r"<(/?)([^\s<>/]*)([^<>]*)>|&(#x[0-9a-fA-F]{1,8}|#[0-9]{1,8}|lt|gt|amp|quot);|<")
ATTRIBUTE = re.compile(r"""([a-zA-Z][\w-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TOP = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)


def parse(raw: str) -> tuple[str, list[Entity]]:
    return Parser(raw).run()


class Parser:
    """Walks over the pieces of one text and keeps the stack of open tags."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.out: list[str] = []
        self.length = 0
        self.stack: list[tuple[str, Entity]] = []
        self.entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        at = 0
        for match in PIECE.finditer(self.raw):
            self.write(self.raw[at : match.start()])
            self.take(match)
            at = match.end()
        self.write(self.raw[at:])
        if self.stack:
            self.fail(f'Can\'t find end tag corresponding to start tag "{self.stack[-1][0]}"')
        return "".join(self.out), ordered(self.entities)

    def take(self, match: re.Match[str]) -> None:
        if match[4]:
            self.write(character(match[4], match[0]))
        elif match[0] == "<":
            self.fail(f"Unclosed start tag at byte offset {self.offset(match)}")
        elif match[1]:
            self.close(match)
        else:
            self.open(match)

    def write(self, text: str) -> None:
        if text:
            self.out.append(text)
            self.length += units(text)

    def open(self, match: re.Match[str]) -> None:
        tag = match[2].lower()
        if tag not in KINDS:
            self.fail(f'Unsupported start tag "{tag}" at byte offset {self.offset(match)}')
        given = {name.lower(): value.strip("\"'") for name, value in ATTRIBUTE.findall(match[3])}
        entity: Entity = {"type": KINDS[tag], "offset": self.length}
        if tag == "span" and given.get("class") != "tg-spoiler":
            self.fail(f'Tag "span" must have class "tg-spoiler" at byte offset {self.offset(match)}')
        if tag == "a":
            entity["url"] = given.get("href", "")
        if tag == "blockquote" and "expandable" in given:
            entity["type"] = "expandable_blockquote"
        language = given.get("class", "")
        if tag == "code" and language.startswith("language-") and self.stack and self.stack[-1][0] == "pre":
            self.stack[-1][1]["language"] = language.removeprefix("language-")
        self.stack.append((tag, entity))

    def close(self, match: re.Match[str]) -> None:
        found = match[2].lower()
        if not self.stack:
            self.fail(f"Unexpected end tag at byte offset {self.offset(match)}")
        tag, entity = self.stack.pop()
        if found not in {"", tag}:
            where = f"Unmatched end tag at byte offset {self.offset(match)}"
            self.fail(f'{where}, expected "</{tag}>", found "</{found}>"')
        entity["length"] = self.length - entity["offset"]
        if kept(entity, self.stack):
            self.entities.append(link(entity, "".join(self.out)))

    def offset(self, match: re.Match[str]) -> int:
        return len(self.raw[: match.start()].encode())

    def fail(self, text: str) -> NoReturn:
        raise Refused(f"can't parse entities: {text}")


def kept(entity: Entity, stack: list[tuple[str, Entity]]) -> bool:
    """Empty entities vanish, and <code> inside <pre> only names a language."""
    if not entity["length"]:
        return False
    return not (entity["type"] == "code" and any(tag == "pre" for tag, _ in stack))


def link(entity: Entity, text: str) -> Entity:
    """A link without an address points to its own text; without a usable one it is plain text."""
    if entity["type"] == "text_link" and not entity["url"]:
        start = entity["offset"] * 2
        entity["url"] = text.encode("utf-16-le", "surrogatepass")[start:].decode("utf-16-le", "surrogatepass")
    return entity


def character(name: str, whole: str) -> str:
    if name in NAMED:
        return NAMED[name]
    digits = name[1:].lower()
    code = int(digits.removeprefix("x"), 16 if digits.startswith("x") else 10)
    return whole if code in SURROGATES or not 0 < code <= TOP else chr(code)


def given_text(
    args: dict[str, Any], field: str, *, entities_field: str = "entities"
) -> tuple[str, list[Entity]]:
    """Text and entities of a call, after its parse mode."""
    raw = str(args.get(field) or "")
    mode = (args.get("parse_mode") or "").lower()
    if not mode:
        return raw, [dict(entity) for entity in args.get(entities_field) or []]
    if mode == "html":
        return parse(raw)
    if mode in {"markdown", "markdownv2"}:
        raise Refused("can't parse entities: the sandbox reads HTML only")
    raise Refused("unsupported parse_mode")
