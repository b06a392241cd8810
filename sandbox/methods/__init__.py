"""The Bot API's methods, one function each, found by name in TABLE."""

from collections.abc import Callable
from typing import Any

from sandbox.methods import (
    albums,
    callbacks,
    chats,
    copies,
    deletes,
    edits,
    files,
    intake,
    media,
    menus,
    sends,
    topics,
)
from sandbox.methods.ask import Ask

Method = Callable[[Ask], Any]

TABLE: dict[str, Method] = {
    "getMe": intake.get_me,
    "setWebhook": intake.set_webhook,
    "deleteWebhook": intake.delete_webhook,
    "getWebhookInfo": intake.get_webhook_info,
    "sendMessage": sends.send_message,
    "sendLocation": sends.send_location,
    "sendChatAction": sends.send_chat_action,
    "sendPhoto": media.send_photo,
    "sendVoice": media.send_voice,
    "sendVideo": media.send_video,
    "sendAudio": media.send_audio,
    "sendDocument": media.send_document,
    "sendMediaGroup": albums.send_media_group,
    "forwardMessage": copies.forward_message,
    "copyMessage": copies.copy_message,
    "editMessageText": edits.edit_message_text,
    "editMessageCaption": edits.edit_message_caption,
    "editMessageMedia": edits.edit_message_media,
    "editMessageReplyMarkup": edits.edit_message_reply_markup,
    "answerCallbackQuery": callbacks.answer_callback_query,
    "setMessageReaction": callbacks.set_message_reaction,
    "deleteMessage": deletes.delete_message,
    "deleteMessages": deletes.delete_messages,
    "pinChatMessage": deletes.pin_chat_message,
    "unpinChatMessage": deletes.unpin_chat_message,
    "unpinAllChatMessages": deletes.unpin_all_chat_messages,
    "getFile": files.get_file,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
    "setMyCommands": menus.set_my_commands,
    "getMyCommands": menus.get_my_commands,
    "deleteMyCommands": menus.delete_my_commands,
    "setChatMenuButton": menus.set_chat_menu_button,
    "createForumTopic": topics.create_forum_topic,
    "editForumTopic": topics.edit_forum_topic,
    "closeForumTopic": topics.close_forum_topic,
}
