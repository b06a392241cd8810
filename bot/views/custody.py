"""办理进度 for the resident, 流转记录 for staff: the same moves in two ways of saying them."""

from typing import NamedTuple

from bot.views.page import Line, line

# Why a request moved, as far as there are words of its own for it.
WHYS = frozenset({
    "filed", "claim", "release", "resolve", "solved", "unsolved", "withdraw", "escalate", "transfer", "ask", "answered",
    "no_answer", "hold", "resume", "hand_over", "unit_done", "unit_refused", "street", "decline", "merge", "undo",
    "unrated", "vacated", "heard",
})
MARKS = frozenset({"nudge", "oversee", "vacant", "at_top", "extend", "hurry"})
_TOLD = frozenset({
    "filed", "claim", "escalate", "resolve", "unsolved", "solved", "withdraw", "transfer", "ask", "hold", "resume",
    "hand_over", "street", "decline", "merge", "undo",
})
_MOST_LINES = 15


class Move(NamedTuple):
    """Who had it from when to when, and why; `until_at` is now for the last one."""

    cell: str
    holder: str | None
    why: str
    since_at: int
    until_at: int


class Mark(NamedTuple):
    """Something that happened beside the moves: a reminder, an empty post."""

    act: str
    whom: str
    at: int


class Done(NamedTuple):
    """What the resident reads between the moves: progress, an addition, how it was solved, that somebody called."""

    what: str
    at: int
    words: str = ""


class Promised(NamedTuple):
    """What was promised, when it was to be, and when it is to be now; `due_at` is None once it is over."""

    text: str
    promised_at: int
    due_at: int | None


def progress(moves: list[Move], done: list[Done]) -> list[Line]:
    """In plain words and dated, cells only; of a long way its end."""
    solved_at = {one.at for one in done if one.what == "resolution"}
    told = [(move.since_at, line(f"custody.told.{move.why}", told_at=move.since_at, cell=move.cell))
            for before, move in zip([None, *moves], moves, strict=False)
            if move.why in _TOLD and not (move.why == "escalate" and before and before.cell == move.cell)
            and not (move.why == "resolve" and move.since_at in solved_at)]
    told += [(one.at, line(f"custody.told.{one.what}", told_at=one.at, words=one.words)) for one in done]
    lines = [one for _, one in sorted(told, key=lambda pair: pair[0])]
    left = len(lines) - _MOST_LINES
    return [line("custody.earlier", count=left), *lines[left:]] if left > 0 else lines


def since(moves: list[Move]) -> int:
    """Since when whoever has it now has had it without a break."""
    last = moves[-1]
    for before, move in zip(reversed(moves[:-1]), reversed(moves), strict=False):
        if (before.cell, before.holder) != (last.cell, last.holder):
            return move.since_at
    return moves[0].since_at


def record(moves: list[Move], marks: list[Mark], promised: Promised | None) -> list[Line]:
    """Everything: who, which cell, since when, how long, why; reminders and empty posts between."""
    written = [(move.since_at, _move(move)) for move in moves]
    written += [(mark.at, line(f"custody.mark.{mark.act}", whom=mark.whom, mark_at=mark.at)) for mark in marks]
    return [one for _, one in sorted(written, key=lambda pair: pair[0])] + promise(promised)


def _move(move: Move) -> Line:
    why = move.why if move.why in WHYS else "moved"
    return line(
        "custody.held" if move.holder else "custody.queued", since_at=move.since_at, cell=move.cell,
        holder=move.holder or "", why_key=f"custody.why.{why}", held_ms=move.until_at - move.since_at,
    )


def promise(promised: Promised | None) -> list[Line]:
    if promised is None or promised.due_at is None:
        return []
    key = "custody.promise" if promised.due_at == promised.promised_at else "custody.promise_moved"
    return [line(key, promise=promised.text, promised_at=promised.promised_at, due_at=promised.due_at)]
