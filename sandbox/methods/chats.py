"""What a bot can ask about chats and their members."""

from typing import Any

from sandbox import rights
from sandbox.methods.ask import Ask, reach
from sandbox.notices import service, set_status
from sandbox.problems import Refused
from sandbox.shapes import member_json
from sandbox.things import Chat, Member


def seen_chat(ask: Ask) -> Chat:
    return reach(ask.world, ask.bot, ask.args.get("chat_id"), write=False)


def get_chat(ask: Ask) -> dict[str, Any]:
    chat = seen_chat(ask)
    full = ask.world.heads[chat.key] | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": rights.GIFTS,
    }
    if not chat.private:
        full["permissions"] = rights.MEMBER
    pinned = ask.world.message(chat, chat.pinned[-1]) if chat.pinned else None
    if pinned:
        full["pinned_message"] = ask.world.shape(pinned, nested=True)
    return full


def get_chat_member(ask: Ask) -> dict[str, Any]:
    chat = seen_chat(ask)
    user = ask.args.get("user_id")
    if not user:
        raise Refused("invalid user_id specified")
    if user not in ask.world.users:
        raise Refused("user not found")
    if chat.private:
        return member_json(Member(user, "member"), ask.world.users[user])
    return member_json(chat.members.get(user) or Member(user, "left"), ask.world.users[user])


def get_chat_administrators(ask: Ask) -> list[dict[str, Any]]:
    chat = seen_chat(ask)
    if chat.private:
        raise Refused("there are no administrators in the private chat")
    return [
        member_json(member, ask.world.users[member.id]) for member in chat.members.values() if member.admin
    ]


def get_chat_member_count(ask: Ask) -> int:
    chat = seen_chat(ask)
    return 2 if chat.private else sum(member.present for member in chat.members.values())


def leave_chat(ask: Ask) -> bool:
    chat = ask.group()
    service(ask.world, chat, ask.bot.id, {"left_chat_member": ask.world.users[ask.bot.id]})
    set_status(ask.world, chat, ask.bot.id, "left", ask.bot.id)
    return True
