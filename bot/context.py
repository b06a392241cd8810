"""The context that python-telegram-bot hands to a handler: it carries the act, and so the transaction."""

from typing import Any

from telegram.ext import CallbackContext, ExtBot

from bot.act import Act
from bot.rows import current_act


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """A handler's only way to the world."""

    @property
    def act(self) -> Act:
        return current_act.get()
