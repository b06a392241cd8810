"""Sending of albums: several messages that share a media_group_id."""

from typing import Any

from sandbox.methods.ask import Ask
from sandbox.methods.files import media_content
from sandbox.methods.sends import replied, topic_of
from sandbox.problems import Refused
from sandbox.things import Message

MOST = 10
FEWEST = 2
ALONE = {"document", "audio"}


def send_media_group(ask: Ask) -> list[dict[str, Any]]:
    chat = ask.chat()
    topic, reply_to = topic_of(ask, chat), replied(ask, chat)
    items = contents(ask)
    world = ask.world
    now = world.now()
    world.limiters[ask.bot.id].check(chat.id, now, len(items))
    album = str(13_000_000_000 + world.count("album"))
    sent = []
    for kind, content in items:
        content["media_group_id"] = album
        message = Message(world.next_id(chat), chat.key, ask.bot.id, now, content, kind, topic, reply_to)
        sent.append(world.shape(world.post(chat, message)))
    return sent


def contents(ask: Ask) -> list[tuple[str, dict[str, Any]]]:
    given = ask.args.get("media")
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise Refused("can't parse media JSON object")
    if len(given) < FEWEST:
        raise Refused("there are not enough messages to send as an album")
    if len(given) > MOST:
        raise Refused("too many messages to send as an album")
    items = [media_content(ask, item) for item in given]
    kinds = {kind for kind, _ in items}
    for kind in ALONE & kinds:
        if len(kinds) > 1:
            raise Refused(f"{kind} can't be mixed with other media types")
    return items
