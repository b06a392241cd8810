"""Why a request went where it went, and the agenda of the next meeting."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.views.page import Button, Page, grid, line
from domain.requests import Request
from storage.routing import Decision

_MOST = 20
_HASH = 8


class Told(NamedTuple):
    """A decision with the names of what it speaks of."""

    decision: Decision
    cell: str
    looked: list[str]
    unit: str | None


def why(request: Request, told: Sequence[Told]) -> Page:
    lines = [line("route.title", number=request.number, category=request.category, kind=request.kind)]
    for one in told:
        decision = one.decision
        lines.append(line("route.rule", rule=decision.rule, decided_at=decision.decided_at, cell=one.cell))
        lines.append(line(f"route.{decision.why}"))
        lines.append(line("route.looked", looked=" → ".join(one.looked)))
        if one.unit:
            lines.append(line("route.unit", unit=one.unit))
        lines.append(line("route.table", table=decision.table_hash[:_HASH], loaded_at=decision.loaded_at))
    if not told:
        lines.append(line("route.none"))
    return Page(tuple(lines))


def agenda(found: Sequence[tuple[Request, str, str]]) -> Page:
    if not found:
        return Page((line("agenda.none"),))
    lines = [line("agenda.list", count=len(found))]
    for request, reason, words in found[:_MOST]:
        lines.append(line(f"agenda.{reason}", number=request.number, category=request.category, words=words,
                          times=request.round - 1))
    if len(found) > _MOST:
        lines.append(line("agenda.more", count=len(found) - _MOST))
    buttons = [Button("button.put_on_agenda", "put_on_agenda", request.id, 0, {"number": request.number})
               for request, _, _ in found[:_MOST]]
    return Page(tuple(lines), grid(buttons, 1))
