"""Which act becomes of a timer and of the result of a call, and what is looked at around every update."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.act import Act

ResultAct = Callable[[Act, dict[str, Any]], Awaitable[None]]
TimerAct = Callable[[Act, int], Awaitable[None]]
RESULTS: dict[str, ResultAct] = {}
TIMERS: dict[str, TimerAct] = {}
REFUSALS: list[Callable[[Act], Awaitable[None]]] = []
FIRST: list[Callable[[Act], Awaitable[bool]]] = []


def on_result(name: str) -> Callable[[ResultAct], ResultAct]:
    """The act that takes the result of a call made with `then=name`."""

    def register(function: ResultAct) -> ResultAct:
        RESULTS[name] = function
        return function

    return register


def on_timer(kind: str) -> Callable[[TimerAct], TimerAct]:
    """The act that a timer of this kind causes."""

    def register(function: TimerAct) -> TimerAct:
        TIMERS[kind] = function
        return function

    return register


def on_refusal(function: Callable[[Act], Awaitable[None]]) -> Callable[[Act], Awaitable[None]]:
    """What is written even where the rules said no and undid the rest."""
    REFUSALS.append(function)
    return function


def first(function: Callable[[Act], Awaitable[bool]]) -> Callable[[Act], Awaitable[bool]]:
    """What is looked at before anything else in every update, and again where the rest was refused or has failed.

    True where it has answered already, so that nobody need hear of the refusal as well.
    """
    FIRST.append(function)
    return function
