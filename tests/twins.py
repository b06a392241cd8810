"""A second life for the chat tests: people read and write English while the test goes on speaking Chinese.

Everything is drawn twice from the same keys and values. English goes over the wire and is looked at closely; its
Chinese twin travels beside it and is what a test sees, presses and finds in a toast.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from bot.act import Self
from bot.clock import Clock
from bot.drawing import LONGEST_LABEL, Reader, TelegramDrawer
from bot.settings import Settings
from bot.texts import Said, Texts
from bot.views.page import Button, Line, Link
from sandbox.things import Shown
from sandbox.world import Limits
from storage.database import Transaction
from storage.messages import Message
from storage.readers import Reading
from storage.views import View
from tests.town import SETTINGS, SandboxClock, Town
from tests.twin_world import TWIN, ZH, Params, TwinWorld, keys_of, words_of

# Values that somebody has said, or that stand in the register: they are the same in every language.
DATA = frozenset({
    "address", "asker", "caller", "cell", "cells", "column", "contact", "heading", "holder", "level", "looked", "name",
    "names", "person", "place", "programme", "question", "rule", "sheet", "subject", "unit", "who", "whom", "words",
    "worker",
})
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff01-\uff5e]+")
_PLACEHOLDER = re.compile(r"\{\w*\}")
_LONGEST_TOAST = 200


class Watched(Texts):
    """Remembers the Chinese in those values that may hold some."""

    def __init__(self, languages: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(languages)
        self.data: set[str] = set()

    def _value(self, language: str, name: str, value: Any, zone: str) -> Said:
        said = super()._value(language, name, value, zone)
        if name in DATA:
            self.data.update(_CHINESE.findall(said))
        return said


class Chinese(TelegramDrawer):
    """Draws everything in Chinese, whoever reads it."""

    def __init__(self, settings: Settings, bot: Self, clock: Clock) -> None:
        super().__init__(settings, Texts({"zh": ZH}), bot, clock)

    def _line(self, reader: Reader, one: Line) -> str:
        return super()._line(reader, replace(one, language=None))


class Twins(TelegramDrawer):
    """Draws what is sent, looks at it, and puts its twin beside it."""

    def __init__(self, world: TwinWorld, settings: Settings, texts: Texts, bot: Self, clock: Clock) -> None:
        self._watched = Watched(texts.languages)
        super().__init__(settings, self._watched, bot, clock)
        self._chinese = Chinese(settings, bot, clock)
        self._world = world
        self._language = "en"

    async def message(self, tx: Transaction, message: Message, reading: Reading) -> list[tuple[str, Params]]:
        with self._watching(message.key):
            calls = await super().message(tx, message, reading)
        if message.method == "call":
            return calls
        twins = await self._chinese.message(tx, message, reading)
        asked = message.facts.get("to_language")
        for n, (_, params) in enumerate(calls):
            self._pair(message.key, message.chat_id, params, twins[n][1] if n < len(twins) else {}, asked)
        return calls

    async def view(self, tx: Transaction, view: View, reading: Reading) -> Params | None:
        with self._watching(view.kind):
            params = await super().view(tx, view, reading)
        if params is not None:
            self._pair(view.kind, view.chat_id, params, await self._chinese.view(tx, view, reading) or {})
        return params

    @contextmanager
    def _watching(self, key: str) -> Iterator[None]:
        """The machine parks what cannot be drawn and goes on; here it is told."""
        self._watched.data = {ZH["language.zh"]}
        try:
            yield
        except Exception as error:
            self._world.strange.append(f"{key}: {error!r}")
            raise

    def _line(self, reader: Reader, one: Line) -> str:
        """What is to be handed on is in the language of whom it goes to."""
        said = super()._line(reader, one)
        if one.language:
            self._watched.data.update(_CHINESE.findall(said))
        return said

    def _button(self, reader: Reader, button: Button | Link) -> dict[str, str]:
        """A long value may be cut short, our own words may not."""
        drawn = super()._button(reader, button)
        ours = isinstance(button, Link) or all(name.endswith("_key") for name in button.values)
        if ours and len(drawn["text"]) == LONGEST_LABEL and drawn["text"].endswith("…"):
            self._world.strange.append(f"a long label: {drawn['text']!r}")
        return drawn

    def _reader(self, *args: Any) -> Reader:
        reader = super()._reader(*args)
        self._language = reader.language
        return reader

    def _pair(self, key: str, chat_id: int, params: Params, twin: Params, asked: str | None = None) -> None:
        """A group may be answered in the language that it was `asked` in; everybody else reads their own."""
        named = chat_id in self._world.named
        if self._language == "en" or not (named or (asked and chat_id < 0)):
            self._world.strange += [f"{key}: {fault}" for fault in strange(params, twin, self._watched.data)]
        if not named:
            params[TWIN] = twin


def strange(params: Params, twin: Params, data: set[str]) -> Iterator[str]:
    """What should not be sent to anybody who reads English."""
    labels = [key["text"] for key in keys_of(params)]
    for text in [*words_of(params), *labels]:
        if left := [one for one in _CHINESE.findall(text) if one not in data]:
            yield f"{left} is Chinese in {text!r}"
        if _PLACEHOLDER.search(text):
            yield f"nothing was filled in: {text!r}"
    if "callback_query_id" in params and len(params["text"]) >= _LONGEST_TOAST:
        yield f"a long toast: {params['text']!r}"
    if [key.get("callback_data") for key in keys_of(params)] != [key.get("callback_data") for key in keys_of(twin)]:
        yield f"other buttons than in Chinese: {labels}"


class EnglishTown(Town):
    """A community whose people, groups and register read English."""

    world: TwinWorld

    def __init__(self, url: str, settings: Settings = SETTINGS, limits: Limits | None = None) -> None:
        super().__init__(url, replace(settings, language="en"), limits)

    def make_world(self, limits: Limits) -> TwinWorld:
        return TwinWorld(clock=SandboxClock(self.clock), limits=limits)

    def drawer_of(self, settings: Settings, texts: Texts, bot: Self, clock: Clock) -> Twins:
        return Twins(self.world, settings, texts, bot, clock)

    def as_sent(self, chat: int) -> list[Shown]:
        return self.world.as_sent(chat)
