"""What is said in groups: nothing is read unless the bot is mentioned."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Message, Update

from bot.actions import groups, unit_answers
from bot.actions.groups import Said
from bot.context import Context
from handlers.media import media_of
from handlers.press import Acting

Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]


async def on_said(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    own = _said(message, context.act.bot.username)
    if update.edited_message is not None and await groups.edited(context.act, own.words):
        return
    if update.message is not None and await unit_answers.hear_in_chat(context.act, own.words):
        return
    if _mentions(message, context.act.bot.username):
        await groups.mentioned(context.act, own, _answered(message, context.act.bot.username))


def in_work_groups(callback: Callback) -> Callback:
    """A command that staff use in their group; a residents' group is answered with the way to the private chat."""

    async def run(update: Update, context: Context) -> None:
        if context.act.origin.private or await groups.is_work_group(context.act):
            await callback(update, context)
        else:
            await groups.point_to_private(context.act)

    return run


async def on_command(update: Update, context: Context) -> None:
    """A command of ours where it does not belong; those of other bots are not for us."""
    message = update.effective_message
    assert message is not None
    name, _, addressed = (message.text or "").split(maxsplit=1)[0].removeprefix("/").partition("@")
    ours = addressed.lower() == context.act.bot.username.lower() if addressed else name in _OURS
    if ours:
        await groups.point_to_private(context.act)


def _mentions(message: Message, username: str) -> bool:
    return _mention(username).search(_words(message)) is not None


def _answered(message: Message, username: str) -> Said | None:
    """The message above, unless a bot wrote it."""
    above = message.reply_to_message
    if above is None or (above.from_user is not None and above.from_user.is_bot and above.sender_chat is None):
        return None
    return _said(above, username)


def _said(message: Message, username: str) -> Said:
    author = message.from_user if message.sender_chat is None else None
    words = _mention(username).sub(" ", _words(message)).strip(" \u3000，,：:")
    return Said(message.message_id, author.id if author else None, words, media_of(message))


def _words(message: Message) -> str:
    return message.text or message.caption or ""


def _mention(username: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@])@{re.escape(username)}(?![A-Za-z0-9_])", re.IGNORECASE)


_OURS = frozenset({"start", "new", "my", "activities", "language", "privacy", "cancel", "mine", "tasks", "duty", "week",
                   "help", "invite", "agenda"})
PRESSES: dict[str, Acting] = {
    "author_yes": lambda act, press: groups.answer_asked(act, press.subject_id, yes=True),
    "author_no": lambda act, press: groups.answer_asked(act, press.subject_id, yes=False),
}
