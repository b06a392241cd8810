"""Files that people send to be read: fetched and read between the getFile and the row that says what was in them.

The reading is no act: it happens in a thread of its own, and only what was understood is stored, sealed like any other
row of the inbox. The file itself is never written to disk.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.transport import Answer, Api

Reader = Callable[[bytes], Any]
READERS: dict[str, Reader] = {}


def reads(then: str) -> Callable[[Reader], Reader]:
    """The function that reads the file of a getFile made with `then=…`; what it returns is the act's result."""

    def register(function: Reader) -> Reader:
        READERS[then] = function
        return function

    return register


async def read(api: Api, then: str, answer: Answer) -> Answer:
    """The same answer with what was read as its result; not sent where the file could not be fetched."""
    data = await api.fetch(str(answer.result.get("file_path", "")))
    if data is None:
        return Answer("not_sent", description="the file could not be fetched")
    return Answer("done", await asyncio.to_thread(READERS[then], data))
