"""The life of a request: which states there are, which acts lead from one to another, and who may do them."""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.errors import Conflict, NotAllowed
from domain.ids import BuildingId, CellId, CommunityId, HandlingUnitId, HouseholdId, PersonId, RequestId

KINDS = ("report", "help", "enquiry", "suggestion", "praise", "complaint", "tip_off")
SOURCES = ("resident", "call", "patrol", "hotline", "street")


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
class Filing:
    """What is about to be filed: who says it, for whom, about which place, and how they may be reached.

    `subject_id` is the person it is for where that is not the filer: an elder whose daughter writes, a caller whose
    words a grid member types. `building_id` is the place where it is not the household's own door. `contact` is phone
    or relay: 可电话联系, 仅在此联系. `sensitive` requests never become a card.
    """

    filer_id: PersonId
    category: str
    kind: str = "report"
    source: str = "resident"
    urgency: str = "normal"
    subject_id: PersonId | None = None
    household_id: HouseholdId | None = None
    building_id: BuildingId | None = None
    contact: str = "phone"
    anonymous: bool = False
    sensitive: bool = False
    outside_number: str | None = None
    outside_due_at: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `generation` grows only when state, holder or round changes, and buttons carry it.

    The holder is the accountable person (责任人). Beside them, and never instead of them: `offered_to_id` has been
    asked to take it (接单), `worker_id` does the work for the holder (请人代办), `handling_unit_id` is the unit that it
    was handed to, with its own ticket number `unit_number`. `resume_at` is when a pause or a wait ends.
    """

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
    urgency: str = "normal"
    subject_id: PersonId | None = None
    building_id: BuildingId | None = None
    contact: str = "phone"
    anonymous: bool = False
    sensitive: bool = False
    outside_number: str | None = None
    outside_due_at: int | None = None
    offered_to_id: PersonId | None = None
    worker_id: PersonId | None = None
    handling_unit_id: HandlingUnitId | None = None
    unit_number: str | None = None
    contacted_at: int | None = None
    resume_at: int | None = None
    merged_into_id: RequestId | None = None


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
