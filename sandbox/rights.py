"""Names of rights, as the Bot API spells them."""

ADMIN_WORDS = """
can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members
can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories can_pin_messages
can_send_welcome_messages
"""
MEMBER_WORDS = """
can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes
can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_react_to_messages
can_edit_tag can_change_info can_invite_users can_pin_messages can_manage_topics
"""
ADMIN = dict.fromkeys([*ADMIN_WORDS.split(), "can_manage_topics"], True)
MEMBER = dict.fromkeys(MEMBER_WORDS.split(), True)
GIFTS = dict.fromkeys(
    ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"], True
)
