"""Writes down what became of calls, in one short job for all that have come in."""

import hashlib
from typing import Any

import orjson

from bot.outgoing import Outgoing
from domain.ids import BotId, ChatId, ViewId
from storage import chats, inbox, links, messages, views
from storage.database import Transaction
from storage.keys import Key
from storage.messages import Message
from storage.views import View

_FINAL = {"sent", "parked", "unreachable"}
_LOST = {"parked", "unreachable"}
_SAME_RESULT = hashlib.sha256(b"result").hexdigest()[:32]


async def note_outcomes(
    tx: Transaction, bot_id: BotId, outcomes: list[Outgoing], key: Key, now: int
) -> set[ViewId]:
    """Returns the views that are to be shown anew: their chat has moved, or more is wanted than was drawn."""
    _note_sent(tx, bot_id, outcomes, now)
    again: set[ViewId] = set()
    for one in outcomes:
        again.update(await _note_one(tx, bot_id, one, key, now))
    inbox.add_arrivals(tx, bot_id, list_results(outcomes), key, now)
    return again


def list_results(outcomes: list[Outgoing]) -> list[inbox.Arrival]:
    """The outcomes that somebody waits for, as rows for the inbox."""
    return [result for one in outcomes if (result := _result(one))]


def _result(one: Outgoing) -> inbox.Arrival | None:
    """Of a call always; of something said only that it could not be."""
    message, what = one.item.message, one.verdict.what
    if message is None or message.then_act is None or what not in (_FINAL if message.method == "call" else _LOST):
        return None
    body = orjson.dumps({
        "then": message.then_act, "facts": dict(message.facts), "chat_id": message.chat_id,
        "ok": one.answer.kind == "done", "result": one.answer.result, "reason": one.answer.description,
    })
    return inbox.Arrival("result", message.id, _SAME_RESULT, message.then_act, f"c{message.chat_id}", body)


def _note_sent(tx: Transaction, bot_id: BotId, outcomes: list[Outgoing], now: int) -> None:
    messages.mark_ended(tx, [
        {"message_id": m.id, "state": "sent", "reason": None, "now": now}
        for one in outcomes if one.verdict.what == "sent" and (m := one.item.message)
    ])
    messages.mark_parts(tx, [
        {"message_id": m.id, "n": part.n, "outcome": part.outcome}
        for one in outcomes if (m := one.item.message) for part in one.parts if part.outcome != "waiting"
    ])
    links.add_links(tx, [
        {"bot_id": bot_id, "chat_id": one.chat_id, "message_id": sent_id, "sent_at": now, **_stands_for(one)}
        for one in outcomes if not _is_call(one) for sent_id in one.sent_ids
    ])


async def _note_one(tx: Transaction, bot_id: BotId, one: Outgoing, key: Key, now: int) -> list[ViewId]:
    what, item, reason = one.verdict.what, one.item, one.answer.description[:200]
    again: list[ViewId] = []
    if what == "unreachable":
        kind = "group" if one.chat_id < 0 else "private"
        await chats.set_reachable(tx, bot_id, one.chat_id, kind, reachable=False)
    elif what == "moved":
        again = await _move(tx, bot_id, one.chat_id, ChatId(one.answer.migrate_to))
    if item.view is not None:
        if await _note_view(tx, item.view, one, reason):
            again.append(item.view.id)
    elif item.message is not None and what != "sent":
        await _note_message(tx, item.message, one, key, now)
    return again


async def _note_view(tx: Transaction, view: View, one: Outgoing, reason: str) -> bool:
    """Whether it has to be looked at again, because somebody may have asked for more while it was on its way."""
    what = one.verdict.what
    if what == "sent":
        edited = any(part.method.startswith("edit") for part in one.parts)
        return await views.mark_shown(tx, view.id, one.wanted, None if edited else next(iter(one.sent_ids), None))
    if what in _LOST:
        await views.park_view(tx, view.id, one.wanted, reason)
    else:
        await views.mark_view_failed(tx, view.id, reason, forget_message=what == "anew")
    return what in _LOST


async def _note_message(tx: Transaction, message: Message, one: Outgoing, key: Key, now: int) -> None:
    verdict, reason = one.verdict, one.answer.description[:200]
    if verdict.what in {"expired", *_LOST}:
        state = "expired" if verdict.what == "expired" else "parked"
        messages.mark_ended(tx, [{"message_id": message.id, "state": state, "reason": reason, "now": now}])
        return
    if verdict.what == "plain":
        await messages.drop_waiting_parts(tx, message.id)
        messages.add_parts(tx, key, [(message.id, part) for part in one.parts])
    message.attempts += 1
    message.doubtful += verdict.what == "doubt"
    message.held_since_at = message.held_since_at or now
    message.retry_at = now + verdict.wait
    await messages.mark_ready(tx, message, reason)


async def _move(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> list[ViewId]:
    """Everything that knows the old chat learns the new one, in the same transaction; which views are to be shown."""
    if not await chats.move_chat(tx, bot_id, old, new):
        return []
    await chats.move_bindings(tx, bot_id, old, new)
    await messages.move_chat(tx, bot_id, old, new)
    return await views.move_views(tx, bot_id, old, new)


def _is_call(one: Outgoing) -> bool:
    """It says nothing of its own: a message that it changes stands for what it stood for."""
    return one.item.message is not None and one.item.message.method == "call"


def _stands_for(one: Outgoing) -> dict[str, Any]:
    if one.item.view is not None:
        return {"kind": "view", "subject_id": one.item.view.id}
    assert one.item.message is not None
    return {"kind": "message", "subject_id": one.item.message.id}
