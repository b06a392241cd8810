"""Files in calls: uploaded, named by file_id, or fetched again by path."""

from typing import Any

from sandbox import shelf
from sandbox.methods.ask import Ask
from sandbox.problems import Refused
from sandbox.texts import caption_content
from sandbox.things import Stored

DOWNLOAD = 20 << 20
UPLOAD = 50 << 20
PHOTO = 10 << 20


def file_of(ask: Ask, kind: str, value: str | None, field: str) -> Stored:
    """The file a field stands for."""
    upload = ask.files.get(field)
    if value and value.startswith("attach://"):
        upload = ask.files.get(value.removeprefix("attach://"))
    if upload is not None:
        return uploaded(ask, kind, *upload)
    if not value:
        raise Refused(f"there is no {kind} in the request")
    stored = shelf.find(ask.world, value)
    if stored is not None:
        return stored
    if value.startswith(("http://", "https://")):
        raise Refused("failed to get HTTP URL content")
    raise Refused("wrong file identifier/HTTP URL specified")


def uploaded(ask: Ask, kind: str, name: str, data: bytes) -> Stored:
    if not data:
        raise Refused("file must be non-empty")
    if len(data) > (PHOTO if kind == "photo" else UPLOAD):
        raise Refused("", 413)
    return shelf.keep(ask.world, kind, name, data)


def media_content(ask: Ask, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Kind and content of an InputMedia object."""
    kind = given.get("type", "")
    if kind not in shelf.FOLDERS or kind == "voice":
        raise Refused(f"type {kind} can't be used in sendMediaGroup")
    stored = file_of(ask, kind, given.get("media"), "media")
    return kind, {kind: shelf.describe(stored, given)} | caption_content(given)


def get_file(ask: Ask) -> dict[str, Any]:
    stored = shelf.find(ask.world, ask.args.get("file_id", ""))
    if stored is None:
        raise Refused("wrong file_id or the file is temporarily unavailable")
    if stored.size > DOWNLOAD:
        raise Refused("file is too big")
    return {
        "file_id": ask.args["file_id"],
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }
