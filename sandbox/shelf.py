"""Where files lie: kept once, described in the shape of their kind."""

import hashlib
import mimetypes
from typing import Any

from sandbox import pictures
from sandbox.ground import Ground
from sandbox.things import Stored

FOLDERS = {"photo": "photos", "voice": "voice", "video": "videos", "audio": "music", "document": "documents"}
NAMES = {"photo": "photo.jpg", "voice": "voice.ogg", "video": "video.mp4", "audio": "audio.mp3"}
THUMB = 90


def keep(world: Ground, kind: str, name: str, data: bytes) -> Stored:
    """Put the bytes on the shelf under a new file_id."""
    number = world.count("file")
    name = name or NAMES.get(kind, "file.bin")
    ending = name.rsplit(".", 1)[-1] if "." in name else "bin"
    stored = Stored(
        id=f"{kind[:2].upper()}AC{number:08d}{hashlib.sha256(data + bytes([number % 256])).hexdigest()[:40]}",
        unique_id=f"AQ{hashlib.sha256(data).hexdigest()[:14]}",
        kind=kind,
        name=name,
        mime=mimetypes.guess_type(name)[0] or "application/octet-stream",
        path=f"{FOLDERS[kind]}/file_{number}.{ending}",
        size=len(data),
        data=data,
    )
    world.keep_file(stored)
    return stored


def describe(stored: Stored, extra: dict[str, Any] | None = None) -> Any:
    """The file as a field of a message."""
    base: dict[str, Any] = {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
    }
    extra = extra or {}
    if stored.kind == "photo":
        return sizes(stored, base)
    base["mime_type"] = stored.mime
    if stored.kind != "voice":
        base["file_name"] = stored.name
    if stored.kind != "document":
        base["duration"] = extra.get("duration", 1)
    if stored.kind == "video":
        base |= {"width": extra.get("width", 640), "height": extra.get("height", 360)}
    for name in ("title", "performer"):
        if stored.kind == "audio" and name in extra:
            base[name] = extra[name]
    return base


def sizes(stored: Stored, base: dict[str, Any]) -> list[dict[str, Any]]:
    """A small and the full picture; both are the same bytes here."""
    width, height = pictures.size(stored.data)
    scale = min(1.0, THUMB / max(width, height, 1))
    small = {"width": max(1, int(width * scale)), "height": max(1, int(height * scale))}
    thumb = base | {"file_id": f"s{stored.id}", "file_unique_id": f"s{stored.unique_id}"} | small
    return [thumb, base | {"width": width, "height": height}]


def find(world: Ground, file_id: str) -> Stored | None:
    return world.files.get(file_id) or world.files.get(file_id.removeprefix("s"))
