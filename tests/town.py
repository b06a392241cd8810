"""A small town for tests: the real program on a real database, Telegram and the clock alone being stood in for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.buttons import pack
from bot.clock import VirtualClock
from bot.config import load_settings
from bot.drawing import TelegramDrawer
from bot.service import Service
from bot.settings import Settings
from bot.transport import Files, NotSent, Transport, Unknown
from bot.wiring import DrawerMaker, build
from handlers import register
from sandbox.world import Dropped, Hang, Limits, Shown, World
from storage.database import Database, StorageFailed, open_database
from storage.migrate import migrate
from storage.vault import Vault

TOKEN = "123456:TEST-TOKEN-TEST-TOKEN-TEST-TOKEN"
SECRET = b"0123456789abcdef0123456789abcdef"
START = 1_796_090_400_000  # Tuesday 1 December 2026, 10:00 in Shanghai
SETTINGS = load_settings(Path(__file__).parent.parent / "config.yaml")


class SandboxClock:
    """The town's clock as the sandbox wants it: what it sleeps by is wall time."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock

    def now(self) -> int:
        return self._clock.now()

    async def sleep_until(self, at_ms: int) -> None:
        await self._clock.sleep_until(self._clock.monotonic() + at_ms - self._clock.now())


class WorldTransport(Transport):
    """Hands each call straight to the sandbox."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.offline = False
        self.failing: list[str] = []

    async def send(self, url: str, params: Mapping[str, Any], files: Files | None, read: float) -> tuple[int, bytes]:
        if self.offline:
            raise NotSent("offline")
        _, token, method = url.rsplit("/", 2)
        if method in self.failing:
            self.failing.remove(method)
            raise NotSent("no connection")
        try:
            status, _, body = await self.world.call(
                token.removeprefix("bot"), method, dict(params), dict(files) if files else None
            )
        except (Dropped, Hang) as fault:
            raise Unknown(type(fault).__name__) from fault
        return status, body

    async def fetch(self, url: str, read: float) -> tuple[int, bytes]:
        stored = self.world.stored_at(url.split("/file/bot", 1)[1].partition("/")[2])
        return (200, stored.data) if stored else (404, b"")


@dataclass
class Person:
    """Somebody with a phone."""

    town: "Town"
    id: int

    async def says(self, text: str, chat: int | None = None) -> int:
        message_id = self.town.world.say(self.id, chat or self.id, text)
        await self.town.settle()
        return message_id

    async def sends(self, kind: str, *args: Any, **more: Any) -> Any:
        """photo, voice, video, document, album, location, contact: what the sandbox's `send_…` takes."""
        sent = getattr(self.town.world, f"send_{kind}")(self.id, self.id, *args, **more)
        await self.town.settle()
        return sent

    async def presses(self, label: str, chat: int | None = None) -> None:
        """The newest message in the chat that has such a button."""
        shown = self.town.with_button(chat or self.id, label)
        self.town.world.press(self.id, chat or self.id, shown.message_id, label)
        await self.town.settle()

    async def picks(self, *labels: str) -> None:
        """One button after the other, each on what the one before has shown."""
        for label in labels:
            await self.presses(label)

    async def forges(self, act: str, subject_id: int, generation: int = 0) -> None:
        """A press that no button in the private chat offers, or offers any more."""
        self.town.world.press_raw(self.id, self.id, 1, pack(act, subject_id, generation))
        await self.town.settle()

    async def agrees(self) -> None:
        """Opens the bot and agrees to its notice."""
        await self.says("/start")
        await self.presses("同意并开始")

    def sees(self, chat: int | None = None) -> list[Shown]:
        return [shown for shown in self.town.world.messages(chat or self.id) if not shown.deleted]

    @property
    def last(self) -> str:
        return next(shown.text for shown in reversed(self.sees()) if shown.sender == "bot")

    @property
    def toast(self) -> str:
        return str(self.town.world.toasts(self.id)[-1]["text"])


class Town:
    """One community, its bot, and people."""

    drawer_of: DrawerMaker = TelegramDrawer

    def __init__(self, url: str, settings: Settings = SETTINGS, limits: Limits | None = None) -> None:
        self.url = url
        self.settings = settings
        self.clock = VirtualClock(START)
        self.world = self.make_world(limits or Limits())
        self.world.add_bot(TOKEN, username="linli_bot", name="邻里")
        self.transport = WorldTransport(self.world)
        self.service: Service | None = None

    @property
    def bot(self) -> Service:
        assert self.service is not None
        return self.service

    @property
    def database(self) -> Database:
        return self.bot.database

    def make_world(self, limits: Limits) -> World:
        return World(clock=SandboxClock(self.clock), limits=limits)

    async def start(self) -> "Town":
        database = await open_database(self.url, Vault(SECRET))
        await migrate(database)
        self.service = await build(
            self.settings, TOKEN, self.transport, database, self.clock, register, root="http://sandbox",
            drawer_of=self.drawer_of,
        )
        await self.service.prepare()
        return self

    async def stop(self) -> None:
        if self.service is not None:
            await self.service.end()
            await self.database.close()
            self.service = None

    async def crash(self) -> None:
        """The process is gone: nothing is said and nothing is noted."""
        await self.bot.database.close()
        self.service = None

    async def settle(self, patience: int = 65_000) -> None:
        """Let everything happen that would happen by itself within `patience` ms, the clock stepping as needed."""
        until = self.clock.monotonic() + patience
        while True:
            while await self._busy():
                pass
            at = await self._next()
            if at is None or at > until:
                return
            self.clock.step(max(1, at - self.clock.monotonic()))

    async def wait(self, milliseconds: int) -> None:
        """Time passes, and whatever falls due meanwhile happens when it is due."""
        end = self.clock.monotonic() + milliseconds
        await self.settle(milliseconds)
        if self.clock.monotonic() < end:
            self.clock.step(end - self.clock.monotonic())
        await self.settle(0)

    async def wait_until(self, instant: int) -> None:
        await self.wait(instant - self.clock.now())

    async def _busy(self) -> bool:
        if self.world.pending(TOKEN):
            await self.bot.poller.step()
        try:
            worked = await self.bot.machine.step()
        except StorageFailed:
            worked = True  # as Machine.run does: the rows then run one by one
        return await self.bot.delivery.step() or worked

    async def _next(self) -> int | None:
        due = await self.bot.next_due()
        offset = self.clock.monotonic() - self.clock.now()
        alarm = None if due is None else due + offset
        return min((at for at in (alarm, self.bot.delivery.next_at()) if at is not None), default=None)

    def person(self, name: str, language: str | None = None) -> Person:
        """Without a language they speak the one of the town."""
        return Person(self, self.world.person(name, language) if language else self.world.person(name))

    def group(self, title: str, *members: Person) -> int:
        return int(self.world.group(title, members=[one.id for one in members], bot_admin=True))

    def with_button(self, chat: int, label: str) -> Shown:
        for shown in reversed(self.world.messages(chat)):
            if not shown.deleted and any(button.text == label for row in shown.buttons for button in row):
                return shown
        seen = [[b.text for row in s.buttons for b in row] for s in self.world.messages(chat) if s.buttons]
        raise LookupError(f"no button {label}; there are {seen}")

    def as_sent(self, chat: int) -> list[Shown]:
        return self.world.messages(chat)

    def texts(self, chat: int) -> list[str]:
        return [shown.text for shown in self.world.messages(chat) if not shown.deleted]


def quick(settings: Settings = SETTINGS, **changes: Any) -> Settings:
    return replace(settings, **changes)
