"""Reads what somebody sent besides words out of Telegram's message."""

from telegram import Message

from domain.media import Media

_IMAGES = {"image/jpeg", "image/png"}


def media_of(message: Message) -> Media | None:
    """None for what we cannot carry: stickers, polls, moving pictures."""
    album = message.media_group_id
    if message.photo:
        return Media("photo", message.photo[-1].file_id, album, message.photo[-1].file_size or 0)
    if message.location is not None:
        return Media("location", f"{message.location.latitude},{message.location.longitude}")
    if message.animation is not None:
        return None
    for kind in ("voice", "video", "video_note", "audio", "document"):
        found = getattr(message, kind)
        if found is not None:
            type_ = getattr(found, "mime_type", None) or ""
            sent_as = "image" if kind == "document" and type_ in _IMAGES else kind
            return Media(sent_as, found.file_id, album, found.file_size or 0, type_)
    return None
