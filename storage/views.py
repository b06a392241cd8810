"""One row per bot, chat, topic and subject that is drawn again whenever its subject changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.ids import BotId, ChatId, RequestId, ViewId
from storage.database import Row, Transaction, Values


@dataclass(slots=True)
class View:
    """A card, board, digest or status page, and how much of what is wanted has been shown."""

    id: ViewId
    bot_id: BotId
    chat_id: ChatId
    topic_id: int
    kind: str
    subject_id: int
    reader_id: int | None
    urgency: int
    wanted: int
    shown: int
    message_id: int | None
    attempts: int


_COLUMNS = """id, bot_id, chat_id, topic_id, kind, subject_id, reader_id, class, wanted, shown, message_id, attempts"""


async def want_view(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, kind: str, subject_id: int, *,
    urgency: int, topic_id: int = 0, reader_id: int | None = None, anew: bool = False,
) -> ViewId:
    """Ask for the present state to be shown in this chat; `anew` in a new message, where an edit would be missed."""
    row = await tx.one(
        """INSERT INTO views (bot_id, chat_id, topic_id, kind, subject_id, reader_id, class)
           VALUES (:bot_id, :chat_id, :topic_id, :kind, :subject_id, :reader_id, :class)
           ON CONFLICT (bot_id, chat_id, topic_id, kind, subject_id)
           DO UPDATE SET wanted = views.wanted + 1, reader_id = excluded.reader_id,
             message_id = CASE WHEN CAST(:anew AS BIGINT) = 1 THEN NULL ELSE views.message_id END
           RETURNING id""",
        bot_id=bot_id, chat_id=chat_id, topic_id=topic_id, kind=kind, subject_id=subject_id, reader_id=reader_id,
        anew=int(anew), **{"class": urgency},
    )
    assert row is not None
    return ViewId(row["id"])


async def want_again(tx: Transaction, kind: str, subject_id: int) -> list[ViewId]:
    """Ask for every view of this subject to be redrawn, wherever it hangs."""
    rows = await tx.all(
        """UPDATE views SET wanted = wanted + 1 WHERE kind = :kind AND subject_id = :subject_id AND state <> 'gone'
           RETURNING id""",
        kind=kind, subject_id=subject_id,
    )
    return [ViewId(row["id"]) for row in rows]


async def want_request_again(tx: Transaction, request_id: RequestId) -> list[ViewId]:
    """The same for all that shows a request, in one go."""
    rows = await tx.all(
        """UPDATE views SET wanted = wanted + 1
           WHERE kind IN ('request', 'holder', 'rating', 'handover', 'mine') AND subject_id = :request_id
             AND state <> 'gone' RETURNING id""",
        request_id=request_id,
    )
    return [ViewId(row["id"]) for row in rows]


async def list_wanted(tx: Transaction) -> list[View]:
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM views WHERE wanted > shown AND state IN ('idle', 'sending') ORDER BY id"
    )
    return [_view(row) for row in rows]


async def get_view(tx: Transaction, view_id: ViewId) -> View | None:
    row = await tx.one(f"SELECT {_COLUMNS} FROM views WHERE id = :view_id", view_id=view_id)
    return _view(row) if row else None


async def find_view(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, kind: str, subject_id: int
) -> View | None:
    row = await tx.one(
        f"""SELECT {_COLUMNS} FROM views WHERE bot_id = :bot_id AND chat_id = :chat_id AND kind = :kind
           AND subject_id = :subject_id""",
        bot_id=bot_id, chat_id=chat_id, kind=kind, subject_id=subject_id,
    )
    return _view(row) if row else None


async def list_views(tx: Transaction, bot_id: BotId, chat_id: ChatId, kind: str) -> list[View]:
    """The boards, or the digests, of one chat, in whichever topic."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM views WHERE bot_id = :bot_id AND chat_id = :chat_id AND kind = :kind
           AND kind IN ('board', 'digest') ORDER BY id""",
        bot_id=bot_id, chat_id=chat_id, kind=kind,
    )
    return [_view(row) for row in rows]


async def want_kind_again(tx: Transaction, bot_id: BotId, chat_id: ChatId, kind: str) -> list[ViewId]:
    rows = await tx.all(
        """UPDATE views SET wanted = wanted + 1
           WHERE bot_id = :bot_id AND chat_id = :chat_id AND kind = :kind AND kind IN ('board', 'digest')
             AND message_id IS NOT NULL RETURNING id""",
        bot_id=bot_id, chat_id=chat_id, kind=kind,
    )
    return [ViewId(row["id"]) for row in rows]


async def list_groups_of(tx: Transaction, bot_id: BotId, kind: str, subject_id: int) -> list[ChatId]:
    """The groups in which this subject hangs or hung."""
    rows = await tx.all(
        """SELECT DISTINCT chat_id FROM views WHERE bot_id = :bot_id AND kind = :kind AND subject_id = :subject_id
           AND chat_id < 0 ORDER BY chat_id""",
        bot_id=bot_id, kind=kind, subject_id=subject_id,
    )
    return [ChatId(row["chat_id"]) for row in rows]


def mark_views_sending(tx: Transaction, rows: Iterable[Values]) -> None:
    """Each row: view_id."""
    tx.later_many("UPDATE views SET state = 'sending' WHERE id = :view_id", rows)


async def mark_shown(tx: Transaction, view_id: ViewId, shown: int, message_id: int | None) -> bool:
    """Whether more has been asked for since this was drawn. `message_id` is that of a new message, None after an edit:
    whoever has asked for a new one meanwhile gets it.
    """
    row = await tx.one(
        """UPDATE views SET state = 'idle', shown = :shown, attempts = 0, reason = NULL,
             message_id = COALESCE(CAST(:message_id AS BIGINT), message_id)
           WHERE id = :view_id RETURNING wanted""",
        view_id=view_id, shown=shown, message_id=message_id,
    )
    return row is not None and row["wanted"] > shown


async def mark_view_failed(tx: Transaction, view_id: ViewId, reason: str, *, forget_message: bool) -> None:
    """It will be tried again."""
    await tx.run(
        """UPDATE views SET state = 'idle', attempts = attempts + 1, reason = :reason,
             message_id = CASE WHEN CAST(:forget AS BIGINT) = 1 THEN NULL ELSE message_id END
           WHERE id = :view_id""",
        view_id=view_id, reason=reason, forget=int(forget_message),
    )


async def park_view(tx: Transaction, view_id: ViewId, wanted: int, reason: str) -> None:
    """Not tried again before its subject changes, or its chat can be reached again."""
    await tx.run(
        """UPDATE views SET state = 'parked', shown = CASE WHEN shown < :wanted THEN :wanted ELSE shown END,
             attempts = attempts + 1, reason = :reason WHERE id = :view_id""",
        view_id=view_id, wanted=wanted, reason=reason,
    )


async def want_parked_again(tx: Transaction, bot_id: BotId, chat_id: ChatId) -> list[ViewId]:
    """The chat can be reached again: show what could not be shown."""
    rows = await tx.all(
        """UPDATE views SET wanted = wanted + 1, state = 'idle', message_id = NULL
           WHERE bot_id = :bot_id AND chat_id = :chat_id AND state = 'parked' RETURNING id""",
        bot_id=bot_id, chat_id=chat_id,
    )
    return [ViewId(row["id"]) for row in rows]


async def adopt_message(tx: Transaction, view_id: ViewId, message_id: int) -> bool:
    """A message of ours that we did not know; it becomes the view's own if that has none."""
    return await tx.run(
        "UPDATE views SET message_id = :message_id WHERE id = :view_id AND message_id IS NULL",
        view_id=view_id, message_id=message_id,
    ) == 1


async def move_views(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> list[ViewId]:
    """A group became a supergroup: its old messages cannot be edited from there, so all are shown anew."""
    rows = await tx.all(
        """UPDATE views SET chat_id = :new, message_id = NULL, wanted = wanted + 1
           WHERE bot_id = :bot_id AND chat_id = :old RETURNING id""",
        bot_id=bot_id, old=old, new=new,
    )
    return [ViewId(row["id"]) for row in rows]


def _view(row: Row) -> View:
    return View(
        row["id"], row["bot_id"], row["chat_id"], row["topic_id"], row["kind"], row["subject_id"],
        row["reader_id"], row["class"], row["wanted"], row["shown"], row["message_id"], row["attempts"],
    )
