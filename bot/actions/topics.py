"""Topics of a forum group, one for each category, made when the first card needs it."""

from typing import Any

from bot.act import Act
from domain.ids import ChatId
from storage import boards
from storage.bindings import Binding


async def topic_for(act: Act, binding: Binding, category: str) -> int | None:
    """Where cards of this category hang; None while the topic is made. A closed topic gives way to the general."""
    if not binding.by_category:
        return binding.topic_id
    found = await boards.find_topic(act.tx, act.bot.bot_id, binding.chat_id, category)
    if found is None:
        await boards.save_topic(act.tx, act.bot.bot_id, binding.chat_id, category, 0, "asked")
        name = act.settings.category_name(category, act.settings.language)
        params = {"chat_id": binding.chat_id, "name": name}
        act.call(binding.chat_id, "createForumTopic", params, then="topic_made", category=category)
        return None
    topic_id, state = found
    if state == "asked":
        return None
    return topic_id if state == "open" else binding.topic_id


async def note_made(act: Act, outcome: dict[str, Any]) -> str:
    """The topic is there, or could not be made; returns its category."""
    chat_id, category = ChatId(outcome["chat_id"]), str(outcome["facts"]["category"])
    topic_id = int(outcome["result"]["message_thread_id"]) if outcome["ok"] else 0
    state = "open" if outcome["ok"] else "refused"
    await boards.save_topic(act.tx, act.bot.bot_id, chat_id, category, topic_id, state)
    return category


async def closed(act: Act, topic_id: int, *, closed: bool) -> None:
    """Somebody has closed a topic, or opened it again."""
    if act.origin.chat_id is not None and topic_id:
        state = "closed" if closed else "open"
        await boards.set_topic_state(act.tx, act.bot.bot_id, act.origin.chat_id, topic_id, state)
