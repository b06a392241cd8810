"""What an outcome means for a message: the send-outcome table, as one pure function.

Sources: Bot API, "Making requests"; the error texts of the open-source server (telegram-bot-api, Client.cpp). A send
has no idempotency key, so an unknown outcome is repeated, marked as a repeat, and in the end shown to a person.
"""

from dataclasses import dataclass

from bot.transport import Answer

HOLD_AT_MOST = 60_000
DOUBTS_ALLOWED = 3
_BACK_OFF = (1_000, 2_000, 5_000, 10_000, 30_000)
_DEAD_PRESS = ("query is too old", "query_id_invalid")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`sent`, `again` (after `wait` ms, nothing was delivered), `doubt` (perhaps delivered: send marked), `plain`
    (without markup), `anew` (the edited message is gone), `expired`, `unreachable`, `moved`, `parked`, `stop`.
    """

    what: str
    wait: int = 0
    stops_chat: bool = False
    stops_all: bool = False


def judge(
    answer: Answer, *, method: str, attempts: int, doubts: int, held: int, lasting: bool = False
) -> Verdict:
    """`attempts` so far, `doubts` among them, and for how many ms its chat and class have been held up by it.

    What is `lasting`, danger and reminders, is not given up while nobody can say whether it has arrived.
    """
    if answer.kind == "done":
        return Verdict("sent")
    if answer.kind in {"unreachable", "moved", "stop"}:
        return Verdict(answer.kind)
    if answer.kind == "forbidden":
        return Verdict("unreachable")
    if method == "answerCallbackQuery":
        return Verdict("expired")
    if answer.kind == "slow_down":
        return Verdict("again", wait=max(1, answer.retry_after) * 1000, stops_chat=True)
    if answer.kind == "not_sent":
        return Verdict("again", wait=_BACK_OFF[min(attempts, len(_BACK_OFF) - 1)], stops_all=True)
    if answer.kind == "refused":
        return _refused(answer.description.lower(), method)
    if _repeatable(method):
        return _once_more("again", attempts, over=held >= HOLD_AT_MOST, lasting=lasting)
    return _once_more("doubt", doubts, over=doubts >= DOUBTS_ALLOWED, lasting=lasting)


def _once_more(what: str, times: int, *, over: bool, lasting: bool) -> Verdict:
    if over and not lasting:
        return Verdict("parked")
    return Verdict(what, wait=_BACK_OFF[min(times, len(_BACK_OFF) - 1 if lasting else 2)])


def _refused(description: str, method: str) -> Verdict:
    if "message is not modified" in description:
        return Verdict("sent")
    if "can't parse entities" in description:
        return Verdict("plain")
    if method.startswith("edit") and ("not found" in description or "can't be edited" in description):
        return Verdict("anew")
    if any(dead in description for dead in _DEAD_PRESS):
        return Verdict("expired")
    if "chat not found" in description:
        return Verdict("unreachable")
    return Verdict("parked")


def _repeatable(method: str) -> bool:
    """Doing it twice is the same as doing it once."""
    return not method.startswith(("send", "copy", "forward"))
