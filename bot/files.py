"""Files that people send to be read: fetched and read between the getFile and the row that says what was in them.

The reading is no act: parsing runs in a thread, and what is written meanwhile are short jobs like any other. Only what
was understood is stored, sealed like every row of the inbox. The file itself is never written to disk.
"""

import logging
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.keys import RunJob
from bot.settings import Settings
from bot.transport import Answer, Api
from domain.ids import BotId
from storage import keys
from storage.database import StorageFailed, Transaction
from storage.keys import Key

log = logging.getLogger(__name__)
_PLACE = "messages.file"


@dataclass(frozen=True, slots=True)
class Desk:
    """What a reader has at hand; `facts` are what the call was about."""

    run: RunJob
    settings: Settings
    bot_id: BotId
    now: int
    facts: Mapping[str, Any]


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


def seal_file(tx: Transaction, key: Key, file_id: str) -> dict[str, int | str]:
    """Telegram's name of somebody's file as facts of a call: it is in no row that can be read without their key."""
    envelope = tx.vault.seal(key.id, key.wrapped, _PLACE, file_id)
    return {"sealed": b64encode(envelope).decode(), "key_id": key.id}


async def open_file(tx: Transaction, facts: Mapping[str, Any]) -> str:
    """The name again, or nothing where its key has been destroyed."""
    key = await keys.get_key_by_id(tx, facts["key_id"])
    return tx.vault.open(key.wrapped, _PLACE, b64decode(facts["sealed"])).decode() if key else ""


async def read(api: Api, then: str, answer: Answer, desk: Desk) -> Answer:
    """The same answer with what was read as its result; not sent where the file could not be fetched.

    A file that the reader trips over is refused, so that nothing else waits behind it.
    """
    data = await api.fetch(str(answer.result.get("file_path", "")))
    if data is None:
        return Answer("not_sent", description="the file could not be fetched")
    try:
        return Answer("done", await READERS[then](data, desk))
    except StorageFailed:
        return Answer("not_sent", description="the database does not take writes")
    except Exception as error:
        log.exception("file.not_read")
        return Answer("refused", description=f"reading failed: {type(error).__name__}")
