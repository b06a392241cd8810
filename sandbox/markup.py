"""Reply markup: checked as the server checks it."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.problems import Refused

DATA_BYTES = 64
BUTTONS = 100
ACTIONS = {
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}

Markup = dict[str, Any]


def split_markup(value: Any) -> tuple[Markup | None, Markup | None]:
    """The inline keyboard, and whatever concerns the keyboard below the typing box."""
    if value is None or value == {}:
        return None, None
    if not isinstance(value, dict):
        raise Refused("object expected as reply markup")
    if "inline_keyboard" in value:
        return inline(value), None
    if "keyboard" in value:
        return None, reply_keyboard(value)
    if value.get("remove_keyboard") or value.get("force_reply"):
        return None, value
    return None, None


def inline_only(value: Any) -> Markup | None:
    """Markup of an edit, where other kinds are refused."""
    keyboard, below = split_markup(value)
    if below:
        raise Refused("inline keyboard expected")
    return keyboard


def rows_of(value: Markup, name: str) -> list[list[Any]]:
    rows = value[name]
    if not isinstance(rows, list):
        raise Refused(f'field "{name}" must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise Refused(f'field "{name}" must be an Array of Arrays')
    return [row for row in rows if row]


def inline(value: Markup) -> Markup | None:
    rows = [[button(given) for given in row] for row in rows_of(value, "inline_keyboard")]
    if sum(map(len, rows)) > BUTTONS:
        raise Refused("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": rows} if rows else None


def button(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise Refused("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = given.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Refused("can't parse inline keyboard button: Can't find field \"text\"")
    kinds = ACTIONS & given.keys()
    if not kinds:
        raise Refused("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in kinds:
        check_data(given["callback_data"])
    if "url" in kinds:
        check_url(given["url"])
    return {key: item for key, item in given.items() if item is not None}


def check_data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode("utf-8", "surrogatepass")) <= DATA_BYTES:
        raise Refused("BUTTON_DATA_INVALID")


def check_url(url: Any) -> None:
    parts = urlsplit(str(url))
    host_known = "." in parts.netloc or parts.scheme == "tg" or parts.netloc.startswith("localhost")
    if not host_known and "." not in parts.path:
        raise Refused(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def reply_keyboard(value: Markup) -> Markup:
    rows = []
    for row in rows_of(value, "keyboard"):
        rows.append([{"text": key} if isinstance(key, str) else key for key in row])
        for key in rows[-1]:
            if not isinstance(key, dict) or not isinstance(key.get("text"), str):
                raise Refused("can't parse keyboard button: KeyboardButton must be an Object")
    if not rows:
        raise Refused("can't parse reply keyboard markup JSON object")
    return value | {"keyboard": rows}
