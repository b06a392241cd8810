"""One call that carries pictures, sounds, files or places, by the file_id under which Telegram has them already."""

from typing import Any

from bot.sending import FETCH, REPEAT
from bot.views.page import Enclosed

_METHODS = {
    "photo": "sendPhoto", "video": "sendVideo", "video_note": "sendVideoNote", "voice": "sendVoice",
    "audio": "sendAudio", "document": "sendDocument",
}
_WITHOUT_CAPTION = {"video_note", "location"}


def enclose(chat_id: int, enclosed: tuple[Enclosed, ...], caption: str, repeat: str) -> tuple[str, dict[str, Any]]:
    """An album has its caption on the first picture, so that the app shows it below all of them."""
    first = enclosed[0]
    words: dict[str, Any] = {"caption": caption, "parse_mode": "HTML"} if caption else {}
    if len(enclosed) > 1:
        media: list[dict[str, Any]] = [{"type": one.kind, "media": one.file} for one in enclosed]
        media[0] |= words
        return "sendMediaGroup", {"chat_id": chat_id, "media": media}
    if first.kind == "location":
        latitude, longitude = first.file.split(",")
        return "sendLocation", {"chat_id": chat_id, "latitude": float(latitude), "longitude": float(longitude)}
    if first.kind == "image":
        return "sendPhoto", {"chat_id": chat_id, "photo": "attach://photo", FETCH: {"photo": first.file},
                             REPEAT: repeat, **words}
    if first.kind in _WITHOUT_CAPTION:
        words = {}
    return _METHODS[first.kind], {"chat_id": chat_id, first.kind: first.file, REPEAT: repeat, **words}
