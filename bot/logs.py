"""Log lines for the operator, on which no token, phone number or address ever appears, at whatever level."""

import logging
import re
import sys

from domain.masking import mask

_TOKEN = re.compile(r"(?<!\d)\d{4,14}:[A-Za-z0-9_-]{20,}")
_LOUD = ("httpx", "httpcore", "aiohttp", "aiosqlite", "asyncpg", "apscheduler", "telegram")


def redact(text: str) -> str:
    """The text without what must not be in a log."""
    return mask(_TOKEN.sub("<token>", text), "<phone>", "<door>")


class Redacting(logging.Formatter):
    """Redacts the finished line, its traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def set_up(level: str = "INFO") -> None:
    """One handler for everything; libraries only warn, and what they say is redacted as well."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _LOUD:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
