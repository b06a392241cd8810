"""SQLite through aiosqlite: exactly one connection that writes and checkpoints, a few that only read.

Sources: sqlite.org/pragma.html (synchronous=FULL is durable over power loss), sqlite.org/lang_transaction.html
(BEGIN IMMEDIATE takes the writer at once; a deferred transaction may fail when it first writes).
"""

import asyncio
import fcntl
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, LiteralString, NamedTuple, Self

import aiosqlite

from storage.database import DatabaseInUse, Row, StorageFailed, Take, Values
from storage.vault import Vault

log = logging.getLogger(__name__)
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA temp_store=MEMORY",
)
_WAL_RESET_FIXED = (3, 51, 3)


class _Statement(NamedTuple):
    """One statement with its values, or with many sets of them; `take` is given its first row."""

    sql: str
    values: Values | list[Values]
    take: Take | None = None

    def __repr__(self) -> str:
        """Without the values: the library writes what it is about to run into its log."""
        return f"_Statement({' '.join(self.sql.split())[:40]}…)"


_Answer = tuple[list[Row], int, list[Row | None]]
_BEGIN, _COMMIT = "BEGIN IMMEDIATE", "COMMIT"
_BACK, _RELEASE = _Statement("ROLLBACK TO act", {}), _Statement("RELEASE act", {})


class _Connection(aiosqlite.Connection):
    """aiosqlite's connection, with several statements in one hop to its thread."""

    async def batch(self, statements: Sequence[_Statement]) -> _Answer:
        """What may wait, for the lock or for the disk, waits in the thread; the rest takes microseconds and runs here.

        A hop to the thread and back costs ten times what a statement does, and a connection has one user at a time.
        """
        if statements[0].sql == _BEGIN or statements[-1].sql == _COMMIT:
            return await self._execute(self._run_all, statements)  # type: ignore[no-untyped-call,no-any-return]
        return self._run_all(statements)

    async def undo(self) -> None:
        """After a write: in the thread, behind a statement of a cancelled task that is still on its way there."""
        await self._execute(self._roll_back)  # type: ignore[no-untyped-call]

    def end_reading(self) -> None:
        self._roll_back()

    def _run_all(self, statements: Sequence[_Statement]) -> _Answer:
        """All rows and the count of the last statement, and the first rows of those that somebody takes."""
        cursor = self._conn.cursor()
        taken: list[Row | None] = []
        try:
            for sql, values, take in statements:
                if isinstance(values, list):
                    cursor.executemany(sql, values)
                else:
                    cursor.execute(sql, values)
                if take is not None:
                    taken.append(cursor.fetchone())
            return cursor.fetchall(), cursor.rowcount, taken
        except sqlite3.OperationalError as error:
            raise StorageFailed(str(error)) from error

    def _roll_back(self) -> None:
        if self._conn.in_transaction:
            self._conn.rollback()


