"""One message with several matters: numbered items, as people write them."""

import re

_MARK = re.compile(
    r"(?:(?:^|(?<=[\s。；;，,：:]))\s*(?:(?P<figure>\d{1,2})(?:[)）、．:：]|\.(?!\d))"
    r"|(?P<chinese>[一二三四五六七八九])[、.．]|第(?P<nth>[一二三四五六七八九])[，,、：:是件个]?)"
    r"|[(（](?P<bracket>\d{1,2})[)）]|(?P<circled>[①-⑨]))\s*"
)
_CHINESE = "一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_AT_MOST = 5
_START = 18


def numbered(text: str) -> list[str]:
    """The items, in order from 1; nothing where fewer than two stand there. What precedes the first stays with it."""
    marks: list[re.Match[str]] = []
    for mark in _MARK.finditer(text):
        if _value(mark) == len(marks) + 1 and len(marks) < _AT_MOST:
            marks.append(mark)
    if len(marks) < 2:  # noqa: PLR2004 - one item is no list
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items = [text[mark.end() : end].strip(" \n，,；;。") for mark, end in zip(marks, ends, strict=True)]
    before = text[: marks[0].start()].strip(" \n：:，,")
    items[0] = f"{before}：{items[0]}" if before else items[0]
    return items if all(items) else []


def start(text: str) -> str:
    """How a message begins, for a button."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _START else f"{plain[:_START]}…"


def _value(mark: re.Match[str]) -> int:
    figures = mark["figure"] or mark["bracket"]
    if figures:
        return int(figures)
    chinese = mark["chinese"] or mark["nth"]
    return _CHINESE.index(chinese) + 1 if chinese else _CIRCLED.index(mark["circled"]) + 1
