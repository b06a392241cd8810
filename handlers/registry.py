"""One list of everything that people can type, press and open; the handlers and the command menus follow from it."""

from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.context import Context
from bot.drawing import MENU
from bot.texts import Texts
from handlers import (
    boards,
    chats,
    drafts,
    duty,
    groups,
    handling,
    homes,
    invites,
    people,
    programmes,
    requests,
    routing,
    talk,
    week,
)
from handlers.presses import on_press

Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Command(NamedTuple):
    """A command, where it may be used, and what it calls."""

    name: str
    private: bool
    group: bool
    callback: Callback


COMMANDS = (
    Command("start", True, False, people.on_start),
    Command("new", True, False, drafts.on_report),
    Command("my", True, False, requests.on_my),
    Command("activities", True, False, programmes.on_activities),
    Command("language", True, True, people.on_language),
    Command("privacy", True, False, people.on_privacy),
    Command("cancel", True, False, drafts.on_cancel),
    Command("mine", True, True, requests.on_mine),
    Command("tasks", True, True, handling.on_tasks),
    Command("duty", True, True, duty.on_duty),
    Command("week", True, True, week.on_week),
    Command("invite", True, False, invites.on_invite),
    Command("agenda", True, False, routing.on_agenda),
    Command("answers", True, False, routing.on_answers),
    Command("bind", False, True, chats.on_bind),
    Command("help", True, True, chats.on_help),
)
_MENU: dict[str, Callback] = {
    "menu.report": drafts.on_report, "menu.mine": requests.on_my, "menu.reminders": programmes.on_activities,
    "menu.staff": homes.on_staff, "menu.help": chats.on_help,
}


def register(application: AnyApplication, texts: Texts) -> None:
    """Add every handler, the narrow ones first; exactly one of them sees an update."""
    for handler in _handlers(texts):
        application.add_handler(handler)
    application.add_error_handler(_record)


def _handlers(texts: Texts) -> list[BaseHandler[Any, Context, Any]]:
    private, group = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
    fresh = filters.UpdateType.MESSAGE
    found: list[BaseHandler[Any, Context, Any]] = [CallbackQueryHandler(on_press)]
    for command in COMMANDS:
        where = private | group if command.private and command.group else private if command.private else group
        anywhere = command.name == "bind" or not command.group
        callback = command.callback if anywhere else groups.in_work_groups(command.callback)
        found.append(CommandHandler(command.name, callback, filters=where & fresh))
    for key in MENU:
        labels = [texts.plain(language, key) for language in texts.languages]
        found.append(MessageHandler(private & fresh & filters.Text(labels), _MENU[key]))
    found += [
        MessageHandler(group & fresh & filters.COMMAND, groups.on_command),
        MessageHandler(filters.StatusUpdate.MIGRATE, chats.on_moved),
        MessageHandler(group & filters.StatusUpdate.NEW_CHAT_MEMBERS, boards.on_joined),
        MessageHandler(group & filters.StatusUpdate.NEW_CHAT_TITLE, boards.on_title),
        MessageHandler(
            group & (filters.StatusUpdate.FORUM_TOPIC_CLOSED | filters.StatusUpdate.FORUM_TOPIC_REOPENED),
            boards.on_topic_closed,
        ),
        ChatMemberHandler(chats.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ChatMemberHandler(chats.on_member, ChatMemberHandler.CHAT_MEMBER),
        MessageHandler(group & filters.StatusUpdate.LEFT_CHAT_MEMBER, chats.on_left),
        MessageHandler(private & fresh & filters.CONTACT, people.on_contact),
        MessageHandler(private & fresh & filters.COMMAND, talk.on_command),
        MessageHandler(private & fresh & filters.Sticker.ALL, talk.on_sticker),
        MessageHandler(private & fresh & filters.TEXT, drafts.on_words),
        MessageHandler(private & filters.UpdateType.EDITED_MESSAGE & (filters.TEXT | filters.CAPTION), drafts.on_edit),
        MessageHandler(private & fresh & ~filters.StatusUpdate.ALL, drafts.on_other),
        MessageHandler(group & (filters.TEXT | filters.CAPTION), groups.on_said),
    ]
    return found


def _private(command: Command) -> bool:
    return command.private


def _group(command: Command) -> bool:
    return command.group


def command_menus(texts: Texts) -> list[dict[str, Any]]:
    """The parameters of one setMyCommands for each scope and language (Bot API, BotCommandScope)."""
    menus: list[dict[str, Any]] = []
    for scope, fits in (("all_private_chats", _private), ("all_group_chats", _group)):
        for code in ("", *texts.languages):
            commands = [
                {"command": one.name, "description": texts.plain(code or texts.first, f"command.{one.name}")}
                for one in COMMANDS if fits(one)
            ]
            menus.append({"commands": commands, "scope": {"type": scope}, "language_code": code})
    return menus


async def _record(update: object, context: Context) -> None:
    """process_update returns normally after a handler raised: what it was is kept on the act for the machine."""
    context.act.error = context.error
