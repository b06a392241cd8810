"""Writes schema.sql, the whole database on one page, for readers: python -m storage.make_schema"""

import asyncio
import tempfile
from pathlib import Path

from storage.database import Database, open_database
from storage.migrate import migrate
from storage.vault import Vault

SCHEMA = Path(__file__).with_name("schema.sql")
_HEAD = "-- The whole database as SQLite has it after all migrations. Generated: python -m storage.make_schema\n"


async def schema_of(database: Database) -> str:
    """Tables with their indexes, in alphabetical order."""
    async with database.read() as tx:
        rows = await tx.all(
            """SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'
               ORDER BY tbl_name, type DESC, name"""
        )
    return _HEAD + "\n" + "\n".join(f"{row['sql']};" for row in rows) + "\n"


async def _write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(f"sqlite:///{folder}/schema.db", Vault(bytes(32)))
        await migrate(database)
        SCHEMA.write_text(await schema_of(database), "utf-8")
        await database.close()


if __name__ == "__main__":
    asyncio.run(_write())
