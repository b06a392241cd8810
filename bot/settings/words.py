"""The words by which a request, its kind and its category are known, and those that are no report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """One category or kind of requests, its names and the words that point to it."""

    code: str
    names: dict[str, str]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """What people call those who hold a post."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SensitiveSettings:
    """How to know what no group may see."""

    categories: tuple[str, ...]
    neighbours: tuple[str, ...]
    quarrels: tuple[str, ...]
    dangers: tuple[str, ...]
    titles: tuple[Title, ...]


@dataclass(frozen=True, slots=True)
class ButtonNames:
    """Other names by which people ask for a button of the keyboard (report, mine, reminders, staff, help)."""

    menu: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TalkSettings:
    """What is no report, word by word."""

    greetings: tuple[str, ...]
    thanks: tuple[str, ...]
    nods: tuple[str, ...]
    asks: tuple[str, ...]
    buttons: tuple[ButtonNames, ...]
