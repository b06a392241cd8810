"""The real bot on a sandbox over HTTP, in this process: it follows a running clock and waits for nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from bot.actions.importing import Import, import_workbook
from bot.followed_clock import FollowedClock
from bot.settings import Settings
from bot.transport import AiohttpTransport
from bot.wiring import build
from bot.workbook import read
from domain.ids import BotId
from handlers import register
from sandbox.client import Client
from sandbox.clock import RunningClock
from sandbox.server import serving
from sandbox.world import Limits, World
from storage.database import Database, Transaction, open_database
from storage.migrate import migrate
from storage.vault import Vault
from tests.sandbox.conftest import START_MS, TOKEN
from tests.town import SECRET, SETTINGS

GATHER = 0.3
QUICK = replace(
    SETTINGS, drafts=replace(SETTINGS.drafts, gather=GATHER, at_most=GATHER),
    limits=replace(SETTINGS.limits, overall_per_second=0, private_per_second=0, group_per_minute=0),
)


@asynccontextmanager
async def sandbox() -> AsyncIterator[tuple[str, Client]]:
    world = World(RunningClock(START_MS), Limits(enforce=False))
    world.add_bot(TOKEN)
    async with serving(world) as address, Client(address) as client:
        yield address, client


@asynccontextmanager
async def bot(address: str, folder: Path, book: openpyxl.Workbook, settings: Settings = QUICK) -> AsyncIterator[None]:
    database = await open_database(f"sqlite:///{folder}/linli.db", Vault(SECRET))
    await migrate(database)
    transport = AiohttpTransport(connect_timeout=5, proxy=None, connections=10)
    async with FollowedClock(address) as clock:
        await _import(database, book, clock.now())
        service = await build(settings, TOKEN, transport, database, clock, register, root=address)
        async with asyncio.TaskGroup() as group:
            group.create_task(service.run())
            try:
                yield
            finally:
                service.stop.set()
    await transport.close()
    await database.close()


async def _import(database: Database, book: openpyxl.Workbook, now: int) -> None:
    packed = BytesIO()
    book.save(packed)

    async def job(work: Callable[[Transaction], Awaitable[Any]]) -> Any:
        async with database.write() as tx:
            return await work(tx)

    work = Import(BotId(int(TOKEN.partition(":")[0])), now, QUICK)
    assert await import_workbook(job, read(packed.getvalue()), work, lambda _: None) == []
