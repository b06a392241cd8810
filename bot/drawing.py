"""From keys and ids to the calls that Telegram takes: in the reader's language, escaped, cut into parts."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.act import Self
from bot.buttons import pack
from bot.clock import Clock
from bot.enclosing import enclose
from bot.files import open_file
from bot.parts import MESSAGE_UNITS, split_html
from bot.sending import QR, REPEAT
from bot.settings import Settings
from bot.texts import Texts
from bot.views.page import Button, Line, Link, Page, line
from domain.ids import ChatId, PersonId
from storage.database import Transaction
from storage.messages import Message
from storage.readers import Reading
from storage.views import View

MENU = ("menu.report", "menu.mine", "menu.reminders", "menu.staff", "menu.help")
LONGEST_LABEL = 40
_TOAST_UNITS = 200


@dataclass(slots=True)
class Reader:
    """Who will read it, and where: decides the language, and the gate is asked for them."""

    tx: Transaction
    chat_id: ChatId
    person_id: PersonId | None
    language: str
    zone: str
    settings: Settings
    now: int
    username: str


PageMaker = Callable[[Reader, Mapping[str, Any]], Awaitable[Page]]
ViewMaker = Callable[[Reader, View], Awaitable[Page | None]]
PAGES: dict[str, PageMaker] = {}
VIEWS: dict[str, ViewMaker] = {}


def page(*keys: str) -> Callable[[PageMaker], PageMaker]:
    """The function that loads and lays out the messages with these keys."""

    def register(function: PageMaker) -> PageMaker:
        PAGES.update(dict.fromkeys(keys, function))
        return function

    return register


def view(kind: str) -> Callable[[ViewMaker], ViewMaker]:
    """The function that draws a view of this kind."""

    def register(function: ViewMaker) -> ViewMaker:
        VIEWS[kind] = function
        return function

    return register


def deep_link(username: str, start: str) -> str:
    """Opens the private chat; `start` comes back with /start (Bot API, deep linking)."""
    return f"https://t.me/{username}?start={start}"


async def made_of(reader: Reader, key: str, facts: Mapping[str, Any]) -> Page:
    """The page of one message, by its maker or by its text alone."""
    maker = PAGES.get(key)
    return await maker(reader, facts) if maker else Page((line(key, **facts),))


class TelegramDrawer:
    """See bot.delivery.Drawer."""

    def __init__(self, settings: Settings, texts: Texts, bot: Self, clock: Clock) -> None:
        self._clock = clock
        self._settings = settings
        self._texts = texts
        self._bot = bot

    async def message(self, tx: Transaction, message: Message, reading: Reading) -> list[tuple[str, dict[str, Any]]]:
        facts = message.facts
        if message.method == "call":
            named = {"file_id": await open_file(tx, facts)} if "sealed" in facts else {}
            return [(facts["call"], {**facts["params"], **named})]
        reader = self._reader(tx, message.chat_id, message.reader_id, reading, facts.get("to_language"))
        if message.method == "answer":
            toast = self._toast(reader, facts, await made_of(reader, message.key, facts))
            return [("answerCallbackQuery", toast)]
        made = await made_of(reader, message.key, facts)
        if not made.lines and not made.enclosed:
            return []  # overtaken: there is nothing left to say
        calls = self._calls(reader, message.chat_id, made)
        if "turns" in facts:
            return [("editMessageText", {**calls[0][1], "message_id": facts["turns"]})]
        if "reply_to" in facts:
            calls[0][1]["reply_parameters"] = {"message_id": facts["reply_to"], "allow_sending_without_reply": True}
        return calls

    async def view(self, tx: Transaction, view: View, reading: Reading) -> dict[str, Any] | None:
        reader = self._reader(tx, view.chat_id, PersonId(view.reader_id) if view.reader_id else None, reading)
        made = await VIEWS[view.kind](reader, view)
        if made is None:
            return None
        text = next(split_html(self._text(reader, made)))
        return {"text": text, "parse_mode": "HTML", "reply_markup": {"inline_keyboard": self._rows(reader, made)},
                **_NO_PREVIEW, **({"message_thread_id": view.topic_id} if view.topic_id else {})}

    def _calls(self, reader: Reader, chat_id: ChatId, made: Page) -> list[tuple[str, dict[str, Any]]]:
        mark = self._texts.say(reader.language, "machine.repeat")
        if made.enclosed:
            return [enclose(chat_id, made.enclosed, self._text(reader, made), mark)]
        # Room for the mark, in case that nobody will know whether a piece has arrived.
        pieces = list(split_html(self._text(reader, made), MESSAGE_UNITS - len(mark) - 1))
        calls = [{"chat_id": chat_id, "text": piece, "parse_mode": "HTML", REPEAT: mark, **_NO_PREVIEW}
                 for piece in pieces]
        if made.rows:
            calls[-1]["reply_markup"] = {"inline_keyboard": self._rows(reader, made)}
        elif made.menu or made.phone:
            calls[-1]["reply_markup"] = self._menu(reader.language, phone=made.phone)
        if made.qr:
            return [("sendPhoto", {"chat_id": chat_id, "caption": pieces[0], "parse_mode": "HTML", QR: made.qr})]
        return [("sendMessage", call) for call in calls]

    def _text(self, reader: Reader, made: Page) -> str:
        return "\n".join(self._line(reader, one) for one in made.lines)

    def _line(self, reader: Reader, one: Line) -> str:
        language = one.language or reader.language
        said = one.mark + self._texts.say(language, one.key, reader.zone, **self._named(language, one.values))
        return " · ".join([said, *(self._line(reader, other) for other in one.beside)])

    def _named(self, language: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """A category and a kind are stored by their codes and read by their names."""
        named = dict(values)
        if "category" in named:
            named["category"] = self._settings.category_name(str(named["category"]), language)
        if "kind" in named:
            named["kind"] = self._settings.kind_name(str(named["kind"]), language)
        return named

    def _rows(self, reader: Reader, made: Page) -> list[list[dict[str, str]]]:
        return [[self._button(reader, button) for button in row] for row in made.rows]

    def _button(self, reader: Reader, button: Button | Link) -> dict[str, str]:
        if isinstance(button, Link):
            label = self._texts.plain(reader.language, button.key)
            return {"text": _short(button.mark + label), "url": self._address(button)}
        label = self._texts.plain(reader.language, button.key, **self._named(reader.language, button.values))
        data = pack(button.act, button.subject_id, button.generation)
        return {"text": _short(button.mark + label), "callback_data": data}

    def _menu(self, language: str, *, phone: bool = False) -> dict[str, Any]:
        labels = [{"text": self._texts.plain(language, key)} for key in MENU]
        share = {"text": self._texts.plain(language, "button.share_phone"), "request_contact": True}
        rows: list[Any] = [[share]] if phone else []
        return {"keyboard": [*rows, labels[:1], labels[1:3], labels[3:]], "resize_keyboard": True,
                "is_persistent": True}

    def _toast(self, reader: Reader, facts: Mapping[str, Any], made: Page) -> dict[str, Any]:
        lines = [self._texts.plain(reader.language, one.key, reader.zone, **self._named(reader.language, one.values))
                 for one in made.lines]
        links = [{"url": self._address(button)} for row in made.rows for button in row if isinstance(button, Link)]
        text = "\n".join(lines)[:_TOAST_UNITS]
        return {"callback_query_id": facts["callback_id"], "text": text, **(links or [{}])[0]}

    def _address(self, link: Link) -> str:
        return deep_link(self._bot.username, link.start)

    def _reader(
        self, tx: Transaction, chat_id: ChatId, person_id: PersonId | None, reading: Reading, wanted: str | None = None
    ) -> Reader:
        language = self._texts.choose(wanted or reading.language or self._settings.language)
        zone = reading.timezone or self._settings.timezone
        return Reader(tx, chat_id, person_id or reading.person_id, language, zone, self._settings,
                      self._clock.now(), self._bot.username)


def _short(label: str) -> str:
    """More than this no telephone shows on a button."""
    return label if len(label) <= LONGEST_LABEL else label[:LONGEST_LABEL - 1] + "…"


_NO_PREVIEW: dict[str, Any] = {"link_preview_options": {"is_disabled": True}}
