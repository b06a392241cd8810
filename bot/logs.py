"""Log lines for the operator, on which no token, phone number or address ever appears, at whatever level."""

import logging
import re
import sys

_TOKEN = re.compile(r"(?<!\d)\d{4,14}:[A-Za-z0-9_-]{20,}")
_PHONE = re.compile(r"(?<![\w:.-])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\w)|(?<![\w:.-])0\d{2,3}-\d{7,8}(?!\w)")
_DOOR = re.compile(
    r"\d+\s*(?:号楼|栋|幢|座)\s*(?:\d+\s*单元)?\s*\d*\s*[室号户]?"
    r"|\d+\s*单元\s*\d+\s*[室号户]?|(?<![\d-])\d{1,3}-\d{1,2}-\d{3,4}(?![\d-])"
)
_LOUD = ("httpx", "httpcore", "aiohttp", "aiosqlite", "asyncpg", "apscheduler", "telegram")


def redact(text: str) -> str:
    """The text without what must not be in a log."""
    text = _TOKEN.sub("<token>", text)
    text = _PHONE.sub("<phone>", text)
    return _DOOR.sub("<door>", text)


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
