"""Promises against a model that knows no dates: it only counts down the working time that is left."""

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ids import CellId, CommunityId, HandlingUnitId, PersonId, PromiseId, RequestId
from domain.promises import (
    TOP,
    Promise,
    advance,
    at_top,
    choose,
    extend,
    follow,
    keep,
    may_hurry,
    step_of,
    terms,
)
from domain.requests import Request, State, claim, climb
from domain.working import HOUR, WorkingCalendar
from tests.domain.test_working import HOURS, WEEKEND, at

CALENDAR = WorkingCalendar("Asia/Shanghai", HOURS, WEEKEND)
BEGUN = at("2026-12-01 10:00")
_MINUTE = 60_000


class Rule(NamedTuple):
    name: str = "其余"
    categories: tuple[str, ...] = ()
    urgencies: tuple[str, ...] = ()
    contact_hours: float = 4
    resolve_days: int = 3


_BRIEF = 30 * _MINUTE  # a question that is answered in minutes moves no date


class Gaps(NamedTuple):
    oversee_after: float = 4
    escalate_after: float = 8
    nudge_after: float = 8


REQUEST = Request(
    RequestId(1), CommunityId(1), "XF-1201-001", "report", "power", "resident", State.OPEN, PersonId(1), None,
    CellId(1), None, 1, 1, BEGUN, BEGUN, None, 0,
)


def promised(clock: str = "resolve", outside_due_at: int | None = None) -> Promise:
    term = next(one for one in terms(Rule(), CALENDAR, BEGUN, outside_due_at) if one.clock == clock)
    return Promise(PromiseId(1), RequestId(1), 1, clock, term.outside, BEGUN, term.promised_at, term.half_at,
                   term.warn_at, term.promised_at, term.promised_at)


@dataclass
class Model:
    """What is left of the time, whether it runs, how long the present pause is, and what has followed."""

    left: int
    paused: int = 0
    now: int = BEGUN
    running: bool = True
    kept: bool = False
    fired: list[str] = field(default_factory=list)


_states = st.sampled_from([State.OPEN, State.CLAIMED, State.WAITING, State.ON_HOLD, State.EXTERNAL, State.RESOLVED])
_events = st.lists(st.tuples(_states, st.booleans(), st.integers(0, 3 * 24 * 60)), max_size=15)


def _wait(promise: Promise, until: int, model: Model) -> Promise:
    """The timer goes off whenever it is due, as it would."""
    while promise.state == "running" and step_of(promise) is not None and promise.next_at <= until and model.running:
        step = step_of(promise)
        assert step is not None
        model.fired.append(step)
        promise = advance(promise, promise.next_at, CALENDAR, Gaps())
    return promise


@given(_events)
@settings(max_examples=300)
def test_as_a_countdown(events: list[tuple[State, bool, int]]) -> None:
    promise = promised()
    model = Model(CALENDAR.between(BEGUN, promise.promised_at))
    for state, volunteer, minutes in events:
        promise = follow(promise, replace(REQUEST, state=state), model.now, CALENDAR, volunteer=volunteer)
        model.kept = state is State.RESOLVED
        model.running = state in {State.OPEN, State.CLAIMED} and not volunteer
        if model.running or model.kept:
            model.left -= model.paused if model.paused < _BRIEF else 0
            model.paused = 0
        until = model.now + minutes * _MINUTE
        before = len(model.fired)
        promise = _wait(promise, until, model)
        if not model.running:
            assert len(model.fired) == before, "nothing follows while it is paused or kept"
        if model.running or model.kept:  # what is undone was never done: its minute counts
            model.left -= CALENDAR.between(model.now, until)
        else:
            model.paused += CALENDAR.between(model.now, until)
        model.now = until
        assert promise.state == ("kept" if model.kept else "running" if model.running else "paused")
        if promise.state == "running":
            assert (promise.due_at <= model.now) == (model.left <= 0)
            assert bool(model.fired) == (model.left <= 0)
        assert promise.promised_at == promised().promised_at, "what was said stays"
    order = ["nudge", "oversee", "escalate"]
    assert model.fired == [order[n % 3] for n in range(len(model.fired))]
    assert promise.step == len(model.fired), "each step once"


