"""PostgreSQL through asyncpg: a small pool, READ COMMITTED, one act per transaction."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import lru_cache
from typing import Any, LiteralString, Self

import asyncpg

from storage.database import DatabaseInUse, Row, StorageFailed, Take, Values
from storage.vault import Vault

_NAME = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)")
_INSTANCE_LOCK = 0x6C696E6C69  # "linli"


@lru_cache(maxsize=2048)
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """`:name` becomes `$n`; the names in the order of their numbers."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _NAME.sub(number, sql), tuple(names)


class PostgresTransaction:
    """See storage.database.Transaction."""

    def __init__(self, connection: Any, vault: Vault) -> None:
        self.vault = vault
        self.kept: dict[tuple[Any, ...], Any] = {}
        self._connection = connection
        self._queue: list[tuple[str, Values | list[Values], Take | None]] = []

    async def all(self, sql: LiteralString, **values: Any) -> list[Row]:
        await self.flush()
        text, names = _numbered(sql)
        return list(await self._connection.fetch(text, *(values[name] for name in names)))

    async def one(self, sql: LiteralString, **values: Any) -> Row | None:
        rows = await self.all(sql, **values)
        return rows[0] if rows else None

    async def run(self, sql: LiteralString, **values: Any) -> int:
        await self.flush()
        return await self._execute(sql, values)

    def later(self, sql: LiteralString, *, take: Take | None = None, **values: Any) -> None:
        self._queue.append((sql, values, take))

    def later_many(self, sql: LiteralString, rows: Iterable[Values]) -> None:
        if listed := list(rows):
            self._queue.append((sql, listed, None))

    async def flush(self) -> None:
        queue, self._queue = self._queue, []
        for sql, values, take in queue:
            text, names = _numbered(sql)
            if isinstance(values, list):
                await self._connection.executemany(text, [tuple(row[name] for name in names) for row in values])
            elif take is not None:
                take(await self._connection.fetchrow(text, *(values[name] for name in names)))
            else:
                await self._execute(sql, values)

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        return self._savepoint()

    async def _execute(self, sql: str, values: Values) -> int:
        text, names = _numbered(sql)
        status = await self._connection.execute(text, *(values[name] for name in names))
        count = status.rsplit(" ", 1)[-1]
        return int(count) if count.isdigit() else 0

    @asynccontextmanager
    async def _savepoint(self) -> AsyncIterator[None]:
        await self.flush()
        async with self._connection.transaction():
            try:
                yield
                await self.flush()
            except BaseException:
                self._queue.clear()
                self.kept.clear()
                raise


class PostgresDatabase:
    """See storage.database.Database."""

    engine = "postgres"
    acts_per_commit = 1

    def __init__(self, vault: Vault, pool: Any, guard: Any) -> None:
        self.vault = vault
        self._pool = pool
        self._guard = guard
        self._writing = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, vault: Vault) -> Self:
        guard = await asyncpg.connect(url)
        if not await guard.fetchval("SELECT pg_try_advisory_lock($1)", _INSTANCE_LOCK):
            await guard.close()
            raise DatabaseInUse(url.rsplit("/", 1)[-1])
        return cls(vault, await asyncpg.create_pool(url, min_size=1, max_size=4), guard)

    @asynccontextmanager
    async def write(self, *, eager: bool = True) -> AsyncIterator[PostgresTransaction]:
        # A savepoint always runs what it has queued here: PostgreSQL gives up a transaction at its first error.
        # One process works on a database, so its writes may as well wait for each other here.
        try:
            async with self._writing, self._pool.acquire() as connection, connection.transaction():
                tx = PostgresTransaction(connection, self.vault)
                yield tx
                await tx.flush()
        except (OSError, asyncpg.InterfaceError, asyncpg.OperatorInterventionError) as error:
            raise StorageFailed(type(error).__name__) from error

    @asynccontextmanager
    async def read(self) -> AsyncIterator[PostgresTransaction]:
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield PostgresTransaction(connection, self.vault)

    async def close(self) -> None:
        await self._pool.close()
        await self._guard.close()
