"""An alarm has one state, whoever presses what in which order."""

from dataclasses import replace
from itertools import permutations

import pytest

from domain import alarms
from domain.alarms import Alarm, Spot, State
from domain.errors import Conflict
from domain.ids import AlarmId, CellId, CommunityId, KeyId


def _alarm(state: State = State.OPEN) -> Alarm:
    return Alarm(AlarmId(1), CommunityId(1), "fire", state, 7, None, KeyId(1), None, None, CellId(1), None, 0, 0, 0, 0,
                 None, None, 0)


@pytest.mark.parametrize("order", list(permutations(["coming", "there", "coming"])))
def test_who_is_there_stays_there(order: tuple[str, ...]) -> None:
    alarm = _alarm()
    for what in order:
        alarm = alarms.answer(alarm, what, 5)
    assert alarm.state is State.THERE


@pytest.mark.parametrize("what", ["coming", "there", "false"])
@pytest.mark.parametrize("state", [State.FALSE, State.CLOSED])
def test_what_is_over_stays_over(state: State, what: str) -> None:
    with pytest.raises(Conflict):
        alarms.answer(_alarm(state), what, 5)


def test_a_false_alarm_ends_it_from_anywhere() -> None:
    for state in alarms.RUNNING:
        ended = alarms.answer(_alarm(state), "false", 5)
        assert (ended.state, ended.ended_at) == (State.FALSE, 5)


HERE = Spot(3, 1)


@pytest.mark.parametrize("here", [HERE, Spot(3), Spot(3, 1)])
def test_the_same_danger_in_the_same_building_is_one(here: Spot) -> None:
    assert alarms.joins(_alarm(), HERE, "fire", here, 0)


@pytest.mark.parametrize(("first", "danger", "here", "since"), [
    (_alarm(), "gas", HERE, 0), (_alarm(), "fire", Spot(5, 1), 0), (_alarm(), "fire", Spot(3, 2), 0),
    (_alarm(), "fire", Spot(None), 0), (_alarm(), "fire", HERE, 1), (_alarm(State.FALSE), "fire", HERE, 0),
    (_alarm(State.CLOSED), "fire", HERE, 0), (replace(_alarm(), unanswered_at=5), "fire", HERE, 0),
])
def test_in_doubt_it_is_another(first: Alarm, danger: str, here: Spot, since: int) -> None:
    assert not alarms.joins(first, HERE, danger, here, since)


def test_an_alarm_of_no_known_place_is_joined_by_nobody() -> None:
    assert not alarms.joins(_alarm(), Spot(None), "fire", Spot(None), 0)


def test_it_is_closed_only_by_somebody_who_was_there() -> None:
    assert alarms.close(_alarm(State.THERE), None, 5).state is State.CLOSED
    with pytest.raises(Conflict):
        alarms.close(_alarm(State.COMING), None, 5)
