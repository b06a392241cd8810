"""The state file: the world in SQLite, written behind its back in small batches."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from sandbox.things import Bot, Chat, Member, Message, Person, Press, Stored, Topic
from sandbox.updates import Queued
from sandbox.world import World

EVERY_SECONDS = 0.05
SKIPPED = 1_000
SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS things (kind TEXT, key TEXT, body BLOB, bytes BLOB, PRIMARY KEY (kind, key));
"""
PUT = "INSERT OR REPLACE INTO things VALUES (?, ?, ?, ?)"
TAKE = "DELETE FROM things WHERE kind = ? AND key = ?"

Row = tuple[str, str, bytes, bytes | None]


class Store:
    """What changed is written every 50 ms and when the sandbox stops; a killed sandbox loses no more."""

    def __init__(self, path: Path) -> None:
        self.database = sqlite3.connect(path, check_same_thread=False)
        self.database.executescript(SCHEMA)

    def now(self) -> int | None:
        """Where a virtual clock stood."""
        row = self.database.execute("SELECT body FROM things WHERE kind = 'clock'").fetchone()
        return orjson.loads(row[0]) if row else None

    def load(self, world: World) -> None:
        for kind, keep in loaders(world).items():
            for key, body, data in self.database.execute(
                "SELECT key, body, bytes FROM things WHERE kind = ?", (kind,)
            ):
                keep(key, orjson.loads(body), data)
        for queue in world.queues.values():
            queue.items = dict(sorted(queue.items.items()))
        for chat, messages in world.history.items():
            world.history[chat] = dict(sorted(messages.items()))
        world.dirty = {}
        if not self.closed_well():
            skip_ahead(world)

    def closed_well(self) -> bool:
        """Whether the last sandbox stopped by itself; from here on, this one has not yet."""
        with self.database:
            return self.database.execute("DELETE FROM things WHERE kind = 'closed'").rowcount > 0

    async def run(self, world: World) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            if world.dirty:
                await asyncio.to_thread(self.write, *changes(world))

    def write(self, kept: list[Row], gone: list[tuple[str, str]]) -> None:
        with self.database:
            self.database.executemany(TAKE, gone)
            self.database.executemany(PUT, kept)

    def close(self, world: World) -> None:
        kept, gone = changes(world)
        self.write([*kept, ("closed", "well", b"true", None)], gone)
        self.database.close()


def skip_ahead(world: World) -> None:
    """The last moments before a kill were not written: their numbers must not be given twice."""
    for name in world.counters:
        world.counters[name] += SKIPPED
        world.save("counter", name, world.counters[name])
    for bot in world.bots.values():
        world.jump_update_id(SKIPPED, bot.token)
    for chat in world.chats.values():
        chat.next_message += SKIPPED
        world.keep_chat(chat)


def changes(world: World) -> tuple[list[Row], list[tuple[str, str]]]:
    """What to write and what to delete; the list of changes starts anew."""
    dirty = world.dirty or {}
    world.dirty = {}
    kept = [(*key, *encoded(thing)) for key, thing in dirty.items() if thing is not None]
    gone = [key for key, thing in dirty.items() if thing is None]
    return [*kept, ("clock", "now", *encoded(world.now()))], gone


def encoded(thing: object) -> tuple[bytes, bytes | None]:
    data = getattr(thing, "data", None) or getattr(thing, "body", None)
    return orjson.dumps(thing, default=lambda _bytes: None, option=orjson.OPT_NON_STR_KEYS), data


def loaders(world: World) -> dict[str, Callable[[str, Any, bytes], object]]:
    """How each kind comes back, in an order where nothing misses what it stands on."""
    return {
        "counter": lambda key, body, _: world.counters.update({key: body}),
        "person": lambda _key, body, _: world.keep_person(Person(**body)),
        "bot": lambda _key, body, _: world.keep_bot(Bot(**body)),
        "chat": lambda _key, body, _: world.keep_chat(chat(body)),
        "message": lambda _key, body, _: world.post(world.chats[body["chat"]], message(body)),
        "file": lambda _key, body, data: world.keep_file(Stored(**body | {"data": data or b""})),
        "press": lambda key, body, _: world.presses.update({key: Press(**body)}),
        "update": lambda key, body, data: update(world, key, body, data),
    }


def chat(body: dict[str, Any]) -> Chat:
    members = {int(key): Member(**member) for key, member in body["members"].items()}
    topics = {int(key): Topic(**topic) for key, topic in body["topics"].items()}
    return Chat(**body | {"members": members, "topics": topics})


def message(body: dict[str, Any]) -> Message:
    return Message(**body | {"reactions": {int(user): given for user, given in body["reactions"].items()}})


def update(world: World, key: str, body: dict[str, Any], data: bytes) -> None:
    bot = world.bots[key.rpartition("/")[0]]
    world.queues[bot.id].items[body["id"]] = Queued(**body | {"body": data})
