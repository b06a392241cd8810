"""The seam between the SQL and the engine that runs it: two protocols and one way to open them."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, LiteralString, Protocol

from storage.vault import Vault

Values = Mapping[str, Any]
Take = Callable[["Row | None"], None]


class Row(Protocol):
    """One row of an answer, read by column name."""

    def __getitem__(self, column: str, /) -> Any: ...
    def keys(self) -> Iterable[str]: ...


class Transaction(Protocol):
    """One open transaction. SQL uses `:name` placeholders and is always a literal."""

    vault: Vault
    kept: dict[tuple[Any, ...], Any]
    """What storage.keeping has read in this transaction; emptied whenever a part of it is undone."""

    async def all(self, sql: LiteralString, **values: Any) -> list[Row]:
        """All rows of the answer."""

    async def one(self, sql: LiteralString, **values: Any) -> Row | None:
        """The first row, if there is one."""

    async def run(self, sql: LiteralString, **values: Any) -> int:
        """Run a statement; how many rows it changed."""

    def later(self, sql: LiteralString, *, take: "Take | None" = None, **values: Any) -> None:
        """Queue a statement that nobody waits for; it runs, in order, before the next one that is awaited.

        `take` is given its first row, once there is one. An error in it is raised there, not here.
        """

    def later_many(self, sql: LiteralString, rows: Iterable[Values]) -> None:
        """The same, once for each set of values."""

    async def flush(self) -> None:
        """Run what is queued."""

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """A nested part that is undone alone when its body raises."""


class Database(Protocol):
    """A database that is open: one writer at a time, readers beside it."""

    engine: str
    acts_per_commit: int
    vault: Vault

    def write(self, *, eager: bool = True) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that may write; committed at the end of the block, undone on any exception.

        Not `eager`, what a savepoint has queued may run after its end, together with what others queue. That is
        fast, and an error can no longer be laid at one savepoint's door: it is StorageFailed and undoes all.
        """

    def read(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that only reads, on one snapshot."""

    async def close(self) -> None:
        """Close every connection and give back the lock."""


class StorageFailed(Exception):
    """The engine could not do it now (disk full, locked, connection lost); the whole transaction is undone."""


class DatabaseInUse(Exception):
    """Another process works on this database; raised before anything was read or changed."""


async def open_database(url: str, vault: Vault, *, readers: int = 2) -> Database:
    """Open `sqlite:///path` or `postgresql://…`.

    Raises DatabaseInUse, and ValueError for any other kind of address.
    """
    if url.startswith("sqlite:///"):
        from storage.sqlite import SqliteDatabase

        return await SqliteDatabase.open(Path(url.removeprefix("sqlite:///")), vault, readers=readers)
    if url.startswith(("postgresql://", "postgres://")):
        from storage.postgres import PostgresDatabase

        return await PostgresDatabase.open(url, vault)
    raise ValueError(f"not a database address: {url.rsplit('@', maxsplit=1)[-1]}")
