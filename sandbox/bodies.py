"""Bodies of calls over HTTP: JSON, urlencoded and multipart, with the query's fields below them."""

from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import BodyPartReader, MultipartReader, web

from sandbox.methods.ask import Upload
from sandbox.problems import Refused

MOST = 60 << 20

Body = tuple[dict[str, Any], dict[str, Upload]]


async def read(request: web.BaseRequest) -> Body:
    """Fields and files of a call."""
    params = fields(request.rel_url.raw_query_string)
    if not request.body_exists:
        return params, {}
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("multipart/"):
        return await multipart(request, params)
    raw = await request.read()
    if kind.startswith("application/json"):
        return params | json_fields(raw), {}
    return params | fields(raw.decode("utf-8", "replace")), {}


def fields(text: str) -> dict[str, Any]:
    return dict(parse_qsl(text, keep_blank_values=True)) if text else {}


def json_fields(raw: bytes) -> dict[str, Any]:
    if not raw:
        return {}
    try:
        given = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Refused("can't parse JSON object") from None
    if not isinstance(given, dict):
        raise Refused("expected JSON object")
    return given


async def multipart(request: web.BaseRequest, params: dict[str, Any]) -> Body:
    files: dict[str, Upload] = {}
    size = 0
    reader = MultipartReader(request.headers, request.content)
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise Refused("can't parse multipart body")
        data = bytes(await part.read(decode=True))
        size += len(data)
        if size > MOST:
            raise Refused("", 413)
        name = part.name or ""
        if part.filename is None:
            params[name] = data.decode("utf-8", "replace")
        else:
            files[name] = (part.filename, data)
    return params, files
