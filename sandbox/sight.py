"""What people see: messages, toasts and the keyboard below the typing box."""

from typing import Any

from sandbox.entities import to_html
from sandbox.ground import Ground
from sandbox.things import Bot, Button, Chat, Message, Shown

SERVICE_TEXT = {
    "pinned_message": "置顶了一条消息",
    "new_chat_members": "加入了群组",
    "left_chat_member": "离开了群组",
    "migrate_to_chat_id": "群组已升级为超级群组",
    "migrate_from_chat_id": "群组已升级为超级群组",
    "forum_topic_created": "创建了话题",
    "forum_topic_edited": "修改了话题",
    "forum_topic_closed": "关闭了话题",
}
FILED = ("photo", "voice", "video", "audio", "document")


class Sight(Ground):
    def messages(
        self, chat: int, viewer: int | None = None, bot: str | None = None, since: int = 0
    ) -> list[Shown]:
        """The chat from its beginning, or from message `since` on; empty for a viewer who is not in it."""
        where = self.chat(chat, bot)
        if viewer is not None and not self.sees(viewer, where):
            return []
        found = self.history[where.key].items()
        return [self.shown(where, message) for number, message in found if number >= since]

    def sees(self, viewer: int, chat: Chat) -> bool:
        if chat.private:
            return viewer == chat.id
        member = chat.members.get(viewer)
        return bool(member and member.present)

    def shown(self, chat: Chat, message: Message) -> Shown:
        content = message.content
        text = content.get("text") or content.get("caption") or service_text(content)
        entities = content.get("entities") or content.get("caption_entities") or []
        bot = self.bots_by_id.get(message.sender)
        return Shown(
            message_id=message.id,
            sender="bot" if bot else message.sender,
            sender_name=bot.name if bot else self.people[message.sender].name,
            text=text,
            html=to_html(text, entities),
            entities=entities,
            buttons=buttons(content.get("reply_markup", {}).get("inline_keyboard", [])),
            keyboard=labels(message.keyboard),
            date_ms=message.at_ms,
            edited=message.edits,
            deleted=message.deleted,
            kind=message.kind,
            reply_to=message.reply_to,
            pinned=message.id in chat.pinned,
            media_group_id=content.get("media_group_id"),
            topic=message.topic,
            file=self.file_path(message),
            forwarded="forward_origin" in content,
            reactions=[one["emoji"] for given in message.reactions.values() for one in given],
        )

    def file_path(self, message: Message) -> str | None:
        for kind in FILED:
            held = message.content.get(kind)
            if held:
                return self.files[held[-1]["file_id"] if kind == "photo" else held["file_id"]].path
        return None

    def toasts(self, user: int) -> list[dict[str, Any]]:
        """Answers to this person's presses, in order."""
        return [
            {"text": press.text, "show_alert": press.show_alert, "url": press.url, "id": press.id}
            for press in self.presses.values()
            if press.user == user and press.answered
        ]

    def keyboard(self, user: int, chat: int, bot: str | None = None) -> list[list[str]]:
        """The words on the reply keyboard that stands now."""
        return labels({"keyboard": self.keys(user, chat, bot)})

    def keys(self, user: int, chat: int, bot: str | None = None) -> list[list[dict[str, Any]]]:
        """The reply keyboard that stands now, with what its keys ask for."""
        where = self.chat(chat, bot)
        if not self.sees(user, where):
            return []
        given = [message.keyboard for message in self.history[where.key].values() if message.keyboard]
        changing = [one for one in given if "keyboard" in one or one.get("remove_keyboard")]
        rows: list[list[dict[str, Any]]] = changing[-1].get("keyboard", []) if changing else []
        return rows

    def commands_for(self, bot: Bot, chat: Chat) -> list[dict[str, str]]:
        """The list behind the menu button of a chat; the narrowest scope wins."""
        wide = "all_private_chats" if chat.private else "all_group_chats"
        for scope in (f"chat/{chat.id}", wide, "default"):
            for language in ("zh", ""):
                found = bot.commands.get(f"{scope}/{language}")
                if found:
                    return found
        return []


def service_text(content: dict[str, Any]) -> str:
    for key, text in SERVICE_TEXT.items():
        if key in content:
            return text
    return ""


def buttons(rows: list[list[dict[str, Any]]]) -> list[list[Button]]:
    return [[Button(key["text"], key.get("callback_data"), key.get("url")) for key in row] for row in rows]


def labels(keyboard: dict[str, Any] | None) -> list[list[str]]:
    return [[key["text"] for key in row] for row in (keyboard or {}).get("keyboard", [])]
