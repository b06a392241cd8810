"""The life of a request: which states there are, which acts lead from one to another, and who may do them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

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

# What may be done while somebody answers for it.
_IN_HAND = frozenset({
    "progress", "contacted", "ask", "release", "transfer", "hold", "hand_over", "street", "delegate", "invite",
    "decline", "merge", "resolve", "withdraw",
})
# Which acts are possible in which state; whatever is not here is refused.
ALLOWED: dict[State, frozenset[str]] = {
    State.OPEN: frozenset({"claim", "transfer", "decline", "merge", "withdraw"}),
    State.CLAIMED: _IN_HAND,
    State.EXTERNAL: _IN_HAND | {"unit"},
    State.WAITING: _IN_HAND | {"hear"},
    State.ON_HOLD: _IN_HAND | {"resume"},
    State.RESOLVED: frozenset({"solved", "unsolved", "unrated"}),
    State.CLOSED: frozenset({"unsolved"}),  # for a day: a rating may be changed
    State.CANCELLED: frozenset(),
    State.MERGED: frozenset(),
    State.DECLINED: frozenset(),
}
HELD = frozenset({State.CLAIMED, State.EXTERNAL, State.WAITING, State.ON_HOLD})
ENDED = frozenset({State.CLOSED, State.CANCELLED, State.MERGED, State.DECLINED})


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

    @property
    def at_desk_again(self) -> bool:
        """It was not solved twice or more: a matter for the community itself and the next consultation meeting."""
        return self.round > 2  # noqa: PLR2004 - the first time it goes one tier up

    @property
    def in_confidence(self) -> bool:
        """Somebody says it for themselves and wants no name known, or it is for no group: not even for the family."""
        own = self.source == "resident" and self.subject_id in {None, self.filer_id}
        return own and (self.sensitive or self.anonymous)


def claim(request: Request, person_id: PersonId, now: int, *, over: bool = False) -> Request:
    """Exactly one wins; who comes later is told that it is taken.

    What was offered to somebody is theirs to take, or of whoever stands `over` them.
    """
    if request.state in HELD and request.holder_id != person_id:
        raise Conflict("request.taken", request_id=request.id, person_id=request.holder_id)
    if request.state in HELD:
        raise Conflict("request.yours_already", request_id=request.id)
    check(request, "claim")
    if request.offered_to_id not in {None, person_id} and not over:
        raise NotAllowed("request.offered", request_id=request.id, person_id=request.offered_to_id)
    helper = request.worker_id if request.worker_id != person_id else None  # whoever had it before it moved up
    return replace(moved(request, now, State.CLAIMED, holder_id=person_id), worker_id=helper)


def release(request: Request, person_id: PersonId, now: int) -> Request:
    check(request, "release")
    check_holder(request, person_id)
    return moved(request, now, State.OPEN, holder_id=None)


def resolve(request: Request, person_id: PersonId, now: int) -> Request:
    check(request, "resolve")
    check_hands(request, person_id)
    return moved(request, now, State.RESOLVED)


def solved(request: Request, now: int) -> Request:
    """Whoever was asked says that it was really solved; the grade may follow."""
    check(request, "solved")
    return moved(request, now, State.CLOSED)


def unsolved(request: Request, above: CellId, now: int) -> Request:
    """Not solved: up, not back. `above` is the next tier's cell, or the desk. The first contact is to be made anew.

    Each time is a round of its own, with its promise: what has come back to the desk is not left without a date there.
    """
    check(request, "unsolved")
    return moved(request, now, State.OPEN, holder_id=None, cell_id=above, round_=request.round + 1, contacted_at=None)


def unrated(request: Request, now: int) -> Request:
    """Nobody has answered: 未评, which is not satisfied."""
    check(request, "unrated")
    return moved(request, now, State.CLOSED)


def withdraw(request: Request, now: int) -> Request:
    """Whether it is theirs to take back, the gate has asked: the filer, the person it is for, their family."""
    check(request, "withdraw")
    return moved(request, now, State.CANCELLED)


def climb(request: Request, cell_id: CellId, people: Sequence[PersonId], now: int) -> Request:
    """提级办理: the next people up answer for it; whoever had it stays as the one who works on it.

    What waits for somebody outside keeps its state and its unit, with the first of them as its holder.
    """
    if request.state not in HELD | {State.OPEN}:
        raise Conflict("request.not_now", request_id=request.id, state_key=f"state.{request.state}")
    worker = request.worker_id or request.holder_id
    if request.state in {State.OPEN, State.CLAIMED}:
        offered = people[0] if len(people) == 1 else None
        after = moved(request, now, State.OPEN, holder_id=None, cell_id=cell_id, offered_to_id=offered)
    else:
        holder = people[0] if people else request.holder_id
        after = replace(request, holder_id=holder, cell_id=cell_id, held_since_at=now,
                        generation=request.generation + (holder != request.holder_id))
    return replace(after, worker_id=None if worker == after.holder_id else worker)


def _worker(request: Request, state: State, holder_id: PersonId | None) -> PersonId | None:
    """Stays while the holder does, and when somebody takes what has climbed; nobody works for themselves."""
    stays = state in HELD and request.holder_id in {None, holder_id} and request.worker_id != holder_id
    return request.worker_id if stays else None


def check(request: Request, act: str) -> None:
    """Raises Conflict where the present state does not allow the act."""
    if act not in ALLOWED[request.state]:
        raise Conflict("request.not_now", request_id=request.id, state_key=f"state.{request.state}")


def check_holder(request: Request, person_id: PersonId) -> None:
    """Raises NotAllowed for anybody but the holder."""
    if request.holder_id != person_id:
        raise NotAllowed("request.not_yours", request_id=request.id)


def check_hands(request: Request, person_id: PersonId) -> None:
    """Raises NotAllowed for anybody but the holder and whoever does the work for them."""
    if person_id not in {request.holder_id, request.worker_id}:
        raise NotAllowed("request.not_yours", request_id=request.id)


def moved(
    request: Request, now: int, state: State, *, holder_id: PersonId | str | None = "same",
    cell_id: CellId | None = None, round_: int | None = None, **changes: Any,
) -> Request:
    """The request in its next state. What belonged to the last one is dropped unless `changes` bring it again:
    an offer, a unit, a date; and the worker, once the holder is another.
    """
    holder = request.holder_id if isinstance(holder_id, str) else holder_id
    after = replace(
        request, state=state, holder_id=holder, cell_id=cell_id or request.cell_id, round=round_ or request.round,
        held_since_at=now, ended_at=now if state in ENDED else None,
        worker_id=_worker(request, state, holder),
        **{"offered_to_id": None, "handling_unit_id": None, "unit_number": None, "resume_at": None, **changes},
    )
    changed = (after.state, after.holder_id, after.round) != (request.state, request.holder_id, request.round)
    return replace(after, generation=request.generation + changed)
