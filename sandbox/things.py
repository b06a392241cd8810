"""What the world is made of: people, bots, chats, messages, files and what was seen of them."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Person:
    id: int
    name: str
    language: str | None = None
    last_name: str | None = None
    username: str | None = None
    deleted: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Bot:
    id: int
    token: str
    username: str
    name: str
    privacy: bool = True
    allowed: list[str] = field(default_factory=list)
    webhook: dict[str, Any] = field(default_factory=dict)
    commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    menus: dict[str, dict[str, Any]] = field(default_factory=dict)
    next_update: int = 0


@dataclass(slots=True)
class Member:
    """`status` in Telegram's words: creator, administrator, member, left, kicked."""

    id: int
    status: str

    @property
    def present(self) -> bool:
        return self.status not in {"left", "kicked"}

    @property
    def admin(self) -> bool:
        return self.status in {"creator", "administrator"}


@dataclass(slots=True)
class Topic:
    id: int
    name: str
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A group, or one bot's private chat with one person (`started` and `blocked` are for the latter)."""

    key: str
    id: int
    type: str
    title: str = ""
    bot_id: int = 0
    started: bool = False
    blocked: bool = False
    forum: bool = False
    migrated_to: int = 0
    next_message: int = 2
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)

    @property
    def private(self) -> bool:
        return self.type == "private"


@dataclass(slots=True)
class Message:
    """`content` holds the fields of the Bot API that tell what is in it."""

    id: int
    chat: str
    sender: int
    at_ms: int
    content: dict[str, Any]
    kind: str = "text"
    topic: int | None = None
    reply_to: int | None = None
    keyboard: dict[str, Any] | None = None
    edited_ms: int = 0
    edits: int = 0
    deleted: bool = False
    protected: bool = False
    reactions: dict[int, list[dict[str, str]]] = field(default_factory=dict)


@dataclass(slots=True)
class Stored:
    """A file as the server keeps it."""

    id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    path: str
    size: int
    data: bytes = b""


@dataclass(slots=True)
class Press:
    """A press of an inline button, and what its answer showed."""

    id: str
    bot_id: int
    user: int
    at_ms: int
    answered: bool = False
    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A line of the journal."""

    method: str
    params: dict[str, Any]
    at_ms: int
    status: int
    token: str


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a person sees it."""

    message_id: int
    sender: int | str
    sender_name: str
    text: str
    html: str
    entities: list[dict[str, Any]]
    buttons: list[list[Button]]
    keyboard: list[list[str]]
    date_ms: int
    edited: int
    deleted: bool
    kind: str
    reply_to: int | None
    pinned: bool
    media_group_id: str | None
    topic: int | None
    file: str | None = None
    forwarded: bool = False
    reactions: list[str] = field(default_factory=list)
