"""Known faults, built in on purpose: each test of a guarantee is run against one and has to notice it."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from typing import Any

import bot.delivery
import bot.machine
import storage.messages
import storage.requests
import storage.sqlite
from bot.delivery import Delivery
from bot.inbox import Intake
from bot.machine import Machine
from storage.database import StorageFailed


def acknowledge_first() -> None:
    """Telegram is told that we have it before it is on disk."""
    store = Intake.store

    async def early(self: Intake, raws: list[dict[str, Any]]) -> None:
        asyncio.get_running_loop().call_later(0.25, lambda: asyncio.ensure_future(store(self, raws)))

    Intake.store = early  # type: ignore[method-assign]


def acknowledge_anyway() -> None:
    """What could not be stored is acknowledged all the same."""
    store = Intake.store

    async def careless(self: Intake, raws: list[dict[str, Any]]) -> None:
        with contextlib.suppress(StorageFailed):
            await store(self, raws)

    Intake.store = careless  # type: ignore[method-assign]


def impatient() -> None:
    """No fault: a failing row has its four turns within milliseconds, so that a soak need not wait for them."""
    bot.machine.RETRY_AFTER = (1, 5, 25)


def lock_nothing() -> None:
    """Nobody is kept out of the database."""
    storage.sqlite._lock = lambda path: os.open(path, os.O_RDWR | os.O_CREAT)


def cut_short() -> None:
    """Told to stop, it waits for no call that is on its way."""

    async def at_once(self: Delivery, seconds: float) -> None:
        self._closing = True

    Delivery.drain = at_once  # type: ignore[method-assign]


def sent_before_sending() -> None:
    """What is about to be sent is written down as sent."""

    def mark(tx: Any, rows: Any) -> None:
        tx.later_many("UPDATE messages SET state = 'sent', attempts = :attempts WHERE id = :message_id", rows)

    storage.messages.mark_sending = mark


def forget_doubts() -> None:
    """What was being sent when the process died is sent again as if it never had been."""

    async def forget(doubtful: list[Any], tx: Any) -> None:
        for message in doubtful:
            message.doubtful = 0
            message.attempts = 0
            await tx.run("UPDATE parts SET outcome = 'waiting' WHERE message_id = :id", id=message.id)
            await storage.messages.mark_ready(tx, message, "")

    bot.delivery._mark_doubtful = forget


def kill_at(place: str) -> Callable[[], None]:
    """SIGKILL the first time that this place is passed."""
    owner, name, when = _PLACES[place]

    def apply() -> None:
        original = getattr(owner, name)

        async def passing(*given: Any, **named: Any) -> Any:
            if when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            result = await original(*given, **named)
            os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(owner, name, passing)

    return apply


_PLACES: dict[str, tuple[Any, str, str]] = {
    "after_fetch": (Intake, "store", "before"),
    "after_inbox_commit": (Intake, "store", "after"),
    "mid_act": (storage.requests, "add_request", "after"),
    "before_act_commit": (storage.requests, "add_custody", "after"),
    "after_act_commit": (Machine, "step", "after"),
    "before_send": (Delivery, "_call", "before"),
    "after_send": (Delivery, "_call", "after"),
    "before_mark": (bot.delivery, "note_outcomes", "before"),
    "mid_mark": (bot.delivery, "note_outcomes", "after"),
    "after_mark": (Delivery, "_note", "after"),
    "after_freeze": (Delivery, "_take", "after"),
}


def __getattr__(name: str) -> Callable[[], None]:
    place = name.removeprefix("kill_")
    if place not in _PLACES:
        raise AttributeError(name)
    return kill_at(place)


PLACES = tuple(_PLACES)
