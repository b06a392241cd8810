"""The whole stand-in: what people do, and every answer a bot's call gets, without HTTP."""

import json
from typing import Any

import orjson

from sandbox import faults
from sandbox.faults import Fault
from sandbox.fields import NAMES, decode
from sandbox.fingers import Fingers
from sandbox.groups import Groups
from sandbox.limits import Limits
from sandbox.methods import TABLE, Method
from sandbox.methods.ask import Ask, Upload
from sandbox.persons import Persons
from sandbox.polling import get_updates
from sandbox.problems import Dropped, Hang, Refused, too_many
from sandbox.sight import Sight
from sandbox.speech import Speech
from sandbox.things import Bot, Button, Call, Shown
from sandbox.updates import DAY_MS, Queued

__all__ = ["Answer", "Button", "Call", "Dropped", "Hang", "Limits", "Shown", "World"]

Answer = tuple[int, dict[str, str], bytes]
JSON = {"Content-Type": "application/json"}
HTML = {"Content-Type": "text/html"}
BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"
REFUSALS = {
    "error_500": ("", 500),
    "conflict": (
        "terminated by other getUpdates request; make sure that only one bot instance is running",
        409,
    ),
    "unauthorized": ("", 401),
    "not_found": ("", 404),
}


class World(Persons, Groups, Speech, Fingers, Sight):
    async def call(
        self,
        token: str,
        method: str,
        params: dict[str, Any],
        files: dict[str, Upload] | None = None,
    ) -> Answer:
        """Status, headers and body as HTTP would answer; raises Dropped or Hang for broken connections."""
        name = NAMES.get(method.lower(), method)
        fault = self.due_fault(name, params) if self.faults else None
        if fault is None:
            answer = await self.answer(token, name, params, files)
        else:
            answer = await self.spoil(fault, token, name, params, files)
        if self.journal:
            self.calls.append(Call(name, params, self.now(), answer[0], token))
        return answer

    async def answer(
        self, token: str, name: str, params: dict[str, Any], files: dict[str, Upload] | None
    ) -> Answer:
        try:
            bot = self.known(token)
            if name == "getUpdates":
                return 200, JSON, await get_updates(self, bot, decode(name, params, self.unknown_fields))
            method = method_of(name)
            result = method(Ask(self, bot, decode(name, params, self.unknown_fields), files or {}))
        except Refused as refused:
            return refusal(refused)
        return 200, JSON, orjson.dumps({"ok": True, "result": result})

    def known(self, token: str) -> Bot:
        bot = self.bots.get(token)
        if bot is None:
            raise Refused("" if ":" in token else "invalid token specified", 401)
        return bot

    def fault(self, kind: str, method: str | None = None, **settings: Any) -> None:
        """Order a fault; see sandbox/faults.py for the kinds and settings."""
        self.faults.append(faults.make(kind, method=method, **settings))

    def clear_faults(self) -> None:
        self.faults.clear()

    def due_fault(self, method: str, params: dict[str, Any]) -> Fault | None:
        for fault in self.faults:
            if fault.fits(method, params) and self.random.random() < fault.probability:
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    async def spoil(
        self, fault: Fault, token: str, name: str, params: dict[str, Any], files: dict[str, Upload] | None
    ) -> Answer:
        if fault.delay:
            await self.clock.sleep_until(self.now() + round(fault.delay * 1000))
        answer = None
        if fault.takes_effect:
            answer = await self.answer(token, name, params, files)
        if self.journal and fault.kind != "latency":
            self.calls.append(Call(name, params, self.now(), 0, token))
        return spoiled(fault, answer)

    def raw_update(self, token: str, update: dict[str, Any]) -> int:
        """Put any JSON into a bot's queue, with the next update id unless it brings its own."""
        bot = self.bots[token]
        update_id = update["update_id"] if "update_id" in update else self.next_update(bot)
        # orjson refuses lone surrogates and huge numbers, which JSON allows (RFC 8259, sections 6 and 8.2).
        body = json.dumps({"update_id": update_id} | update).encode()
        key = update_id if isinstance(update_id, int) else self.next_update(bot)
        self.queues[bot.id].add(Queued(key, "raw", "raw", self.now() + DAY_MS, body))
        bot.next_update = max(bot.next_update, key + 1)
        return key

    def jump_update_id(self, by: int, token: str | None = None) -> None:
        """Leave a gap, as the real numbering sometimes does."""
        bot: Bot = self.bot(token)
        bot.next_update += by
        self.save("bot", bot.token, bot)

    def pending(self, token: str | None = None) -> int:
        """Updates not confirmed yet."""
        queue = self.queues[self.bot(token).id]
        queue.expire(self.now())
        return len(queue.items)


def method_of(name: str) -> Method:
    if name not in TABLE:
        raise Refused("method not found", 404)
    return TABLE[name]


def refusal(refused: Refused) -> Answer:
    return refused.code, JSON, orjson.dumps(refused.body())


def spoiled(fault: Fault, answer: Answer | None) -> Answer:
    """The outcome of a call that a fault struck."""
    kind = fault.kind
    if kind == "latency" and answer:
        return answer
    if kind in {"drop_before", "drop_after"}:
        raise Dropped(accepted=answer is not None)
    if kind in {"timeout_before", "timeout_after", "half_open"}:
        raise Hang(accepted=answer is not None)
    if kind == "reset_mid_body" and answer:
        raise Dropped(accepted=True, partial=answer[2])
    if kind == "rate_limited":
        return refusal(too_many(fault.retry_after))
    if kind == "error_502_html":
        return 502, HTML, BAD_GATEWAY
    if kind == "garbage_json":
        return 200, JSON, b'{"ok":true,"resu\xff'
    text, code = REFUSALS[kind]
    return refusal(Refused(text, code))
