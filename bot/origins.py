"""Where an update comes from and what it says, read before the writer is taken."""

import re
from dataclasses import replace
from typing import Any

from telegram import Bot as TelegramBot
from telegram import Message, Update

from bot.act import Origin, Self
from bot.settings import Settings
from domain.danger import find
from domain.ids import ChatId

_MOST = 1 << 63
_COMMAND = re.compile(r"^/\w+(?:@\w+)?")


class Malformed(Exception):
    """An update that python-telegram-bot cannot read."""


def read_update(raw: dict[str, Any], bot: TelegramBot) -> Update:
    """Of the message that a button hangs on only the place is read: what it shows we know, and to take it apart costs
    more than to read the rest (Bot API, InaccessibleMessage, whose date is 0).
    """
    press = raw.get("callback_query")
    if press and (shown := press.get("message")):
        place = {key: shown[key] for key in ("chat", "message_id")}
        raw = {**raw, "callback_query": {**press, "message": {**place, "date": 0}}}
    return Update.de_json(raw, bot)


def read_origin(update: Update, received_at: int, bot: Self, settings: Settings) -> Origin:
    """Who wrote it and where, and whether it speaks of danger. Raises Malformed."""
    origin, message = _origin(update, received_at), update.message or update.edited_message
    if message is None:
        return origin
    words = _said(message, bot, private=origin.private)
    to_bot = origin.private or words is not None or (message.text or "").startswith("/")
    danger = find(_COMMAND.sub("", words), settings.danger) if words else None  # /help is no call for help
    sent_at = int(message.date.timestamp() * 1000)
    return replace(origin, words=words, danger=danger.kind if danger else None, sent_at=sent_at, to_bot=to_bot)


def _said(message: Message, bot: Self, *, private: bool) -> str | None:
    """Text, caption or the place on the map; in a group only where it is meant for the bot."""
    if private and message.location is not None:
        return f"{message.location.latitude:.5f}, {message.location.longitude:.5f}"
    words = message.text or message.caption
    return words if words and (private or _meant_for(message, words, bot)) else None


def _meant_for(message: Message, words: str, bot: Self) -> bool:
    """The bot is named, or its message is answered."""
    answered = message.reply_to_message
    by_bot = answered is not None and answered.from_user is not None and answered.from_user.id == bot.bot_id
    return by_bot or f"@{bot.username}".lower() in words.lower()


def _id(value: object) -> int:
    """python-telegram-bot takes whatever stands there; a chat named by a text would break every queue."""
    if type(value) is not int or abs(value) >= _MOST:
        raise Malformed("id")
    return value


def _words(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise Malformed("words")
    return value


def origin_of_malformed(kind: str, lane: str, received_at: int) -> Origin:
    """Where it came from is known from its lane, so that whoever wrote it can be told that it is kept."""
    digits = lane[1:] if kind == "message" and lane.startswith("c") else ""
    private = digits.isdigit() and int(digits) < _MOST
    return Origin(ChatId(int(digits)) if private else None, private=private, received_at=received_at)


def _origin(update: Update, received_at: int) -> Origin:
    query, chat, user = update.callback_query, update.effective_chat, update.effective_user
    message = update.effective_message
    replied = update.message.reply_to_message if update.message else None
    return Origin(
        ChatId(_id(chat.id)) if chat else (ChatId(_id(user.id)) if user and query else None),
        _id(user.id) if user else None,
        _id(message.message_id) if message else None,
        _words(query.id) if query else None,
        _words(query.data) if query and query.data else None,
        _words(user.language_code) if user and user.language_code else None,
        private=chat is not None and chat.type == "private",
        received_at=received_at,
        reply_to=_id(replied.message_id) if replied else None,
    )
