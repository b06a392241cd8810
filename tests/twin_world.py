"""A world in which English is sent and its Chinese twin is seen."""

from dataclasses import replace
from typing import Any

from bot.drawing import MENU
from bot.texts import Texts
from sandbox.texts import caption_content, text_content
from sandbox.things import Chat, Message, Shown
from sandbox.world import Answer, World

TWIN = "_twin"
_TEXTS = Texts.load()
ZH, EN = _TEXTS.languages["zh"], _TEXTS.languages["en"]
# What stands in English without any value; and the words of the permanent keyboard the other way round.
CONSTANT = {text: ZH[key] for key, text in EN.items() if key in ZH and "{" not in text}
_TYPED = {ZH[key]: EN[key] for key in MENU}
Params = dict[str, Any]


def words_of(params: Params) -> list[str]:
    """The text or caption of a call."""
    held = params.get("media", [params])[0]
    return [held[field] for field in ("text", "caption") if held.get(field)]


def keys_of(params: Params) -> list[dict[str, str]]:
    """Its buttons, or those of the permanent keyboard."""
    markup = params.get("reply_markup", {})
    return [key for row in (*markup.get("inline_keyboard", ()), *markup.get("keyboard", ())) for key in row]


class TwinWorld(World):
    """What is in it is what was sent; what is seen of it is the twin."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.named: set[int] = set()
        self.strange: list[str] = []
        self._arriving: tuple[Params, Params] | None = None
        self._twins: dict[tuple[str, int], tuple[Params, Params]] = {}
        self._toasts: dict[str, str] = {}

    def person(self, name: str, language: str | None = None, *args: Any, **more: Any) -> int:
        """Whose language a test names is left alone."""
        user = super().person(name, language or "en", *args, **more)
        if language:
            self.named.add(user)
        return user

    async def answer(self, token: str, name: str, params: Params, files: Any) -> Answer:
        twin = params.pop(TWIN, None)
        if twin and name == "answerCallbackQuery":
            self._toasts[params["callback_query_id"]] = twin["text"]
        self._arriving = (params, twin or {}) if twin or "text" in params else None
        try:
            return await super().answer(token, name, params, files)
        finally:
            self._arriving = None

    def touch(self, message: Message) -> None:
        if self._arriving:
            self._twins[message.chat, message.id] = self._arriving
        super().touch(message)

    def as_sent(self, chat: int) -> list[Shown]:
        where = self.chat(chat)
        return [super(TwinWorld, self).shown(where, message) for message in self.history[where.key].values()]

    def shown(self, chat: Chat, message: Message) -> Shown:
        if message.sender in self.people or chat.id in self.named:
            return super().shown(chat, message)
        return super().shown(chat, in_chinese(message, *self._twins.get((message.chat, message.id), ({}, {}))))

    def toasts(self, user: int) -> list[Params]:
        return [{**one, "text": self._toasts.get(one["id"], one["text"])} for one in super().toasts(user)]

    def keyboard(self, user: int, chat: int, bot: str | None = None) -> list[list[str]]:
        rows = super().keyboard(user, chat, bot)
        return rows if chat in self.named else [[CONSTANT.get(word, word) for word in row] for row in rows]

    def press(self, user: int, chat: int, message_id: int, label_or_data: str, bot: str | None = None) -> str:
        """By the label that the test knows."""
        where = self.chat(chat, bot)
        message = self.message(where, message_id)
        seen = [key for row in self.shown(where, message).buttons for key in row] if message else []
        data = next((key.data for key in seen if key.text == label_or_data and key.data), label_or_data)
        return super().press(user, chat, message_id, data, bot)

    def say(self, user: int, chat: int, text: str, **more: Any) -> int:
        return super().say(user, chat, text if user in self.named else _TYPED.get(text, text), **more)


def in_chinese(message: Message, sent: Params, twin: Params) -> Message:
    """The message as it would be, had its twin been sent; what has no values needs no twin."""
    content = {key: value for key, value in message.content.items() if key not in {"entities", "caption_entities"}}
    if "text" in content:
        text = CONSTANT.get(content["text"], content["text"])
        content |= text_content(_repeated(content["text"], twin, "text") if twin else {"text": text})
    if "caption" in content and twin:
        content |= caption_content(_repeated(content["caption"], twin.get("media", [twin])[0], "caption"))
    labels = {(key["text"], key.get("callback_data")): other["text"]
              for key, other in zip(keys_of(sent), keys_of(twin), strict=False)}

    def turned(rows: list[list[Params]]) -> list[list[Params]]:
        return [[{**key, "text": labels.get((key["text"], key.get("callback_data")), key["text"])} for key in row]
                for row in rows]

    if markup := content.get("reply_markup"):
        content["reply_markup"] = {"inline_keyboard": turned(markup["inline_keyboard"])}
    keyboard = message.keyboard
    if keyboard and "keyboard" in keyboard:
        keyboard = {**keyboard, "keyboard": turned(keyboard["keyboard"])}
    return replace(message, content=content, keyboard=keyboard)


def _repeated(text: str, twin: Params, field: str) -> Params:
    mark = f"{ZH['machine.repeat']}\n" if text.startswith(EN["machine.repeat"]) else ""
    return {**twin, field: mark + twin[field]}
