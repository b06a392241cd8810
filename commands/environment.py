"""What every command starts from: the environment, the configuration, and the database brought up to date."""

import dataclasses
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from bot.config import ConfigError, load_settings
from bot.settings import Settings
from domain.ids import BotId
from storage.database import Database, open_database
from storage.keys import fits_secret
from storage.migrate import migrate
from storage.vault import Vault

HOME = Path(__file__).resolve().parent.parent


class Environment(NamedTuple):
    """The configuration, and what never stands in its file."""

    token: str
    secret: bytes
    settings: Settings
    clock_url: str | None

    @property
    def bot_id(self) -> BotId:
        return BotId(int(self.token.partition(":")[0]))


def environment() -> Environment:
    """Raises ConfigError."""
    settings = load_settings(Path(os.environ.get("LINLI_CONFIG", HOME / "config.yaml")))
    root = os.environ.get("BOT_API_URL", settings.api.root).rstrip("/")
    settings = dataclasses.replace(
        settings, api=dataclasses.replace(settings.api, root=root),
        database=os.environ.get("LINLI_DATABASE_URL", settings.database),
    )
    token = os.environ.get("BOT_TOKEN", "")
    if not token.partition(":")[0].isdigit():
        raise ConfigError("BOT_TOKEN is not set. @BotFather gives you one: export BOT_TOKEN=123456:ABC…")
    return Environment(token, _secret(), settings, os.environ.get("LINLI_CLOCK_URL"))


def _secret() -> bytes:
    text = os.environ.get("LINLI_SECRET_KEY", "")
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) < 32:  # noqa: PLR2004 - 256 bits
        raise ConfigError("LINLI_SECRET_KEY is not set to 64 hexadecimal digits. Make one with: python run.py key")
    return secret


@asynccontextmanager
async def opened(env: Environment) -> AsyncIterator[Database]:
    """The database, brought up to date."""
    database = await open_database(env.settings.database, Vault(env.secret))
    try:
        await migrate(database)
        async with database.write() as tx:
            if not await fits_secret(tx):
                raise ConfigError("LINLI_SECRET_KEY is not the one that this database began with; nothing was changed.")
        yield database
    finally:
        await database.close()
