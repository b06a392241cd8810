"""How a bot gets its updates: webhook settings, and getMe."""

import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.methods.ask import Ask
from sandbox.problems import Refused, too_many

SECRET = re.compile(r"[A-Za-z0-9_-]*")
SECRET_LENGTH = 256
CONNECTIONS = 100
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def get_me(ask: Ask) -> dict[str, Any]:
    return ask.world.users[ask.bot.id] | {
        "can_join_groups": True,
        "can_read_all_group_messages": not ask.bot.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_webhook(ask: Ask) -> bool:
    url = ask.args.get("url", "")
    if not url:
        return delete_webhook(ask)
    check(url, ask.args.get("secret_token", ""))
    old = ask.bot.webhook
    if old and ask.world.now() - old["set_ms"] < 1000 and old["url"] != url:  # noqa: PLR2004 - a second
        raise too_many(1)
    ask.bot.webhook = {
        "url": url,
        "secret": ask.args.get("secret_token", ""),
        "connections": min(max(ask.args.get("max_connections", 40), 1), CONNECTIONS),
        "set_ms": ask.world.now(),
    }
    settle(ask)
    return True


def check(url: str, secret: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise Refused("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > SECRET_LENGTH:
        raise Refused("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise Refused("secret token contains unallowed characters")


def delete_webhook(ask: Ask) -> bool:
    ask.bot.webhook = {}
    settle(ask)
    return True


def settle(ask: Ask) -> None:
    """Keep the new settings; whoever delivers or polls for this bot looks at them anew."""
    queue = ask.world.queues[ask.bot.id]
    if ask.args.get("drop_pending_updates"):
        queue.clear()
    keep_allowed(ask)
    ask.world.save("bot", ask.bot.token, ask.bot)
    queue.wake("webhook")
    if queue.on_arrival:
        queue.on_arrival()


def keep_allowed(ask: Ask) -> None:
    """allowed_updates stays as it was where a call does not name it."""
    given = ask.args.get("allowed_updates")
    if isinstance(given, list):
        ask.bot.allowed = [str(kind) for kind in given]
        ask.world.save("bot", ask.bot.token, ask.bot)


def get_webhook_info(ask: Ask) -> dict[str, Any]:
    queue, hook = ask.world.queues[ask.bot.id], ask.bot.webhook
    queue.expire(ask.world.now())
    info: dict[str, Any] = {
        "url": hook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(queue.items),
    }
    if hook:
        info["max_connections"] = hook["connections"]
        info |= {key: hook[key] for key in ("last_error_date", "last_error_message") if key in hook}
    if ask.bot.allowed:
        info["allowed_updates"] = ask.bot.allowed
    return info
