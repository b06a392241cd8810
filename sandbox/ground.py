"""The state every part of the world stands on, and the few ways to change it."""

import random
from collections import deque
from collections.abc import Callable
from typing import Any

from sandbox.clock import Clock, RealClock
from sandbox.faults import Fault
from sandbox.limits import Limiter, Limits
from sandbox.shapes import chat_json, message_json, origin_json, user_json
from sandbox.things import Bot, Call, Chat, Message, Person, Press, Stored
from sandbox.updates import Queue, queued, wanted

JOURNAL = 100_000
FIRST_UPDATE = 100_000_001
FIRST_PERSON = 5_000_001
FIRST_GROUP = 4_000_001
SUPERGROUPS = 1_000_000_000_000

Event = dict[str, Any]


class Ground:
    """People, bots, chats and messages by their ids; `save` and `watchers` learn of every change."""

    def __init__(
        self,
        clock: Clock | None = None,
        limits: Limits | None = None,
        *,
        journal: bool = True,
        seed: int = 0,
    ) -> None:
        self.clock: Clock = clock or RealClock()
        self.limits = limits or Limits()
        self.random = random.Random(seed)  # noqa: S311 - it rolls dice for faults
        self.journal = journal
        self.calls: deque[Call] = deque(maxlen=JOURNAL)
        self.unknown_fields: set[tuple[str, str]] = set()
        self.people: dict[int, Person] = {}
        self.bots: dict[str, Bot] = {}
        self.bots_by_id: dict[int, Bot] = {}
        self.queues: dict[int, Queue] = {}
        self.limiters: dict[int, Limiter] = {}
        self.chats: dict[str, Chat] = {}
        self.history: dict[str, dict[int, Message]] = {}
        self.files: dict[str, Stored] = {}
        self.paths: dict[str, str] = {}
        self.presses: dict[str, Press] = {}
        self.counters: dict[str, int] = {}
        self.users: dict[int, dict[str, Any]] = {}
        self.heads: dict[str, dict[str, Any]] = {}
        self.dirty: dict[tuple[str, str], object] | None = None
        self.watchers: list[Callable[[Event], None]] = []
        self.faults: list[Fault] = []

    def now(self) -> int:
        return self.clock.now()

    def save(self, kind: str, key: str, thing: object) -> None:
        """Remember for the state file that this changed; None means that it is gone."""
        if self.dirty is not None:
            self.dirty[kind, key] = thing

    def emit(self, what: str, **event: Any) -> None:
        for watcher in self.watchers:
            watcher({"what": what, "at_ms": self.now(), **event})

    def count(self, name: str, first: int = 1) -> int:
        value = self.counters.get(name, first)
        self.counters[name] = value + 1
        self.save("counter", name, value + 1)
        return value

    def add_bot(
        self, token: str, username: str = "linli_bot", name: str = "邻里", *, privacy: bool = True
    ) -> Bot:
        known = self.bots.get(token)
        if known:
            return known
        bot = Bot(
            int(token.split(":", maxsplit=1)[0]), token, username, name, privacy, next_update=FIRST_UPDATE
        )
        self.keep_bot(bot)
        self.save("bot", token, bot)
        return bot

    def keep_bot(self, bot: Bot) -> None:
        self.bots[bot.token] = bot
        self.bots_by_id[bot.id] = bot
        self.queues[bot.id] = Queue(bot.token, self.save)
        self.limiters[bot.id] = Limiter(self.limits)
        self.users[bot.id] = user_json(bot)

    def bot(self, token: str | None = None) -> Bot:
        """The bot with this token; without one, the first."""
        return self.bots[token] if token else next(iter(self.bots.values()))

    def keep_person(self, person: Person) -> None:
        self.people[person.id] = person
        self.users[person.id] = user_json(person)
        self.save("person", str(person.id), person)

    def keep_chat(self, chat: Chat) -> None:
        self.chats[chat.key] = chat
        self.history.setdefault(chat.key, {})
        self.heads[chat.key] = chat_json(chat, self.people.get(chat.id) if chat.private else None)
        self.save("chat", chat.key, chat)

    def private(self, user: int, bot: Bot) -> Chat:
        key = f"{bot.id}:{user}"
        chat = self.chats.get(key)
        if chat is None:
            self.people[user]
            chat = Chat(key, user, "private", bot_id=bot.id)
            self.keep_chat(chat)
        return chat

    def chat(self, chat_id: int, bot: str | None = None) -> Chat:
        """The group with this id, or the private chat of this person with the bot."""
        return self.chats[str(chat_id)] if chat_id < 0 else self.private(chat_id, self.bot(bot))

    def next_id(self, chat: Chat) -> int:
        """One sequence for each supergroup; private chats and basic groups share one."""
        if chat.type != "supergroup":
            return self.count("message")
        message_id = chat.next_message
        chat.next_message += 1
        self.save("chat", chat.key, chat)
        return message_id

    def message(self, chat: Chat, message_id: int | None) -> Message | None:
        found = self.history[chat.key].get(message_id or 0)
        return None if found is None or found.deleted else found

    def post(self, chat: Chat, message: Message) -> Message:
        self.history[chat.key][message.id] = message
        self.touch(message)
        return message

    def touch(self, message: Message) -> None:
        if self.dirty is not None:
            self.dirty["message", f"{message.chat}/{message.id}"] = message
        if self.watchers:
            self.emit("message", chat=self.chats[message.chat].id, message_id=message.id)

    def shape(self, message: Message, *, nested: bool = False) -> dict[str, Any]:
        reply = None
        if message.reply_to and not nested:
            answered = self.history[message.chat].get(message.reply_to)
            reply = self.shape(answered, nested=True) if answered and not answered.deleted else None
        return message_json(message, self.users[message.sender], self.heads[message.chat], reply)

    def origin(self, message: Message) -> dict[str, Any]:
        person = self.people.get(message.sender)
        return origin_json(self.users[message.sender], message, hidden=bool(person and person.hidden))

    def stored_at(self, path: str) -> Stored | None:
        """The file with this file_path."""
        return self.files.get(self.paths.get(path, ""))

    def keep_file(self, stored: Stored) -> None:
        self.files[stored.id] = stored
        self.paths[stored.path] = stored.id
        self.save("file", stored.id, stored)

    def publish(self, bot: Bot, kind: str, body: dict[str, Any], lane: str) -> None:
        """Queue an update for a bot, if it asked for this kind."""
        if not wanted(kind, bot.allowed):
            return
        self.queues[bot.id].add(queued(self.next_update(bot), kind, body, self.now(), lane))

    def next_update(self, bot: Bot) -> int:
        """Ids rise by one; after a week without updates Telegram would start anew, which this does not."""
        update_id = bot.next_update
        bot.next_update += 1
        self.save("bot", bot.token, bot)
        return update_id
