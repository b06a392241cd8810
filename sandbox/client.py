"""People of a running sandbox, played over its control API."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Self, TypeVar

import aiohttp
import orjson

from sandbox.things import Button, Shown

PATIENCE = 20.0
LOOK_EVERY = 0.05

Event = dict[str, Any]
Found = TypeVar("Found")


class ControlError(Exception):
    """What the sandbox refused to do, in its words."""


class NotSeen(Exception):
    """Somebody waited in vain."""


class Client:
    """`async with Client("http://127.0.0.1:8081") as client:`"""

    def __init__(self, root: str) -> None:
        self._root = root.rstrip("/") + "/control/"

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(self._root)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def do(self, verb: str, **args: Any) -> Any:
        """Any verb of docs/sandbox.md. Raises ControlError."""
        async with self._session.post(verb, data=orjson.dumps(args)) as answer:
            given = orjson.loads(await answer.read())
        if answer.status != 200:  # noqa: PLR2004 - OK
            raise ControlError(f"{verb}: {given['error']}")
        return given.get("result", given)

    async def clock(self) -> dict[str, Any]:
        """`now`, `virtual` and `running`."""
        return dict(await self.do("clock"))

    async def step(self, **how: int) -> int:
        """`by` or `to` so many milliseconds; gives the new time."""
        return int((await self.do("clock/step", **how))["now"])

    async def taken(self, patience: float = PATIENCE) -> bool:
        """Wait until the bot has confirmed every update; false where it has not."""
        async def look() -> bool | None:
            return None if await self.do("pending") else True

        return bool(await in_time(look, patience))

    async def messages(self, chat: int, since: int = 0) -> list[Shown]:
        """What is to be seen in a chat, from message `since` on."""
        found = await self.do("messages", chat=chat, since=since)
        return [shown(one) for one in found if not one["deleted"]]

    async def person(self, name: str, language: str = "zh-hans") -> "Phone":
        return Phone(self, await self.do("person", name=name, language=language), name)

    async def group(self, title: str, *members: "Phone") -> int:
        return int(await self.do("group", title=title, members=[one.id for one in members]))

    @asynccontextmanager
    async def feed(self) -> AsyncIterator[AsyncIterator[Event]]:
        """Everything that is shown to anybody, from the moment the block is entered."""
        forever = aiohttp.ClientTimeout(total=None)
        async with self._session.get("feed", timeout=forever) as answer:
            await answer.content.readline()
            yield _events(answer.content)


@dataclass(frozen=True)
class Phone:
    """One person's; without a `chat` it is the one with the bot."""

    client: Client
    id: int
    name: str

    async def says(self, text: str, chat: int | None = None) -> int:
        return int(await self.client.do("say", user=self.id, chat=chat or self.id, text=text))

    async def shares_phone(self, number: str) -> int:
        return int(await self.client.do("send_contact", user=self.id, chat=self.id, phone=number))

    async def sends(self, kind: str, data: bytes, caption: str = "") -> int:
        """A `photo`, `voice`, `video` or `document`."""
        held = b64encode(data).decode()
        return int(await self.client.do(f"send_{kind}", user=self.id, chat=self.id, data_base64=held, caption=caption))

    async def presses(self, label: str, chat: int | None = None, patience: float = PATIENCE) -> Shown:
        """The newest message with such a button, once there is one."""
        found = await self._waits(f"a button {label}", lambda one: has_button(one, label), chat, patience, 0)
        await self.presses_on(found, label, chat)
        return found

    async def presses_on(self, message: Shown, label: str, chat: int | None = None) -> None:
        where = chat or self.id
        await self.client.do("press", user=self.id, chat=where, message_id=message.message_id, label_or_data=label)

    async def sees(self, chat: int | None = None, since: int = 0) -> list[Shown]:
        return await self.client.messages(chat or self.id, since)

    async def waits_for(
        self, words: str, chat: int | None = None, patience: float = PATIENCE, since: int = 0
    ) -> Shown:
        """The bot's newest message with these words, from message `since` on. Raises NotSeen."""
        def fits(one: Shown) -> bool:
            return one.sender == "bot" and words in one.text

        return await self._waits(words, fits, chat, patience, since)

    async def waits_for_toast(self, *words: str, patience: float = PATIENCE) -> str:
        """The newest answer to a press that has any of these words. Raises NotSeen."""
        async def look() -> str | None:
            toasts = [one["text"] for one in await self.client.do("toasts", user=self.id)]
            return next((text for text in reversed(toasts) if any(word in text for word in words)), None)

        found = await in_time(look, patience)
        if found is None:
            raise NotSeen(f"{self.name} waited {patience:g} s for the answer to a press: {' / '.join(words)}")
        return found

    async def _waits(
        self, what: str, fits: Callable[[Shown], bool], chat: int | None, patience: float, since: int
    ) -> Shown:
        async def look() -> Shown | None:
            return next(filter(fits, reversed(await self.sees(chat, since))), None)

        found = await in_time(look, patience)
        if found is None:
            seen = [(one.text, labels(one)) for one in (await self.sees(chat))[-3:]]
            where = f"chat {chat}" if chat else "the chat with the bot"
            raise NotSeen(f"{self.name} waited {patience:g} s for {what} in {where}; the last messages are {seen}")
        return found


async def in_time(look: Callable[[], Awaitable[Found | None]], patience: float) -> Found | None:
    """Look again and again until there is something; None when patience is over."""
    until = perf_counter() + patience
    while (found := await look()) is None and perf_counter() < until:  # noqa: ASYNC110 - it is another process
        await asyncio.sleep(LOOK_EVERY)
    return found


def shown(given: dict[str, Any]) -> Shown:
    """A message as the control API writes it."""
    buttons = [[Button(**button) for button in row] for row in given["buttons"]]
    return Shown(**given | {"buttons": buttons})


def labels(message: Shown) -> list[str]:
    return [button.text for row in message.buttons for button in row]


def has_button(message: Shown, label: str) -> bool:
    return label in labels(message)


async def _events(lines: aiohttp.StreamReader) -> AsyncIterator[Event]:
    async for line in lines:
        if line.startswith(b"data: "):
            yield orjson.loads(line.removeprefix(b"data: "))
