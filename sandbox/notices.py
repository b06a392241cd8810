"""What the world tells bots: new and edited messages, service messages, changes of members."""

from typing import Any

from sandbox.ground import Ground
from sandbox.shapes import member_json
from sandbox.things import Bot, Chat, Member, Message, Topic


def bots_in(world: Ground, chat: Chat) -> list[Bot]:
    if chat.private:
        return [world.bots_by_id[chat.bot_id]]
    present = [member.id for member in chat.members.values() if member.present]
    return [world.bots_by_id[one] for one in present if one in world.bots_by_id]


def tell(world: Ground, chat: Chat, message: Message, kind: str = "message") -> None:
    """Every bot of the chat that may read this message gets an update."""
    for bot in bots_in(world, chat):
        if readable(world, chat, message, bot):
            world.publish(bot, kind, world.shape(message), chat.key)


def readable(world: Ground, chat: Chat, message: Message, bot: Bot) -> bool:
    """Privacy mode: a bot that is no administrator reads what is meant for it."""
    if chat.private or not bot.privacy or chat.members[bot.id].admin or message.kind == "service":
        return True
    answered = world.message(chat, message.reply_to)
    if answered and answered.sender == bot.id:
        return True
    text = message.content.get("text") or message.content.get("caption") or ""
    if f"@{bot.username}".lower() in text.lower():
        return True
    return text.startswith("/") and "@" not in text.split(maxsplit=1)[0]


def service(
    world: Ground, chat: Chat, sender: int, content: dict[str, Any], topic: int | None = None
) -> Message:
    """A line of the chat itself, such as "… pinned a message"."""
    message = Message(world.next_id(chat), chat.key, sender, world.now(), content, "service", topic)
    world.post(chat, message)
    tell(world, chat, message)
    return message


def open_topic(world: Ground, chat: Chat, by: int, shape: dict[str, Any]) -> int:
    """A topic's id is that of the line that announces it."""
    message = Message(
        world.next_id(chat), chat.key, by, world.now(), {"forum_topic_created": shape}, "service"
    )
    message.topic = message.id
    chat.topics[message.id] = Topic(message.id, shape["name"])
    world.keep_chat(chat)
    world.post(chat, message)
    tell(world, chat, message)
    return message.id


def pin_notice(world: Ground, chat: Chat, message: Message, by: int) -> None:
    service(world, chat, by, {"pinned_message": world.shape(message, nested=True)}, message.topic)


def member_changed(world: Ground, chat: Chat, by: int, before: str, after: Member) -> None:
    """`my_chat_member` to the bot it is about, `chat_member` to bots that are administrators."""
    user = world.users[after.id]
    change = {
        "chat": world.heads[chat.key],
        "from": world.users[by],
        "date": world.now() // 1000,
        "old_chat_member": member_json(Member(after.id, before), user),
        "new_chat_member": member_json(after, user),
    }
    itself = world.bots_by_id.get(after.id)
    if itself:
        world.publish(itself, "my_chat_member", change, chat.key)
    for bot in bots_in(world, chat):
        if bot is not itself and not chat.private and chat.members[bot.id].admin:
            world.publish(bot, "chat_member", change, chat.key)


def set_status(world: Ground, chat: Chat, user: int, status: str, by: int) -> None:
    before = chat.members[user].status if user in chat.members else "left"
    chat.members[user] = Member(user, status)
    world.keep_chat(chat)
    world.emit("member", chat=chat.id, user=user, status=status)
    if before != status:
        member_changed(world, chat, by, before, chat.members[user])


def set_blocked(world: Ground, chat: Chat, *, blocked: bool) -> None:
    """A person stops the bot, or lets it write again."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    world.keep_chat(chat)
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    member_changed(world, chat, chat.id, before, Member(chat.bot_id, after))
    world.emit("block", user=chat.id, blocked=blocked)
