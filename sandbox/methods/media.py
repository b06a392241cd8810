"""Sending of one photo, voice, video, piece of music or document."""

from typing import Any

from sandbox import shelf
from sandbox.methods.ask import Ask
from sandbox.methods.files import file_of
from sandbox.methods.sends import deliver
from sandbox.texts import caption_content


def send_file(ask: Ask, kind: str) -> dict[str, Any]:
    chat = ask.chat()
    caption = caption_content(ask.args)
    stored = file_of(ask, kind, ask.args.get(kind), kind)
    content = {kind: shelf.describe(stored, ask.args)} | caption
    return ask.world.shape(deliver(ask, chat, content, kind))


def send_photo(ask: Ask) -> dict[str, Any]:
    return send_file(ask, "photo")


def send_voice(ask: Ask) -> dict[str, Any]:
    return send_file(ask, "voice")


def send_video(ask: Ask) -> dict[str, Any]:
    return send_file(ask, "video")


def send_audio(ask: Ask) -> dict[str, Any]:
    return send_file(ask, "audio")


def send_document(ask: Ask) -> dict[str, Any]:
    return send_file(ask, "document")
