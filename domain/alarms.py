"""An alarm has exactly one state, whoever presses what in which order."""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.errors import Conflict
from domain.ids import AlarmId, BuildingId, CellId, CommunityId, HouseholdId, KeyId, PersonId, RequestId


class State(StrEnum):
    """Nobody has answered; somebody is on the way; somebody is there; it was none; it is over."""

    OPEN = "open"
    COMING = "coming"
    THERE = "there"
    FALSE = "false"
    CLOSED = "closed"


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
