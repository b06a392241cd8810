"""A copy that nobody keeps any more says where to look: neither words nor buttons stay on it."""

from bot.act import Act
from domain.ids import ChatId
from storage import chats


async def turn_into_pointer(act: Act, chat_id: ChatId, message_id: int) -> None:
    """Where the copy is gone, nothing is missing: it is a call, and nobody waits for what comes of it."""
    chat = await chats.get_chat(act.tx, act.bot.bot_id, chat_id)
    language = act.texts.choose((chat.language if chat else None) or act.settings.language)
    text = act.texts.say(language, "card.pointer")
    act.call(chat_id, "editMessageText", {"chat_id": chat_id, "message_id": message_id, "text": text})
