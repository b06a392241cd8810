"""Files that people send to be read: fetched and read between the getFile and the row that says what was in them.

The reading is no act: parsing runs in a thread, and what is written meanwhile are short jobs like any other. Only what
was understood is stored, sealed like every row of the inbox. The file itself is never written to disk.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.keys import RunJob
from bot.settings import Settings
from bot.transport import Answer, Api
from domain.ids import BotId


@dataclass(frozen=True, slots=True)
class Desk:
    """What a reader has at hand."""

    run: RunJob
    settings: Settings
    bot_id: BotId
    now: int


Reader = Callable[[bytes, Desk], Awaitable[Any]]
READERS: dict[str, Reader] = {}


def reads(then: str) -> Callable[[Reader], Reader]:
    """The function that reads the file of a getFile made with `then=…`; what it returns is the act's result.

    It may be called twice for one file, so it changes nothing the second time.
    """

    def register(function: Reader) -> Reader:
        READERS[then] = function
        return function

    return register


async def read(api: Api, then: str, answer: Answer, desk: Desk) -> Answer:
    """The same answer with what was read as its result; not sent where the file could not be fetched."""
    data = await api.fetch(str(answer.result.get("file_path", "")))
    if data is None:
        return Answer("not_sent", description="the file could not be fetched")
    return Answer("done", await READERS[then](data, desk))
