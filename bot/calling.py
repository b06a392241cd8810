"""Makes the calls of one item: what is frozen for it, part by part, and what each answer means."""

from typing import Any

from bot.clock import Clock
from bot.files import READERS, Desk, read
from bot.keys import RunJob
from bot.outcomes import Verdict, judge
from bot.outgoing import Outgoing
from bot.pictures import fetch_images
from bot.sending import FETCH, as_plain, as_repeat, call_body
from bot.settings import Settings
from bot.transport import Answer, Api
from domain.ids import BotId
from storage.messages import Part


class Caller:
    """Talks to Telegram for delivery; it neither waits nor writes, except the files that an answer brings."""

    def __init__(self, api: Api, clock: Clock, settings: Settings, job: RunJob, bot_id: BotId) -> None:
        self._api = api
        self._clock = clock
        self._settings = settings
        self._job = job
        self._bot_id = bot_id

    async def call(self, one: Outgoing) -> None:
        """Make the calls that are still to be made, in order, up to the first that fails."""
        for part in one.parts:
            if part.outcome == "sent":
                continue
            method, one.answer = await self._ask(one, part)
            one.verdict = self._judge(one, method)
            _note_part(one, part)
            if part.outcome != "sent":
                return

    async def _ask(self, one: Outgoing, part: Part) -> tuple[str, Answer]:
        """Which method was answered at last, and how: what the part needs is fetched first."""
        message, view = one.item.message, one.item.view
        params, files = call_body(as_repeat(part.body) if part.outcome == "unknown" else part.body)
        if "chat_id" in params:
            params["chat_id"] = one.chat_id  # it may have moved since the part was frozen
        if view is not None and view.message_id is not None:
            params["message_id"] = view.message_id
        wanted = params.pop(FETCH, None)
        failed, images = await fetch_images(self._api, wanted) if wanted else (None, None)
        if failed is not None:
            return "getFile", failed
        answer = await self._api.call(part.method, params, images or files)
        if answer.kind == "done" and message is not None and message.then_act in READERS:
            desk = Desk(self._job, self._settings, self._bot_id, self._clock.now(), message.facts)
            answer = await read(self._api, message.then_act, answer, desk)
        return part.method, answer

    def _judge(self, one: Outgoing, method: str) -> Verdict:
        message, view, now = one.item.message, one.item.view, self._clock.monotonic()
        since = one.item.held_since = one.item.held_since or now
        tried = message.attempts if message else view.attempts if view else 0
        verdict = judge(
            one.answer, method=method, attempts=tried, doubts=message.doubtful if message else tried,
            held=now - since, lasting=one.item.lasting,
        )
        if verdict.what == "anew" and view is None:
            return Verdict("parked")  # only a view can be drawn in another message
        return verdict


def _note_part(one: Outgoing, part: Part) -> None:
    what = one.verdict.what
    if what == "sent":
        part.outcome = "sent"
        one.sent_ids.extend(_message_ids(one.answer.result))
    elif what == "doubt":
        part.outcome = "unknown"
    elif what == "plain":
        part.body = as_plain(part.body)
        one.item.plain = True


def _message_ids(result: Any) -> list[int]:
    found = result if isinstance(result, list) else [result]
    return [one["message_id"] for one in found if isinstance(one, dict) and "message_id" in one]
