"""Fields of calls: named and typed by methods.json, decoded from text or JSON alike."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from sandbox.problems import Refused

Table = dict[str, dict[str, dict[str, Any]]]
Decoder = Callable[[str, Any], Any]

TABLE: Table = orjson.loads(Path(__file__).with_name("methods.json").read_bytes())
NAMES = {name.lower(): name for name in TABLE}
LABELS = {"reply_markup": "reply keyboard markup", "commands": "commands list"}
OBJECTS = {"reply_markup": "object expected as reply markup"}
LARGEST = 1 << 63
TRUE = {"true", "yes", "1"}


def integer(_name: str, value: Any) -> int:
    if type(value) is int and abs(value) < LARGEST:
        return value
    try:
        found = int(value)
    except (ValueError, TypeError):
        return 0
    return found if abs(found) < LARGEST else 0


def chat(name: str, value: Any) -> int | str:
    """A number, or @name."""
    return str(value) if str(value).startswith("@") else integer(name, value)


def number(_name: str, value: Any) -> float:
    try:
        return float(value)
    except (ValueError, TypeError):
        raise Refused("wrong number specified") from None


def boolean(_name: str, value: Any) -> bool:
    return value if isinstance(value, bool) else str(value).lower() in TRUE


def string(_name: str, value: Any) -> str:
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused("strings must be encoded in UTF-8") from None
    return text


def structure(name: str, value: Any) -> Any:
    """Objects and lists, which stand in forms as JSON text."""
    if not isinstance(value, str):
        return value
    if not value:
        return None
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        raise Refused(f"can't parse {LABELS.get(name, name)} JSON object") from None


def array(name: str, value: Any) -> list[Any] | None:
    given = structure(name, value)
    if given is not None and not isinstance(given, list):
        raise Refused(f"can't parse {LABELS.get(name, name)} JSON object")
    return given


def object_or_none(name: str, value: Any) -> dict[str, Any] | None:
    given = structure(name, value)
    if given is not None and not isinstance(given, dict):
        raise Refused(OBJECTS.get(name, f"can't parse {LABELS.get(name, name)} JSON object"))
    return given


def messages(name: str, value: Any) -> list[int] | None:
    """A list of message ids."""
    return [integer(name, one) for one in array(name, value) or []]


def objects(name: str, value: Any) -> list[dict[str, Any]] | None:
    given = array(name, value)
    if given and not all(isinstance(one, dict) for one in given):
        raise Refused(f"can't parse {LABELS.get(name, name)} JSON object")
    return given


def entities(name: str, value: Any) -> list[dict[str, Any]] | None:
    given = objects(name, value)
    for one in given or []:
        places = isinstance(one.get("offset"), int) and isinstance(one.get("length"), int)
        if not places or not isinstance(one.get("type"), str):
            raise Refused("can't parse MessageEntity")
    return given


SIMPLE: dict[str, Decoder] = {
    "Integer": integer,
    "Boolean": boolean,
    "Float": number,
    "Array of Integer": messages,
    "Array of String": array,
    "Array of MessageEntity": entities,
}


def decoder(types: list[str]) -> Decoder:
    if types == ["Integer", "String"]:
        return chat
    if "String" in types or "InputFile" in types:
        return string
    first = types[0]
    if first in SIMPLE:
        return SIMPLE[first]
    return objects if first.startswith("Array of ") else object_or_none


DECODERS: dict[str, dict[str, Decoder]] = {
    method: {name: decoder(field["types"]) for name, field in fields.items()}
    for method, fields in TABLE.items()
}


def decode(method: str, params: dict[str, Any], unknown: set[tuple[str, str]]) -> dict[str, Any]:
    """The known fields in their types; unknown ones are noted, as Telegram would pass over them."""
    decoders = DECODERS[method]
    args: dict[str, Any] = {}
    for name, value in params.items():
        decode_one = decoders.get(name)
        if decode_one is None:
            unknown.add((method, name))
        elif value is not None:
            args[name] = decode_one(name, value)
    return args
