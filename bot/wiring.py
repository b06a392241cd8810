"""Puts the machine together: what each part is given, and whom it wakes."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from telegram.ext import Application, ContextTypes, ExtBot

from bot.act import Act, Self
from bot.alarm import Alarm
from bot.calling import Caller
from bot.clock import Clock, RealClock
from bot.context import Context
from bot.delivery import Delivery, Stopped
from bot.drawing import TelegramDrawer
from bot.inbox import Intake, Poller
from bot.lanes import Lanes
from bot.limits import Limiter
from bot.machine import Machine, next_due
from bot.outgoing import Drawer
from bot.rows import Fetcher, Frame
from bot.service import Service
from bot.settings import Settings
from bot.texts import Texts
from bot.transport import Api, Transport
from domain.ids import BotId
from storage.database import Database

log = logging.getLogger(__name__)
AnyApplication = Application[Any, Any, Any, Any, Any, Any]
Register = Callable[[AnyApplication, Texts], None]
DrawerMaker = Callable[[Settings, Texts, Self, Clock], Drawer]


async def build(
    settings: Settings, token: str, transport: Transport, database: Database, clock: Clock, register: Register,
    root: str | None = None, drawer_of: DrawerMaker = TelegramDrawer,
) -> Service:
    """Wire everything. Asks Telegram who the bot is. Raises Stopped where the token is refused."""
    texts = Texts.load()
    root = root or settings.api.root
    api = Api(transport, token, root)
    me = await _who(api)
    application = _application(token, root, transport)
    register(application, texts)
    await application.initialize()
    frame = Frame(Self(BotId(me["id"]), me["username"]), settings, texts, application)
    lanes = Lanes(Limiter(settings.limits), settings.limits.overall_per_second)
    machine = Machine(database, clock, Fetcher(database, frame))
    drawer = drawer_of(settings, texts, frame.bot, clock)
    caller = Caller(api, clock, settings, machine.job, frame.bot.bot_id)
    delivery = Delivery(database, clock, caller, lanes, drawer, machine.job, frame.bot.bot_id)
    intake = Intake(clock, machine.job, frame.bot.bot_id)
    alarm = Alarm(clock, lambda: next_due(database), machine.wake.set)
    poller = Poller(api, intake, clock, long_poll=settings.intake.long_poll)

    def committed(acts: list[Act]) -> None:
        delivery.committed(acts)
        if any(act.timers_set for act in acts):
            alarm.changed.set()

    machine.committed = committed
    machine.uncertain = delivery.look_again
    delivery.arrived = intake.arrived = machine.wake.set
    service = Service(database, clock, settings, texts, api, frame, machine, delivery, intake, poller, alarm)
    if isinstance(clock, RealClock):  # any other clock may leap without anybody having been away
        intake.gap = service.tell_gap
    return service


def _application(token: str, root: str, transport: Transport) -> AnyApplication:
    bot = ExtBot(token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot", request=transport,
                 get_updates_request=transport)
    return Application.builder().bot(bot).updater(None).job_queue(None).context_types(
        ContextTypes(context=Context)
    ).build()


async def _who(api: Api) -> dict[str, Any]:
    """getMe, again and again while the network is away."""
    wait = 1.0
    while (answer := await api.call("getMe", {}, read=10.0)).kind != "done":
        if answer.kind == "stop":
            raise Stopped(answer.description)
        log.warning("start.no_answer %s %s", answer.kind, answer.description)
        await asyncio.sleep(wait)
        wait = min(wait * 2, 30.0)
    return dict(answer.result)
