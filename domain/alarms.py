"""An alarm has exactly one state, whoever presses what in which order."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from domain.errors import Conflict
from domain.ids import AlarmId, BuildingId, CellId, CommunityId, HouseholdId, KeyId, PersonId, RequestId


class State(StrEnum):
    """Nobody has answered; somebody is on the way; somebody is there; it was none; it is over."""

    OPEN = "open"
    COMING = "coming"
    THERE = "there"
    FALSE = "false"
    CLOSED = "closed"


class Reporter(NamedTuple):
    """Somebody who has reported the same danger after the first."""

    telegram_id: int
    person_id: PersonId | None
    key_id: KeyId
    household_id: HouseholdId | None
    building_id: BuildingId | None


RUNNING = frozenset({State.OPEN, State.COMING, State.THERE})


@dataclass(frozen=True, slots=True)
class Alarm:
    """One danger. `telegram_id` is whoever wrote of it, known to us or not; the place may come later."""

    id: AlarmId
    community_id: CommunityId
    danger: str
    state: State
    telegram_id: int
    person_id: PersonId | None
    key_id: KeyId
    household_id: HouseholdId | None
    building_id: BuildingId | None
    cell_id: CellId
    request_id: RequestId | None
    repeats: int
    sent_at: int
    raised_at: int
    told_at: int
    unanswered_at: int | None
    ended_at: int | None
    version: int

    @property
    def placed(self) -> bool:
        return self.building_id is not None or self.household_id is not None


class Spot(NamedTuple):
    """Where an alarm is, as far as a door or a building was named."""

    building_id: int | None
    unit_id: int | None = None


def joins(first: Alarm, there: Spot, danger: str, here: Spot, since: int) -> bool:
    """Whether a second report is of the same danger: of one kind, in one building, soon after. In doubt it is not."""
    if first.state not in RUNNING or first.unanswered_at is not None or first.raised_at < since:
        return False
    if first.danger != danger or here.building_id is None or there.building_id != here.building_id:
        return False
    return there.unit_id == here.unit_id or None in {there.unit_id, here.unit_id}  # two stairwells may leak each


def hand_over(alarm: Alarm, to: Reporter) -> Alarm:
    """Whoever reported it first takes it back, a neighbour has not: it goes on as the neighbour's."""
    check_running(alarm)
    return replace(alarm, telegram_id=to.telegram_id, person_id=to.person_id, key_id=to.key_id,
                   household_id=to.household_id, building_id=to.building_id)


def answer(alarm: Alarm, what: str, now: int) -> Alarm:
    """我正赶去, 已到场 and 误报. Who is there stays there; nothing changes what has ended."""
    check_running(alarm)
    if what == "false":
        return replace(alarm, state=State.FALSE, ended_at=now)
    if what == "there" or alarm.state is State.THERE:
        return replace(alarm, state=State.THERE)
    return replace(alarm, state=State.COMING)


def close(alarm: Alarm, request_id: RequestId | None, now: int) -> Alarm:
    """What was done has been written down."""
    if alarm.state is not State.THERE:
        raise Conflict("alarm.over")
    return replace(alarm, state=State.CLOSED, request_id=request_id, ended_at=now)


def check_running(alarm: Alarm) -> None:
    if alarm.state not in RUNNING:
        raise Conflict("alarm.over")
