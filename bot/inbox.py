"""In: raw updates are committed first; only then does Telegram learn that we have them.

Source: Bot API, getUpdates ("an update is considered confirmed as soon as getUpdates is called with an offset higher
than its update_id").
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot import json
from bot.clock import Clock
from bot.delivery import Stopped
from bot.keys import DayKeys, RunJob
from bot.transport import Api
from domain.ids import BotId
from storage.database import StorageFailed, Transaction
from storage.inbox import Arrival, add_arrivals
from storage.marks import set_mark

log = logging.getLogger(__name__)
WANTED = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"]
_LONG_POLL = 25
_SILENCE_ALLOWED = 60_000
_BACK_OFF = (0, 1_000, 2_000, 5_000, 10_000, 20_000)
_MARK_EVERY = 30_000
GAP = 150_000


def read_arrival(raw: dict[str, Any]) -> Arrival:
    """What a stored row needs to know about an update; never fails, whatever the update holds."""
    body = json.dumps(raw)
    update_id = raw.get("update_id")
    kind = next((name for name in raw if name != "update_id"), "empty")
    body_hash = hashlib.sha256(body).hexdigest()[:32]
    return Arrival(
        "update", update_id if isinstance(update_id, int) and abs(update_id) < 1 << 62 else -1,
        body_hash, str(kind)[:40].encode("utf-8", "replace").decode(), _lane(raw.get(kind)) or f"x{body_hash}", body,
    )


def _lane(event: Any) -> str | None:
    """The private chat; group and sender in groups; the sender where there is no chat; a lane of its own else."""
    if not isinstance(event, dict):
        return None
    holder = event.get("message") if isinstance(event.get("message"), dict) else event
    chat = holder.get("chat") if isinstance(holder, dict) else None
    sender = event.get("from")
    sender_id = sender.get("id") if isinstance(sender, dict) else None
    chat_id = chat.get("id") if isinstance(chat, dict) else None
    if not isinstance(chat_id, int):
        return f"u{sender_id}" if isinstance(sender_id, int) else None
    private = isinstance(chat, dict) and chat.get("type") == "private"
    return f"c{chat_id}" if private else f"g{chat_id}:{sender_id if isinstance(sender_id, int) else 0}"


class Intake:
    """Stores what came in; polling and webhook both end here."""

    def __init__(self, clock: Clock, job: RunJob, bot_id: BotId) -> None:
        self._clock = clock
        self._job = job
        self._bot_id = bot_id
        self._day_keys = DayKeys(job)
        self._marked_at = 0
        self._heard_at = 0
        self.arrived: Callable[[], None] = lambda: None
        self.gap: Callable[[int], Awaitable[None]] | None = None

    async def store(self, raws: list[dict[str, Any]]) -> None:
        """Returns once they are on disk. Raises StorageFailed, and then nothing is."""
        now = self._clock.now()
        if not raws and now - self._marked_at < _MARK_EVERY:
            return
        key = await self._day_keys.today(now)
        arrivals = [read_arrival(raw) for raw in raws]

        async def put(tx: Transaction) -> None:
            add_arrivals(tx, self._bot_id, arrivals, key, now)
            set_mark(tx, self._bot_id, "intake", now)

        await self._job(put)
        self._marked_at = now
        silent = self._clock.monotonic() - self._heard_at if self._heard_at else 0
        self._heard_at = self._clock.monotonic()
        if self.gap is not None and silent > GAP:
            await self.gap(now - silent)
        if raws:
            self.arrived()


class Poller:
    """Long polling with an offset that moves only after the commit, and a watchdog on the last round trip."""

    def __init__(self, api: Api, intake: Intake, clock: Clock, *, long_poll: int = _LONG_POLL) -> None:
        self._api = api
        self._intake = intake
        self._clock = clock
        self._long_poll = long_poll
        self._offset = 0
        self._failures = 0
        self._succeeded_at = clock.monotonic()

    async def run(self) -> None:
        """Until cancelled. Raises Stopped."""
        while True:
            if not await self.step(self._long_poll):
                self._failures += 1
                await self._recover()

    async def step(self, timeout: int = 0) -> bool:  # noqa: ASYNC109 - Telegram's own word for the long poll
        """One round trip; false where it failed."""
        params = {"offset": self._offset, "limit": 100, "timeout": timeout, "allowed_updates": WANTED}
        answer = await self._api.call("getUpdates", params, read=timeout + 10.0)
        if answer.kind == "stop":
            raise Stopped(answer.description)
        if answer.kind != "done" or not isinstance(answer.result, list):
            log.warning("poll.failed %s %s", answer.kind, answer.description)
            return False
        raws = [raw for raw in answer.result if isinstance(raw, dict)]
        try:
            await self._intake.store(raws)
        except StorageFailed as error:
            log.error("poll.not_stored %s", error)  # noqa: TRY400 - Telegram keeps them and sends them again
            return False
        ids = [raw["update_id"] for raw in raws if isinstance(raw.get("update_id"), int)]
        self._offset = max([self._offset, *(one + 1 for one in ids)])
        self._failures = 0
        self._succeeded_at = self._clock.monotonic()
        return True

    async def confirm(self) -> None:
        """The last word at a clean stop, so that what is stored is not sent again."""
        if self._offset:
            await self._api.call("getUpdates", {"offset": self._offset, "limit": 1, "timeout": 0}, read=5.0)

    async def _recover(self) -> None:
        """A half-open connection looks like silence: fresh ones first, then patience."""
        silent = self._clock.monotonic() - self._succeeded_at
        if self._failures == 1 or silent > _SILENCE_ALLOWED:
            await self._api.transport.renew()
        if silent > _SILENCE_ALLOWED:
            log.error("poll.silent %d s", silent // 1000)
        wait = _BACK_OFF[min(self._failures - 1, len(_BACK_OFF) - 1)]
        await asyncio.sleep(0)
        await self._clock.sleep_until(self._clock.monotonic() + wait)