def test_a_pause_that_is_not_taken_off_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: time runs on while the resident is asked."""
    monkeypatch.setattr("domain.promises._resumed", lambda promise, now, calendar: replace(
        promise, state="running", paused_at=None, ended_at=None))
    with pytest.raises(AssertionError):
        test_as_a_countdown()


@given(st.integers(0, 30 * 24 * 60))
def test_nothing_follows_before_its_time(minutes: int) -> None:
    promise = promised()
    model = Model(0)
    after = _wait(promise, BEGUN + minutes * _MINUTE, model)
    assert bool(model.fired) == (BEGUN + minutes * _MINUTE >= promise.due_at)
    assert after.step == len(model.fired)


def test_an_outside_deadline_overrides_ours_and_is_not_paused() -> None:
    outside = at("2026-12-02 12:00")
    promise = promised(outside_due_at=outside)
    assert (promise.promised_at, promise.outside) == (outside, True)
    assert follow(promise, replace(REQUEST, state=State.ON_HOLD), BEGUN + HOUR, CALENDAR) is promise
    assert promised("contact", outside_due_at=at("2026-12-01 11:00")).promised_at == at("2026-12-01 11:00")


def test_at_the_top_nothing_more_follows() -> None:
    assert step_of(at_top(promised())) is None
    assert at_top(promised()).step == TOP


def test_the_first_rule_that_fits() -> None:
    rules = [Rule("急", urgencies=("urgent",)), Rule("水电", categories=("power",)), Rule()]
    found = [choose(rules, *one) for one in (("power", "urgent"), ("power", "normal"), ("noise", "normal"))]
    assert [one.name for one in found if one] == ["急", "水电", "其余"]
    assert choose(rules[:1], "power", "normal") is None


def test_three_quarters_are_marked_and_half() -> None:
    contact = promised("contact")
    assert (contact.half_at, contact.warn_at) == (at("2026-12-01 12:00"), at("2026-12-01 14:30"))


@pytest.mark.parametrize(("state", "then"), [
    (State.RESOLVED, "kept"), (State.CLOSED, "kept"), (State.CANCELLED, "ended"), (State.MERGED, "ended"),
    (State.DECLINED, "ended"), (State.EXTERNAL, "paused"), (State.CLAIMED, "running"),
])
def test_where_the_request_is_decides(state: State, then: str) -> None:
    assert follow(promised(), replace(REQUEST, state=state), BEGUN, CALENDAR).state == then


def test_what_was_undone_runs_as_before() -> None:
    done = follow(promised(), replace(REQUEST, state=State.RESOLVED), BEGUN + HOUR, CALENDAR)
    again = follow(done, replace(REQUEST, state=State.CLAIMED), BEGUN + HOUR + 30_000, CALENDAR)
    assert (again.state, again.due_at) == ("running", promised().due_at)


def test_a_round_that_is_over_does_not_run_again() -> None:
    kept = keep(promised(), BEGUN)
    assert follow(kept, replace(REQUEST, round=2), BEGUN, CALENDAR) is kept


def test_an_extension_begins_anew_and_changes_no_word_of_the_promise() -> None:
    late = advance(promised(), at("2026-12-04 18:00"), CALENDAR, Gaps())
    after = extend(late, 3, at("2026-12-07 10:00"), CALENDAR)
    assert (after.due_at, after.next_at, after.step) == (at("2026-12-10 18:00"), at("2026-12-10 18:00"), 0)
    assert after.promised_at == promised().promised_at


def test_an_extension_while_it_waits_does_not_count_the_wait_twice() -> None:
    waiting = follow(promised(), replace(REQUEST, state=State.ON_HOLD), BEGUN, CALENDAR)
    later = extend(waiting, 1, at("2026-12-07 10:00"), CALENDAR)
    resumed = follow(later, replace(REQUEST, state=State.CLAIMED), at("2026-12-07 11:00"), CALENDAR)
    assert resumed.due_at == at("2026-12-09 09:30")


def test_moving_up_keeps_one_accountable_and_whoever_had_it_at_work() -> None:
    held = replace(REQUEST, state=State.CLAIMED, holder_id=PersonId(7))
    moved = climb(held, CellId(2), [PersonId(8)], BEGUN)
    assert (moved.state, moved.holder_id, moved.offered_to_id, moved.worker_id) == (State.OPEN, None, 8, 7)
    assert (moved.cell_id, moved.generation) == (2, held.generation + 1)
    assert claim(moved, PersonId(8), BEGUN).worker_id == 7
    assert climb(held, CellId(2), [PersonId(8), PersonId(9)], BEGUN).offered_to_id is None
    outside = replace(held, state=State.EXTERNAL, handling_unit_id=HandlingUnitId(3))
    moved = climb(outside, CellId(2), [PersonId(8)], BEGUN)
    assert (moved.state, moved.holder_id, moved.worker_id, moved.handling_unit_id) == (State.EXTERNAL, 8, 7, 3)
    assert climb(outside, CellId(2), [], BEGUN).holder_id == 7


@pytest.mark.parametrize(("last", "now", "allowed"), [
    (None, "2026-12-02 09:00", False), (None, "2026-12-03 12:00", True),
    ("2026-12-03 12:00", "2026-12-03 17:00", False), ("2026-12-03 12:00", "2026-12-04 08:00", True),
    ("2026-12-04 19:00", "2026-12-05 10:00", False), ("2026-12-04 19:00", "2026-12-08 10:00", True),
])
def test_hurry_after_half_of_the_time_once_a_working_day(last: str | None, now: str, allowed: bool) -> None:
    promise: Any = replace(promised(), hurried_at=at(last) if last else None)
    assert may_hurry([promise], at(now), CALENDAR) is allowed
