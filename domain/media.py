"""Pictures, sounds, files and places that people send: what is taken, and what travels together.

An `image` is a picture that was sent as a file, with whatever its camera wrote into it: it is fetched, stripped and
passed on as a photograph, one by one.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from domain.ids import NoteId

KINDS = ("photo", "image", "video", "video_note", "voice", "audio", "document", "location")
ALBUM_AT_MOST = 10
# Telegram takes photographs of 10 MB, and gives back files of 20 MB (Bot API, sendPhoto and getFile).
IMAGE_AT_MOST = 10
MEGABYTE = 1 << 20
_TOGETHER = {"photo": "pictures", "video": "pictures", "document": "documents", "audio": "audio"}


class Media(NamedTuple):
    """One thing that somebody sent. `file` is Telegram's file_id; of a location its two coordinates."""

    kind: str
    file: str
    album: str | None = None
    size: int = 0
    type: str = ""


class Carried(NamedTuple):
    """A note that carries one."""

    note_id: NoteId
    kind: str


def most_megabytes(media: Media, largest: int) -> int:
    return min(largest, IMAGE_AT_MOST) if media.kind == "image" else largest


def refusal(media: Media, largest: int, types: Iterable[str]) -> str | None:
    """The key of what to say about what is not taken; None where all is well."""
    if media.size > most_megabytes(media, largest) * MEGABYTE:
        return "media.too_large"
    if media.kind == "document" and not any(media.type.startswith(one) for one in types):
        return "media.not_this_type"
    return None


def parcels(carried: Iterable[Carried]) -> list[list[Carried]]:
    """Pictures side by side travel as one album, of ten at most; voices and places travel one by one."""
    found: list[list[Carried]] = []
    for one in carried:
        kind = _TOGETHER.get(one.kind)
        last = found[-1] if found else None
        if kind and last and _TOGETHER.get(last[0].kind) == kind and len(last) < ALBUM_AT_MOST:
            last.append(one)
        else:
            found.append([one])
    return found


def counts(kinds: Iterable[str]) -> list[tuple[str, int]]:
    """How many of each, in a fixed order."""
    counted = Counter("photo" if kind == "image" else kind for kind in kinds)
    return [(kind, counted[kind]) for kind in KINDS if counted[kind]]
