"""What staff and handling units do with a request: who is asked, who works on it, what it waits for, how it ends.

The holder stays accountable through all of it: neither a worker nor a unit ever takes the holder's place.
"""

from dataclasses import replace

from domain.errors import Conflict, NotAllowed
from domain.ids import CellId, HandlingUnitId, PersonId, RequestId
from domain.requests import ENDED, HELD, Request, State, check, check_hands, check_holder, moved

UNDO = 60_000
DECLINE_REASONS = ("not_ours", "repeated", "too_little", "untrue", "other")
TRANSFER_REASONS = ("area", "skill", "away")
RELEASE_REASONS = ("area", "skill", "busy")
PAUSES = (1, 3, 7, 30)


def offer(request: Request, person_id: PersonId | None) -> Request:
    """Assign it: this person is asked to take it. It stays open, and a button in a hand stays good."""
    check(request, "claim")
    return replace(request, offered_to_id=person_id)


def transfer(
    request: Request, person_id: PersonId, now: int, *, cell_id: CellId, to_id: PersonId | None, leads: bool
) -> Request:
    """To somebody, or to a cell; by the holder, the one who is asked, or whoever `leads` the line."""
    check(request, "transfer")
    if not leads and person_id != request.offered_to_id:
        check_holder(request, person_id)
    if to_id is not None and to_id == request.holder_id:
        raise Conflict("handling.has_it_already", person_id=to_id)
    return moved(request, now, State.OPEN, holder_id=None, cell_id=cell_id, offered_to_id=to_id)


def vacate(request: Request, now: int) -> Request:
    """Whoever held it or was asked to take it has left: it is open again in the same cell."""
    if request.state in HELD:
        return moved(request, now, State.OPEN, holder_id=None)
    return replace(request, offered_to_id=None)


def delegate(request: Request, worker_id: PersonId | None) -> Request:
    """Somebody does the work; the holder answers for it as before."""
    check(request, "delegate")
    if worker_id is not None and worker_id == request.holder_id:
        raise Conflict("handling.has_it_already", person_id=worker_id)
    return replace(request, worker_id=worker_id)


def contacted(request: Request, person_id: PersonId, now: int) -> Request:
    """The first contact counts; later ones change nothing."""
    check(request, "contacted")
    check_hands(request, person_id)
    return replace(request, contacted_at=request.contacted_at or now)


def ask(request: Request, person_id: PersonId, now: int, until: int) -> Request:
    """A question to the resident; `until` is when the holder is told that no answer has come.

    What waits for a unit or for a date goes on waiting for that.
    """
    check(request, "ask")
    check_hands(request, person_id)
    if request.state is State.WAITING:
        return replace(request, resume_at=until)
    if request.state is not State.CLAIMED:
        return request
    return moved(request, now, State.WAITING, resume_at=until)


def hear(request: Request, now: int) -> Request:
    """The resident has answered, or has been silent for long enough."""
    check(request, "hear")
    return moved(request, now, State.CLAIMED)


def hold(request: Request, person_id: PersonId, now: int, until: int) -> Request:
    check(request, "hold")
    check_holder(request, person_id)
    return moved(request, now, State.ON_HOLD, resume_at=until)


def resume(request: Request, now: int) -> Request:
    check(request, "resume")
    return moved(request, now, State.CLAIMED)


def hand_over(
    request: Request, person_id: PersonId, now: int, *, unit_id: HandlingUnitId | None, news_at: int
) -> Request:
    """To a unit, or beyond the community where no unit is named. The owner is asked for news on a date."""
    check(request, "hand_over")
    check_holder(request, person_id)
    after = moved(request, now, State.EXTERNAL, handling_unit_id=unit_id, resume_at=news_at)
    if request.state is State.EXTERNAL:  # from one unit to another: what the first one knows is stale
        return replace(after, generation=request.generation + 1)
    return after


def come_back(request: Request, now: int) -> Request:
    """The unit has finished, or says that it is not theirs: the holder has it in hand again."""
    check(request, "unit")
    return moved(request, now, State.CLAIMED)


def put_off(request: Request, until: int) -> Request:
    """Another date for news, or for the end of a pause."""
    if request.state not in {State.EXTERNAL, State.ON_HOLD, State.WAITING}:
        raise Conflict("request.not_now", request_id=request.id, state_key=f"state.{request.state}")
    return replace(request, resume_at=until)


def numbered(request: Request, number: str) -> Request:
    """The unit's own number for it."""
    check(request, "hand_over")
    return replace(request, unit_number=number.strip()[:40])


def check_second(proposer_id: PersonId, person_id: PersonId) -> None:
    """Raises NotAllowed for whoever made the proposal: declining takes two."""
    if proposer_id == person_id:
        raise NotAllowed("decline.not_alone")


def decline(request: Request, now: int) -> Request:
    check(request, "decline")
    return moved(request, now, State.DECLINED)


def merge(request: Request, into: Request, now: int) -> Request:
    check(request, "merge")
    if into.id == request.id or into.state in ENDED or into.community_id != request.community_id:
        raise Conflict("merge.not_there")
    return moved(request, now, State.MERGED, merged_into_id=RequestId(into.id))


def undo(request: Request, before: Request, done_at: int, now: int) -> Request:
    """Back to what was `before`, within a minute. The generation still grows: buttons of the step undone are dead."""
    if now - done_at > UNDO:
        raise Conflict("undo.late")
    return replace(before, generation=request.generation + 1, version=request.version)
