"""People, chats and messages in the JSON shapes of the Bot API."""

from typing import Any

from sandbox import rights
from sandbox.things import Bot, Chat, Member, Message, Person


def user_json(user: Person | Bot) -> dict[str, Any]:
    if isinstance(user, Bot):
        return {"id": user.id, "is_bot": True, "first_name": user.name, "username": user.username}
    fields = {
        "id": user.id,
        "is_bot": False,
        "first_name": "" if user.deleted else user.name,
        "last_name": user.last_name,
        "username": user.username,
        "language_code": user.language,
    }
    return {key: value for key, value in fields.items() if value is not None}


def chat_json(chat: Chat, person: Person | None) -> dict[str, Any]:
    if person is not None:
        fields = {
            "id": chat.id,
            "first_name": person.name,
            "last_name": person.last_name,
            "username": person.username,
            "type": "private",
        }
        return {key: value for key, value in fields.items() if value is not None}
    fields = {"id": chat.id, "title": chat.title, "type": chat.type}
    if chat.forum:
        fields["is_forum"] = True
    return fields


def member_json(member: Member, user: dict[str, Any]) -> dict[str, Any]:
    shape: dict[str, Any] = {"user": user, "status": member.status}
    if member.status == "creator":
        shape["is_anonymous"] = False
    elif member.status == "administrator":
        shape |= {"can_be_edited": False, "is_anonymous": False} | rights.ADMIN
    elif member.status == "kicked":
        shape["until_date"] = 0
    return shape


def message_json(
    message: Message,
    sender: dict[str, Any],
    chat: dict[str, Any],
    reply: dict[str, Any] | None = None,
) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "message_id": message.id,
        "from": sender,
        "chat": chat,
        "date": message.at_ms // 1000,
    }
    if message.topic:
        shape["message_thread_id"] = message.topic
        shape["is_topic_message"] = True
    if message.edited_ms:
        shape["edit_date"] = message.edited_ms // 1000
    if message.protected:
        shape["has_protected_content"] = True
    if reply is not None:
        shape["reply_to_message"] = reply
    shape.update(message.content)
    return shape


def origin_json(user: dict[str, Any], message: Message, *, hidden: bool) -> dict[str, Any]:
    """Where a forwarded message came from; some people hide that."""
    date = message.at_ms // 1000
    if "forward_origin" in message.content:
        return dict(message.content["forward_origin"])
    if hidden:
        return {"type": "hidden_user", "sender_user_name": user["first_name"], "date": date}
    return {"type": "user", "sender_user": user, "date": date}
