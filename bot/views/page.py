"""A page: lines of text and rows of buttons, in no language yet."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One text key with its values, and what stands beside it; in `language` where it is to be handed on.

    `mark` stands before it and belongs to no language, such as ①.
    """

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    language: str | None = None
    beside: tuple["Line", ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A label and what it asks for: an act on a subject, at the generation that was drawn."""

    key: str
    act: str
    subject_id: int = 0
    generation: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A label that opens the private chat with the bot; `start` comes back with /start."""

    key: str
    start: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A picture, a sound, a file or a place, as Telegram knows it."""

    kind: str
    file: str


@dataclass(frozen=True, slots=True)
class Page:
    """Lines first, buttons below; `menu` adds the permanent keyboard, `phone` a key on it that shares one's number.

    `enclosed` is one parcel, sent in one call with the lines as its caption: one thing, or an album, which has no
    buttons. With `qr` the lines stand below a picture of this text as a QR code.
    """

    lines: tuple[Line, ...]
    rows: tuple[tuple[Button | Link, ...], ...] = ()
    menu: bool = False
    enclosed: tuple[Enclosed, ...] = ()
    phone: bool = False
    qr: str | None = None


def line(key: str, /, **values: Any) -> Line:
    return Line(key, values)


def grid(buttons: list[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Rows of `width` buttons."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))
