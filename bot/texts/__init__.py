"""All the sentences, in Chinese and English: a key and values become words in the reader's language, escaped."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

FOLDER = Path(__file__).parent
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]")


class Said(str):
    """Words that are already safe to stand in a message."""

    __slots__ = ()


class Texts:
    """The texts of every language; the first language is the one to fall back on."""

    def __init__(self, languages: Mapping[str, Mapping[str, str]]) -> None:
        self.languages = languages

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Texts":
        """One folder a language, one file a noun. Raises ValueError for a key that stands in two files."""
        languages = sorted((path.parent.name for path in folder.glob("*/menu.yaml")), reverse=True)
        return cls({language: _merged(sorted((folder / language).glob("*.yaml"))) for language in languages})

    @cached_property
    def first(self) -> str:
        return next(iter(self.languages))

    def choose(self, wanted: str | None) -> str:
        """The nearest language that we have: `zh-hans` reads zh, anything unknown reads the first."""
        base = (wanted or "").split("-")[0].lower()
        return base if base in self.languages else self.first

    def say(self, language: str, key: str, zone: str = "Asia/Shanghai", **values: Any) -> Said:
        """HTML for a message. Every value is escaped, and `name_at` values become local times."""
        shown = {name: self._value(language, name, value, zone) for name, value in values.items()}
        return Said(self._template(language, key, values).format_map(shown))

    def plain(self, language: str, key: str, zone: str = "Asia/Shanghai", **values: Any) -> str:
        """The same without markup, for buttons and toasts."""
        return html.unescape(re.sub("<[^>]+>", "", self.say(language, key, zone, **values)))

    def has(self, key: str) -> bool:
        return key in self.languages[self.first]

    def _template(self, language: str, key: str, values: Mapping[str, Any]) -> str:
        texts = self.languages[language]
        if values.get("count") == 1 and f"{key}_one" in texts:
            return texts[f"{key}_one"]
        return texts[key]

    def _value(self, language: str, name: str, value: Any, zone: str) -> Said:
        if isinstance(value, Said):
            return value
        if name.endswith("_at") and isinstance(value, int):
            return Said(self.when(language, value, zone))
        if name.endswith("_ms") and isinstance(value, int):
            return Said(self.span(language, value))
        if name.endswith("_key"):
            return self.say(language, str(value))
        return Said(html.escape(clean(str(value)), quote=False))

    def when(self, language: str, at: int, zone: str) -> str:
        local = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone))
        if language == "zh":
            return f"{local.month}月{local.day}日（周{'一二三四五六日'[local.weekday()]}）{local:%H:%M}"
        return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"

    def span(self, language: str, milliseconds: int) -> str:
        """How long, in the largest unit of which there is a whole one."""
        words = _SPANS.get(language, _SPANS["en"])
        for unit, word in zip((86_400_000, 3_600_000, 60_000), words, strict=False):
            if count := milliseconds // unit:
                return word.format(count, "" if count == 1 else "s")
        return words[-1]


_SPANS = {
    "zh": ("{0}天", "{0}小时", "{0}分钟", "不到1分钟"),
    "en": ("{0} day{1}", "{0} hour{1}", "{0} minute{1}", "less than a minute"),
}


def clean(text: str) -> str:
    """Without the controls that hide or turn text around; line breaks stay."""
    return _INVISIBLE.sub("", text)


def _merged(paths: list[Path]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for path in paths:
        found = _flat(yaml.load(path.read_text("utf-8"), yaml.CBaseLoader))  # noqa: S506 - strings only
        if twice := merged.keys() & found.keys():
            raise ValueError(f"{path}: {min(twice)} stands in another file as well")
        merged |= found
    return merged


def _flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{prefix}{name}."))
        else:
            flat[prefix + name] = value
    return flat
