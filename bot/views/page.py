"""A page: lines of text and rows of buttons, in no language yet."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One text key with its values; in `language` where it is not for its reader but to be handed on."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A label and what it asks for: an act on a subject, at the generation that was drawn."""

    key: str
    act: str
    subject_id: int = 0
    generation: int = 0
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A label that opens the private chat with the bot; `start` comes back with /start."""

    key: str
    start: str


@dataclass(frozen=True, slots=True)
class Page:
    """Lines first, buttons below; `menu` adds the permanent keyboard."""

    lines: tuple[Line, ...]
    rows: tuple[tuple[Button | Link, ...], ...] = ()
    menu: bool = False


def line(key: str, /, **values: Any) -> Line:
    return Line(key, values)


def grid(buttons: list[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Rows of `width` buttons."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))
