"""Rows that seldom change and that nearly every act reads are asked for once in a transaction."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from storage.database import Transaction

P = ParamSpec("P")
T = TypeVar("T")
Read = Callable[Concatenate[Transaction, P], Coroutine[Any, Any, T]]


def once(read: "Read[P, T]") -> "Read[P, T]":
    """Keep the answer for this transaction. Whoever changes such a row empties `tx.kept`."""

    @wraps(read)
    async def kept(tx: Transaction, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (read.__qualname__, *args, *kwargs.values())
        if key not in tx.kept:
            tx.kept[key] = await read(tx, *args, **kwargs)
        answer: T = tx.kept[key]
        return answer

    return kept
