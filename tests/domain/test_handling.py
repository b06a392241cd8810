"""Whatever is done with a request, in whatever order: one accountable cell, at most one holder, honest generations."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import handling, requests
from domain.errors import Conflict, DomainError, NotAllowed
from domain.ids import CellId, CommunityId, HandlingUnitId, PersonId, RequestId
from domain.requests import ALLOWED, ENDED, HELD, Request, State

PEOPLE = [PersonId(n) for n in range(1, 5)]
Step = Callable[[Request, PersonId, PersonId, int], Request]
STEPS: dict[str, Step] = {
    "offer": lambda r, who, other, now: handling.offer(r, other),
    "claim": lambda r, who, other, now: requests.claim(r, who, now),
    "take over": lambda r, who, other, now: requests.claim(r, who, now, over=True),
    "release": lambda r, who, other, now: requests.release(r, who, now),
    "transfer": lambda r, who, other, now: handling.transfer(
        r, who, now, cell_id=CellId(2), to_id=other, leads=who == PEOPLE[0]),
    "to a cell": lambda r, who, other, now: handling.transfer(
        r, who, now, cell_id=CellId(3), to_id=None, leads=who == PEOPLE[0]),
    "delegate": lambda r, who, other, now: handling.delegate(r, other),
    "contacted": lambda r, who, other, now: handling.contacted(r, who, now),
    "ask": lambda r, who, other, now: handling.ask(r, who, now, now + 10),
    "hear": lambda r, who, other, now: handling.hear(r, now),
    "hold": lambda r, who, other, now: handling.hold(r, who, now, now + 10),
    "resume": lambda r, who, other, now: handling.resume(r, now),
    "hand over": lambda r, who, other, now: handling.hand_over(
        r, who, now, unit_id=HandlingUnitId(1), news_at=now + 10),
    "street": lambda r, who, other, now: handling.hand_over(r, who, now, unit_id=None, news_at=now + 10),
    "come back": lambda r, who, other, now: handling.come_back(r, now),
    "put off": lambda r, who, other, now: handling.put_off(r, now + 20),
    "number": lambda r, who, other, now: handling.numbered(r, "WY-1"),
    "decline": lambda r, who, other, now: handling.decline(r, now),
    "merge": lambda r, who, other, now: handling.merge(r, replace(r, id=RequestId(2), state=State.OPEN), now),
    "resolve": lambda r, who, other, now: requests.resolve(r, who, now),
    "solved": lambda r, who, other, now: requests.solved(r, now),
    "unsolved": lambda r, who, other, now: requests.unsolved(r, CellId(9), now),
    "climb": lambda r, who, other, now: requests.climb(r, CellId(8), [other], now),
    "vacate": lambda r, who, other, now: handling.vacate(r, now),
    "unrated": lambda r, who, other, now: requests.unrated(r, now),
    "withdraw": lambda r, who, other, now: requests.withdraw(r, now),
}
_ACT_LISTS = st.lists(
    st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=40
)


def fresh() -> Request:
    return Request(
        RequestId(1), CommunityId(1), "XF-1", "report", "power", "resident", State.OPEN, PersonId(99), None, CellId(1),
        None, 1, 1, 0, 0, None, 0,
    )


def _sound(request: Request) -> None:
    """What holds in every state."""
    assert request.cell_id is not None
    assert (request.holder_id is not None) == (request.state in HELD) or request.state in ENDED | {State.RESOLVED}
    assert request.offered_to_id is None or request.state is State.OPEN
    assert request.worker_id is None or request.state in HELD | {State.OPEN}
    assert request.worker_id is None or request.worker_id != request.holder_id
    assert request.handling_unit_id is None or request.state is State.EXTERNAL
    assert (request.resume_at is not None) == (request.state in {State.EXTERNAL, State.WAITING, State.ON_HOLD})
    assert (request.ended_at is not None) == (request.state in ENDED)
    assert (request.merged_into_id is not None) == (request.state is State.MERGED)


def _run(acts: list[tuple[str, PersonId, PersonId]]) -> None:
    request = fresh()
    _sound(request)
    for now, (name, who, other) in enumerate(acts, start=1):
        try:
            after = STEPS[name](request, who, other, now)
        except DomainError:
            continue
        _sound(after)
        changed = (after.state, after.holder_id, after.round) != (request.state, request.holder_id, request.round)
        assert after.generation >= request.generation
        assert not changed or after.generation == request.generation + 1
        if name not in {"hand over", "street"}:
            assert changed or after.generation == request.generation
        if name in {"delegate", "hand over", "street", "ask", "hold", "come back"}:
            assert after.holder_id == request.holder_id, "handing over never removes the owner"
        assert not changed or request.state not in ENDED or name == "unsolved", "what has ended does not move"
        request = after


@given(_ACT_LISTS)
@settings(max_examples=300, deadline=None)
def test_any_order_of_acts_keeps_what_must_hold(acts: list[tuple[str, PersonId, PersonId]]) -> None:
    _run(acts)


def test_a_worker_who_takes_the_owners_place_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEPS, "delegate", lambda r, who, other, now: replace(r, holder_id=other))
    with pytest.raises(AssertionError):
        _run([("claim", PEOPLE[0], PEOPLE[1]), ("delegate", PEOPLE[0], PEOPLE[1])])


def test_a_state_that_keeps_what_belonged_to_the_last_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEPS, "come back", lambda r, who, other, now: replace(r, state=State.CLAIMED))
    with pytest.raises(AssertionError):
        _run([(name, PEOPLE[0], PEOPLE[1]) for name in ("claim", "hand over", "come back")])


@given(st.sampled_from(sorted(STEPS)), st.sampled_from(PEOPLE))
def test_undo_brings_back_everything_but_the_generation(name: str, who: PersonId) -> None:
    before = requests.claim(fresh(), PEOPLE[0], 1)
    try:
        after = STEPS[name](before, who, PEOPLE[1], 2)
    except DomainError:
        return
    if name in {"climb", "vacate"}:
        return
    undone = handling.undo(after, before, 2, 60_002)
    assert undone == replace(before, generation=after.generation + 1)
    with pytest.raises(Conflict):
        handling.undo(after, before, 2, 60_003)


@pytest.mark.parametrize("state", sorted(ENDED - {State.CLOSED}))
def test_nothing_is_allowed_after_the_end(state: State) -> None:
    assert not ALLOWED[state]


def test_only_the_one_who_is_asked_takes_an_offer_or_somebody_above() -> None:
    offered = handling.offer(fresh(), PEOPLE[1])
    with pytest.raises(NotAllowed):
        requests.claim(offered, PEOPLE[0], 1)
    assert requests.claim(offered, PEOPLE[1], 1).holder_id == PEOPLE[1]
    assert requests.claim(offered, PEOPLE[0], 1, over=True).holder_id == PEOPLE[0]


def test_nobody_confirms_what_they_proposed() -> None:
    with pytest.raises(NotAllowed):
        handling.check_second(PEOPLE[0], PEOPLE[0])
    handling.check_second(PEOPLE[0], PEOPLE[1])


def test_nothing_is_merged_into_itself_or_into_what_has_ended() -> None:
    for other in (fresh(), replace(fresh(), id=RequestId(2), state=State.CLOSED)):
        with pytest.raises(Conflict):
            handling.merge(fresh(), other, 1)
