"""JSON that never fails on what others send: orjson first, the standard library for lone surrogates and the like."""

import json
from typing import Any

import orjson


def loads(data: bytes) -> Any:
    """Raises ValueError for what is no JSON at all."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)


def dumps(value: Any) -> bytes:
    """Keys are sorted, so that equal values give equal bytes."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return json.dumps(value, sort_keys=True).encode()
