"""The list of commands and the menu button."""

import re
from typing import Any

from sandbox.methods.ask import Ask
from sandbox.problems import Refused

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
DESCRIPTION = 256
MOST = 100
SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def scope_key(ask: Ask) -> str:
    scope = ask.args.get("scope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind not in SCOPES:
        raise Refused("can't parse BotCommandScope: unsupported type specified")
    parts = [str(scope.get(name, "")) for name in SCOPES[kind]]
    return "/".join([kind, *parts, ask.args.get("language_code", "")])


def set_my_commands(ask: Ask) -> bool:
    given = ask.args.get("commands")
    if not isinstance(given, list):
        raise Refused("can't parse commands list JSON object")
    if len(given) > MOST:
        raise Refused("BOT_COMMANDS_TOO_MUCH")
    ask.bot.commands[scope_key(ask)] = [checked(one) for one in given]
    ask.world.save("bot", ask.bot.token, ask.bot)
    return True


def checked(given: dict[str, Any]) -> dict[str, str]:
    command, description = str(given.get("command", "")).removeprefix("/"), str(given.get("description", ""))
    if not COMMAND.fullmatch(command):
        raise Refused("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= DESCRIPTION:
        raise Refused("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def get_my_commands(ask: Ask) -> list[dict[str, str]]:
    return ask.bot.commands.get(scope_key(ask), [])


def delete_my_commands(ask: Ask) -> bool:
    ask.bot.commands.pop(scope_key(ask), None)
    ask.world.save("bot", ask.bot.token, ask.bot)
    return True


def set_chat_menu_button(ask: Ask) -> bool:
    button = ask.args.get("menu_button") or {"type": "default"}
    if str(button.get("type")) not in {"commands", "web_app", "default"}:
        raise Refused("menu button has unsupported type")
    ask.bot.menus[str(ask.args.get("chat_id", ""))] = button
    ask.world.save("bot", ask.bot.token, ask.bot)
    return True
