"""One act: what a handler is given, and what it may ask of the world. Nothing here leaves before the commit."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domain.ids import BotId, ChatId, PersonId, ViewId
from storage import links, messages, timers, views
from storage.database import Transaction
from storage.messages import Message

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.texts import Texts
    from domain.media import Media

DANGER, PRESS_ANSWER, ANSWER, CARD, BROADCAST = range(5)
_ANSWER_LIVES = 10_000
MOST_MESSAGES = 100


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an act comes from: who, in which chat, by which press; what they wrote, and the danger found in it.

    `words` are the text or caption of a message or an edit; in a group only of one that is meant for the bot.
    `to_bot` is anything that somebody has sent to it, words or not.
    """

    chat_id: ChatId | None = None
    sender_id: int | None = None
    message_id: int | None = None
    callback_id: str | None = None
    pressed: str | None = None
    language: str | None = None
    private: bool = False
    received_at: int = 0
    reply_to: int | None = None
    sent_at: int = 0
    words: str | None = field(default=None, repr=False)
    danger: str | None = None
    to_bot: bool = False


@dataclass(frozen=True, slots=True)
class Self:
    """Who the bot is."""

    bot_id: BotId
    username: str


@dataclass(slots=True)
class Act:
    """A transaction with what the act needs around it. Its only awaits are on the transaction."""

    tx: Transaction
    now: int
    bot: Self
    origin: Origin
    settings: "Settings"
    texts: "Texts"
    outgoing: list[Message] = field(default_factory=list)
    redrawn: set[ViewId] = field(default_factory=set)
    enclosed: "Media | None" = None
    error: BaseException | None = None
    answered: bool = False
    timers_set: bool = False
    quiet: bool = False

    def say(
        self, chat_id: ChatId, key: str, *, urgency: int = ANSWER, reader_id: PersonId | None = None, **facts: Any
    ) -> None:
        """Say one thing once. Facts are ids and numbers; words are looked up when it is drawn."""
        self.post(Message(self.bot.bot_id, chat_id, urgency, key, facts, reader_id=reader_id))

    def turn(self, key: str, *, reader_id: PersonId | None = None, **facts: Any) -> None:
        """Turn the message under which a button was pressed into another page; its state is nowhere but there.

        Pages are turned in private: what hangs in a group is not for whoever presses.
        """
        if self.origin.private and self.origin.chat_id is not None and self.origin.message_id is not None:
            self.say(self.origin.chat_id, key, reader_id=reader_id, turns=self.origin.message_id, **facts)

    def reply(self, key: str, **facts: Any) -> None:
        """Answer where the act came from: in the chat, or above it where a button was pressed."""
        if self.origin.callback_id is not None:
            self.answer(key, **facts)
        elif self.origin.chat_id is not None:
            self.say(self.origin.chat_id, key, **facts)

    def answer(self, key: str, **facts: Any) -> None:
        """The short answer to a press; worthless after ten seconds, so never the only carrier of a result."""
        if self.origin.callback_id is None or self.origin.chat_id is None or self.answered:
            return
        self.answered = True
        message = Message(
            self.bot.bot_id, self.origin.chat_id, PRESS_ANSWER, key,
            {"to_language": None if self.origin.private else self.origin.language, **facts,
             "callback_id": self.origin.callback_id}, method="answer",
            expires_at=self.origin.received_at + _ANSWER_LIVES,
        )
        self.post(message)

    def call(
        self, chat_id: ChatId, method: str, params: dict[str, Any], then: str | None = None, **about: int | str
    ) -> None:
        """A Bot API call whose result comes back as an act named `then`, with what it was `about`."""
        facts = {"call": method, "params": params, **about}
        self.post(Message(self.bot.bot_id, chat_id, ANSWER, "call", facts, method="call", then_act=then))

    async def show(
        self, chat_id: ChatId, kind: str, subject_id: int, *, urgency: int = CARD,
        reader_id: PersonId | None = None, anew: bool = False, topic_id: int = 0,
    ) -> None:
        """Show a view here in its present state; `anew` in a new message, where an edit would be missed."""
        self.redrawn.add(
            await views.want_view(
                self.tx, self.bot.bot_id, chat_id, kind, subject_id, urgency=urgency, reader_id=reader_id, anew=anew,
                topic_id=topic_id,
            )
        )

    async def redraw(self, kind: str, subject_id: int) -> None:
        """Redraw it wherever it hangs."""
        self.redrawn.update(await views.want_again(self.tx, kind, subject_id))

    def link(self, kind: str, subject_id: int, heard: tuple[ChatId | None, int | None] | None = None) -> None:
        """Remember what a message stands for, by default the one that caused this act: its chat and its id."""
        chat_id, message_id = heard or (self.origin.chat_id, self.origin.message_id)
        if chat_id is None or message_id is None:
            return
        links.add_links(self.tx, [{
            "bot_id": self.bot.bot_id, "chat_id": chat_id, "message_id": message_id, "kind": kind,
            "subject_id": subject_id, "sent_at": None,
        }])

    def set_timer(self, kind: str, subject_id: int, due_at: int) -> None:
        timers.set_timer(self.tx, kind, subject_id, due_at)
        self.timers_set = True

    def keep_timer(self, kind: str, subject_id: int, due_at: int) -> None:
        """Set it where it does not wait already: several changes become one."""
        timers.keep_timer(self.tx, kind, subject_id, due_at)
        self.timers_set = True

    def end_timer(self, kind: str, subject_id: int) -> None:
        timers.end_timer(self.tx, kind, subject_id)

    def post(self, message: Message) -> None:
        """Put a message into the outbox; nothing happens where a mailing has reached this recipient before.

        To somebody who writes too much at once ordinary answers are left out.
        """
        if self.quiet and message.chat_id == self.origin.chat_id and message.urgency == ANSWER:
            return
        messages.add_message(self.tx, message, self.now)
        self.outgoing.append(message)
