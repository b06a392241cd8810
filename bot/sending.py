"""The body of one frozen call: its marks are ours and start with an underscore, everything else is Telegram's."""

import html
import io
import re
from pathlib import Path
from typing import Any

import orjson

from bot.transport import Files

REPEAT, FILES, QR, FETCH = "_repeat", "_files", "_qr", "_fetch"


def call_body(body: bytes) -> tuple[dict[str, Any], Files | None]:
    """Parameters and files for the call."""
    params: dict[str, Any] = orjson.loads(body)
    params.pop(REPEAT, None)
    paths = params.pop(FILES, None)
    files = {name: (Path(path).name, Path(path).read_bytes()) for name, path in (paths or {}).items()}
    code = params.pop(QR, None)
    if code:
        files["photo"] = ("qr-code.png", qr_png(code))
    return params, files or None


def qr_png(text: str) -> bytes:
    """The picture is made of the text each time, so that no file with a link in it lies about."""
    import segno  # here, because nothing but an invite needs it

    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


def as_repeat(body: bytes) -> bytes:
    """With the words that mark it as perhaps seen before."""
    params = orjson.loads(body)
    mark = params.get(REPEAT)
    field = "text" if "text" in params else "caption" if "caption" in params else None
    if mark and field and not params[field].startswith(mark):
        params[field] = f"{mark}\n{params[field]}"
    return orjson.dumps(params)


def as_plain(body: bytes) -> bytes:
    """Without markup, for a text that Telegram could not read."""
    params = orjson.loads(body)
    params.pop("parse_mode", None)
    for field in ("text", "caption"):
        if field in params:
            params[field] = html.unescape(re.sub("<[^>]+>", "", params[field]))
    return orjson.dumps(params)