class SqliteTransaction:
    """See storage.database.Transaction."""

    def __init__(self, connection: _Connection, vault: Vault, *, eager: bool = True) -> None:
        self.vault = vault
        self.kept: dict[tuple[Any, ...], Any] = {}
        self._connection = connection
        self._eager = eager
        self._queue: list[_Statement] = []

    async def all(self, sql: LiteralString, **values: Any) -> list[Row]:
        return (await self._run(_Statement(sql, values)))[0]

    async def one(self, sql: LiteralString, **values: Any) -> Row | None:
        rows = (await self._run(_Statement(sql, values)))[0]
        return rows[0] if rows else None

    async def run(self, sql: LiteralString, **values: Any) -> int:
        return (await self._run(_Statement(sql, values)))[1]

    def later(self, sql: LiteralString, *, take: Take | None = None, **values: Any) -> None:
        self._queue.append(_Statement(sql, values, take))

    def later_many(self, sql: LiteralString, rows: Iterable[Values]) -> None:
        if listed := list(rows):
            self._queue.append(_Statement(sql, listed))

    async def flush(self) -> None:
        if self._queue:
            await self._run()

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        return self._savepoint()

    async def _run(self, *last: _Statement) -> _Answer:
        statements, self._queue = [*self._queue, *last], []
        try:
            answer = await self._connection.batch(statements)
        except Exception as error:
            if self._eager or isinstance(error, StorageFailed):
                raise
            raise StorageFailed(f"{type(error).__name__}: {error}") from error
        takers = [one.take for one in statements if one.take]
        for take, row in zip(takers, answer[2], strict=True):
            take(row)
        return answer

    @asynccontextmanager
    async def _savepoint(self) -> AsyncIterator[None]:
        opening = _Statement("SAVEPOINT act", {})
        self._queue.append(opening)
        try:
            yield
            if self._eager:
                await self.flush()
        except StorageFailed:
            # The whole transaction is about to be undone; asking for a part of it would only hide the reason.
            raise
        except Exception:  # a cancelled act gives up the whole transaction, whose statement may still be in the thread
            self.kept.clear()
            waiting = next((n for n, one in enumerate(self._queue) if one is opening), None)
            if waiting is None:
                self._queue.clear()
                await self._connection.batch([_BACK, _RELEASE])
            else:
                # It was never opened: only what stands before it, such as BEGIN, is still to be run.
                del self._queue[waiting:]
            raise
        self._queue.append(_RELEASE)


class SqliteDatabase:
    """See storage.database.Database."""

    engine = "sqlite"
    acts_per_commit = 32

    def __init__(self, vault: Vault, writer: _Connection, readers: list[_Connection], lock: int) -> None:
        self.vault = vault
        self._writer = writer
        self._readers: asyncio.Queue[_Connection] = asyncio.Queue()
        for reader in readers:
            self._readers.put_nowait(reader)
        self._all = [writer, *readers]
        self._writing = asyncio.Lock()
        self._lock = lock

    @classmethod
    async def open(cls, path: Path, vault: Vault, *, readers: int) -> Self:
        if sqlite3.sqlite_version_info < _WAL_RESET_FIXED:
            log.info("SQLite %s: one connection writes and checkpoints, so its WAL-reset fault is out of reach",
                     sqlite3.sqlite_version)
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = _lock(path.with_name(path.name + ".lock"))
        opened: list[_Connection] = []
        try:
            opened.append(await _connect(path, _PRAGMAS))
            for _ in range(readers):
                opened.append(await _connect(path, (*_PRAGMAS[2:], "PRAGMA query_only=ON")))  # noqa: PERF401
        except BaseException:
            for connection in opened:
                await connection.close()
            os.close(lock)
            raise
        return cls(vault, opened[0], opened[1:], lock)

    @asynccontextmanager
    async def write(self, *, eager: bool = True) -> AsyncIterator[SqliteTransaction]:
        async with self._writing:
            tx = SqliteTransaction(self._writer, self.vault, eager=eager)
            tx.later(_BEGIN)
            try:
                yield tx
                tx.later(_COMMIT)
                await tx.flush()
            except BaseException:
                await asyncio.shield(self._writer.undo())
                raise

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqliteTransaction]:
        reader = await self._readers.get()
        tx = SqliteTransaction(reader, self.vault)
        try:
            tx.later("BEGIN")
            yield tx
        finally:
            try:
                reader.end_reading()
            finally:
                self._readers.put_nowait(reader)

    async def close(self) -> None:
        for connection in reversed(self._all):
            await connection.close()
        os.close(self._lock)


async def _connect(path: Path, pragmas: Iterable[str]) -> _Connection:
    connection = _Connection(lambda: _open(path), iter_chunk_size=64)
    await connection
    await connection.batch([_Statement(pragma, {}) for pragma in pragmas])
    return connection


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
    connection.row_factory = sqlite3.Row
    return connection


def _lock(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise DatabaseInUse(path.name.removesuffix(".lock")) from error
    return handle
