"""Runs all parts of one bot side by side: intake, acts, delivery, the alarm, retention."""

import asyncio
import logging
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from aiohttp import web

from bot import heartbeat
from bot.act import Act, Origin
from bot.actions import chats, members, programmes, route_checks, today
from bot.alarm import Alarm
from bot.clock import Clock, RealClock
from bot.delivery import Delivery, Stopped
from bot.followed_clock import FollowedClock
from bot.inbox import GAP, WANTED, Intake, Poller
from bot.machine import Machine, next_due
from bot.rows import Frame
from bot.settings import Settings
from bot.texts import Texts
from bot.transport import Api
from bot.webhook import webhook_app
from domain.ids import BotId
from storage import inbox, keys, marks
from storage.database import Database, Transaction

log = logging.getLogger(__name__)
_DAY = 86_400_000
_LAST_CALLS = 10
_IDLE_LOOK = 0.02
_LISTENING = 31_000


@dataclass(slots=True, repr=False)  # python-telegram-bot's own repr shows the token
class Service:
    """All parts of one running bot."""

    database: Database
    clock: Clock
    settings: Settings
    texts: Texts
    api: Api
    frame: Frame
    machine: Machine
    delivery: Delivery
    intake: Intake
    poller: Poller
    alarm: Alarm
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def bot_id(self) -> BotId:
        return self.frame.bot.bot_id

    async def prepare(self) -> None:
        """What the last run left: an unclean end, a gap in the intake, messages half sent."""
        started = self.clock.now()
        async with self.database.read() as tx:
            unclean = await marks.get_mark(tx, self.bot_id, "running")
            last_intake = await marks.get_mark(tx, self.bot_id, "intake")
            waiting = len(await inbox.list_waiting(tx, started, 1000)) if unclean else 0
        self.machine.careful = waiting
        await self.delivery.load()
        self.delivery.committed([await self._first_act(last_intake)])

    async def _first_act(self, last_intake: int | None) -> Act:
        now = self.clock.now()
        async with self.database.write() as tx:
            marks.set_mark(tx, self.bot_id, "running", now)
            act = self.frame.act(tx, now, Origin())
            await programmes.plan_all(act)
            await today.plan_all(act)
            await members.plan_checks(act)
            await route_checks.check_all(act)
            if last_intake is not None and now - last_intake > GAP:
                await chats.tell_gap(act, last_intake)
                marks.set_mark(tx, self.bot_id, "intake", now)  # said once, however often we start
        return act

    async def tell_gap(self, since: int) -> None:
        """Telegram could not be reached for so long that presses are gone."""

        async def tell(tx: Transaction) -> Act:
            act = self.frame.act(tx, self.clock.now(), Origin())
            await chats.tell_gap(act, since)
            return act

        self.delivery.committed([await self.machine.job(tell)])

    async def run(self) -> None:
        """Until `stop` is set. Raises Stopped."""
        await self.prepare()
        stopped: BaseException | None = None
        try:
            await self._run_parts()
        except* Stopped as group:
            stopped = _leaf(group)
        if stopped is not None:
            raise stopped
        await self.poller.confirm()

    async def _run_parts(self) -> None:
        async with asyncio.TaskGroup() as group:
            others = [group.create_task(self.machine.run()), group.create_task(self.delivery.run()),
                      group.create_task(self.alarm.run()), group.create_task(self._retain_daily()),
                      group.create_task(heartbeat.listen(RealClock()))]
            if isinstance(self.clock, FollowedClock):
                others.append(group.create_task(self._report_idle(self.clock)))
            intake = group.create_task(self._take_in())
            await self.stop.wait()
            intake.cancel()
            await self.delivery.drain(_LAST_CALLS)
            for task in others:
                task.cancel()

    async def end(self) -> None:
        """A clean end, noted in the database."""
        async with self.database.write() as tx:
            await marks.drop_mark(tx, self.bot_id, "running")

    async def set_menus(self, menus: list[dict[str, Any]]) -> None:
        """Call setMyCommands for each scope and language, when they differ from what was set last."""
        fingerprint = zlib.crc32(orjson.dumps(menus))
        async with self.database.read() as tx:
            if await marks.get_mark(tx, self.bot_id, "menus") == fingerprint:
                return
        for menu in menus:
            answer = await self.api.call("setMyCommands", menu)
            if answer.kind != "done":
                log.warning("menus.not_set %s %s", answer.kind, answer.description)
                return

        async def note(tx: Transaction) -> None:
            marks.set_mark(tx, self.bot_id, "menus", fingerprint)

        await self.machine.job(note)

    async def retain(self) -> None:
        """Retention: words of old updates go, and the keys of old days with them."""
        now = self.clock.now()
        kept = self.settings.retention.raw_updates
        before = (datetime.fromtimestamp(now / 1000, UTC) - timedelta(days=kept)).date().isoformat()

        async def forget(tx: Transaction) -> int:
            await keys.destroy_day_keys(tx, before, now)
            return await inbox.blank_bodies(tx, now - kept * _DAY)

        while await self.machine.job(forget):
            log.info("retention.blanked")

    async def next_due(self) -> int | None:
        return await next_due(self.database)

    @property
    def idle(self) -> bool:
        """Nothing is under way; whatever comes next is a due time or somebody's word."""
        return self.machine.idle and self.delivery.idle

    async def _retain_daily(self) -> None:
        while True:
            await self.retain()
            await self.clock.sleep_until(self.clock.monotonic() + _DAY)

    async def _report_idle(self, clock: FollowedClock) -> None:
        """A clock that stands still steps once we have nothing to do before the next due time."""
        while True:
            await asyncio.sleep(_IDLE_LOOK)
            if self.idle and not clock.goes_on:
                due, sending = await self.next_due(), self.delivery.next_at()
                known = [due, None if sending is None else sending - clock.monotonic() + clock.now()]
                await clock.report_idle(min((at for at in known if at is not None), default=None))

    async def _take_in(self) -> None:
        if self.settings.intake.mode == "webhook":
            await self._listen()
        answer = await self.api.call("deleteWebhook", {})
        if answer.kind == "stop":
            raise Stopped(answer.description)
        await self.poller.run()

    async def _listen(self) -> None:
        """Serve the webhook, and tell Telegram where it is."""
        settings = self.settings.intake
        secret = self.database.vault.lookup(f"webhook {self.bot_id}")
        runner = web.AppRunner(webhook_app(self.intake, secret), access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
            wait = 1_000
            while (answer := await self.api.call("setWebhook", {
                "url": f"{settings.public_url}/telegram", "secret_token": secret, "allowed_updates": WANTED,
            })).kind != "done":
                if answer.kind == "stop":
                    raise Stopped(answer.description)
                log.warning("webhook.not_set %s %s", answer.kind, answer.description)
                await self.clock.sleep_until(self.clock.monotonic() + wait)
                wait = min(wait * 2, 30_000)
            while True:
                await self.intake.store([])  # notes that we were listening, so that silence is no gap
                await self.clock.sleep_until(self.clock.monotonic() + _LISTENING)
        finally:
            await runner.cleanup()


def _leaf(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
