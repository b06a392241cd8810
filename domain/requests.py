"""The life of a request: which states there are, which acts lead from one to another, and who may do them."""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.errors import Conflict, NotAllowed
from domain.ids import CellId, CommunityId, HouseholdId, PersonId, RequestId


class State(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    EXTERNAL = "external"
    WAITING = "waiting"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"
    DECLINED = "declined"


GRADES = (1, 2, 3, 4, 5)
LAST_ROUND = 3

# Which acts are possible in which state; whatever is not here is refused.
ALLOWED: dict[State, frozenset[str]] = {
    State.OPEN: frozenset({"claim", "withdraw"}),
    State.CLAIMED: frozenset({"progress", "release", "resolve", "withdraw"}),
    State.RESOLVED: frozenset({"solved", "unsolved"}),
    State.EXTERNAL: frozenset(),
    State.WAITING: frozenset(),
    State.ON_HOLD: frozenset(),
    State.CLOSED: frozenset(),
    State.CANCELLED: frozenset(),
    State.MERGED: frozenset(),
    State.DECLINED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `generation` grows only when state, holder or round changes, and buttons carry it."""

    id: RequestId
    community_id: CommunityId
    number: str
    kind: str
    category: str
    source: str
    state: State
    filer_id: PersonId
    household_id: HouseholdId | None
    cell_id: CellId
    holder_id: PersonId | None
    round: int
    generation: int
    filed_at: int
    held_since_at: int
    ended_at: int | None
    version: int


def claim(request: Request, person_id: PersonId, now: int) -> Request:
    """Exactly one wins; who comes later is told that it is taken."""
    if request.state is State.CLAIMED and request.holder_id != person_id:
        raise Conflict("request.taken", request_id=request.id, person_id=request.holder_id)
    if request.state is State.CLAIMED:
        raise Conflict("request.yours_already", request_id=request.id)
    check(request, "claim")
    return _moved(request, now, state=State.CLAIMED, holder_id=person_id)


def release(request: Request, person_id: PersonId, now: int) -> Request:
    check(request, "release")
    check_holder(request, person_id)
    return _moved(request, now, state=State.OPEN, holder_id=None)


def resolve(request: Request, person_id: PersonId, now: int) -> Request:
    check(request, "resolve")
    check_holder(request, person_id)
    return _moved(request, now, state=State.RESOLVED)


def solved(request: Request, person_id: PersonId, now: int) -> Request:
    """The resident says that it was really solved; the grade may follow."""
    check(request, "solved")
    check_filer(request, person_id)
    return replace(_moved(request, now, state=State.CLOSED), ended_at=now)


def unsolved(request: Request, person_id: PersonId, above: CellId, now: int) -> Request:
    """Not solved: up, not back. `above` is the next tier's cell, or the desk."""
    check(request, "unsolved")
    check_filer(request, person_id)
    moved = _moved(request, now, state=State.OPEN, holder_id=None, cell_id=above)
    return replace(moved, round=min(request.round + 1, LAST_ROUND))


def withdraw(request: Request, person_id: PersonId, now: int) -> Request:
    check(request, "withdraw")
    check_filer(request, person_id)
    return replace(_moved(request, now, state=State.CANCELLED), ended_at=now)


def check(request: Request, act: str) -> None:
    """Raises Conflict where the present state does not allow the act."""
    if act not in ALLOWED[request.state]:
        raise Conflict("request.not_now", request_id=request.id, state_key=f"state.{request.state}")


def check_holder(request: Request, person_id: PersonId) -> None:
    """Raises NotAllowed for anybody but the holder."""
    if request.holder_id != person_id:
        raise NotAllowed("request.not_yours", request_id=request.id)


def check_filer(request: Request, person_id: PersonId) -> None:
    if request.filer_id != person_id:
        raise NotAllowed("request.not_filed_by_you", request_id=request.id)


def _moved(
    request: Request, now: int, *, state: State, holder_id: PersonId | str | None = "same",
    cell_id: CellId | None = None,
) -> Request:
    holder = request.holder_id if isinstance(holder_id, str) else holder_id
    return replace(
        request, state=state, holder_id=holder, cell_id=cell_id or request.cell_id, held_since_at=now,
        generation=request.generation + 1,
    )
