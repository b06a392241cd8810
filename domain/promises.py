"""What was promised, when it is due, and what follows when it is not kept: 催办, 督办, 提级办理, once at each tier."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol, TypeVar

from domain.ids import PromiseId, RequestId
from domain.requests import ENDED, Request, State
from domain.working import HOUR, WorkingCalendar

TOP = 99
WITHOUT_CLOCK = frozenset({"suggestion", "praise"})
OVER = ENDED | {State.RESOLVED}
PAUSED = frozenset({State.WAITING, State.ON_HOLD, State.EXTERNAL})
EXTENSIONS = (1, 3, 5)
STEPS = ("nudge", "oversee", "escalate")


class Rule(Protocol):
    """What is promised for these categories and urgencies; an empty list means all."""

    @property
    def name(self) -> str: ...
    @property
    def categories(self) -> tuple[str, ...]: ...
    @property
    def urgencies(self) -> tuple[str, ...]: ...
    @property
    def contact_hours(self) -> float: ...
    @property
    def resolve_days(self) -> int: ...


class Gaps(Protocol):
    """Working hours from one step to the next."""

    @property
    def oversee_after(self) -> float: ...
    @property
    def escalate_after(self) -> float: ...
    @property
    def nudge_after(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of one round: `promised_at` is what was said, `due_at` what pauses and 延期 have made of it."""

    id: PromiseId
    request_id: RequestId
    round: int
    clock: str
    outside: bool
    begun_at: int
    promised_at: int
    half_at: int
    warn_at: int
    due_at: int
    next_at: int
    state: str = "running"
    paused_at: int | None = None
    ended_at: int | None = None
    step: int = 0
    hurried_at: int | None = None
    version: int = 0


class Term(NamedTuple):
    """What a promise begins with."""

    clock: str
    outside: bool
    promised_at: int
    half_at: int
    warn_at: int


# A pause that is over before anybody has noticed moves no date; at closing time it would move it to the next morning.
_BRIEF = HOUR // 2
R = TypeVar("R", bound=Rule)


def choose(rules: Sequence[R], category: str, urgency: str) -> R | None:
    """The first that fits; None where nothing is promised."""
    for rule in rules:
        if (not rule.categories or category in rule.categories) and (not rule.urgencies or urgency in rule.urgencies):
            return rule
    return None


def terms(rule: Rule, calendar: WorkingCalendar, now: int, outside_due_at: int | None) -> list[Term]:
    """Until when somebody gets in touch, and until when it is solved; an outside deadline overrides ours."""
    due: list[tuple[str, bool, int]] = []
    if rule.contact_hours:
        contact = calendar.add(now, int(rule.contact_hours * HOUR))
        due.append(("contact", False, min(contact, outside_due_at or contact)))
    if outside_due_at is not None:
        due.append(("resolve", True, outside_due_at))
    elif rule.resolve_days:
        due.append(("resolve", False, calendar.add_days(now, rule.resolve_days)))
    return [Term(clock, outside, at, *_marks(calendar, now, at)) for clock, outside, at in due]


def _marks(calendar: WorkingCalendar, now: int, due_at: int) -> tuple[int, int]:
    """Half of the time, from when the resident may ask; three quarters, from when the holder reads of it."""
    span = calendar.between(now, due_at)
    return calendar.add(now, span // 2), calendar.add(now, span * 3 // 4)


def follow(
    promise: Promise, request: Request, now: int, calendar: WorkingCalendar, *, volunteer: bool = False
) -> Promise:
    """The promise after the request has moved: kept, ended, paused, or running again."""
    state = _state(promise, request, volunteer=volunteer)
    if state == promise.state:
        return promise
    if state == "paused":
        return replace(promise, state="paused", paused_at=now, ended_at=None)
    resumed = _resumed(promise, now, calendar)
    return resumed if state == "running" else replace(resumed, state=state, ended_at=now)


def _state(promise: Promise, request: Request, *, volunteer: bool) -> str:
    over = promise.state if promise.state in {"kept", "ended"} else "ended"
    if request.round != promise.round:
        return over
    if request.state in OVER:
        return "kept" if request.state in {State.RESOLVED, State.CLOSED} else "ended"
    if promise.clock == "contact" and (promise.state == "kept" or answered(request)):
        return "kept"
    still = not promise.outside and (volunteer or request.state in PAUSED)
    return "paused" if still else "running"


def answered(request: Request) -> bool:
    """Somebody has called, or has asked the resident something."""
    return request.contacted_at is not None or request.state is State.WAITING


def keep(promise: Promise, now: int) -> Promise:
    """Done as promised, or at least done."""
    if promise.state in {"kept", "ended"}:
        return promise
    return replace(promise, state="kept", ended_at=now, paused_at=None)


def _resumed(promise: Promise, now: int, calendar: WorkingCalendar) -> Promise:
    """Whatever lay ahead when the pause began moves by the working time that has passed in it."""
    since = promise.paused_at
    if since is None:
        return replace(promise, state="running", ended_at=None)
    passed = calendar.between(since, now)
    passed = passed if passed >= _BRIEF else 0
    half, warn, due, following = (
        calendar.add(at, passed) if at > since else at
        for at in (promise.half_at, promise.warn_at, promise.due_at, promise.next_at)
    )
    return replace(promise, state="running", paused_at=None, ended_at=None, half_at=half, warn_at=warn, due_at=due,
                   next_at=following)


def extend(promise: Promise, days: int, now: int, calendar: WorkingCalendar) -> Promise:
    """延期 by so many working days from the deadline, or from today where that has passed; the steps begin anew."""
    due = calendar.add_days(max(now, promise.due_at), days)
    half, warn = _marks(calendar, now, due)
    since = now if promise.state == "paused" else None  # what lay before is in the new date already
    return replace(promise, due_at=due, half_at=half, warn_at=warn, next_at=due, step=0, paused_at=since)


def step_of(promise: Promise) -> str | None:
    """What follows now; None where it has come to the top."""
    return None if promise.step >= TOP else STEPS[promise.step % len(STEPS)]


def advance(promise: Promise, now: int, calendar: WorkingCalendar, gaps: Gaps) -> Promise:
    """After a step the next one waits for some working hours; after 提级办理 the new holder has some to begin."""
    hours = {"nudge": gaps.oversee_after, "oversee": gaps.escalate_after, "escalate": gaps.nudge_after}
    following = calendar.add(now, int(hours[STEPS[promise.step % len(STEPS)]] * HOUR))
    return replace(promise, step=promise.step + 1, next_at=following)


def at_top(promise: Promise) -> Promise:
    return replace(promise, step=TOP)


def may_hurry(promises: Sequence[Promise], now: int, calendar: WorkingCalendar) -> bool:
    """催一催: after half of the time of what is running, at most once a working day."""
    running = [one for one in promises if one.state == "running"]
    last = max((one.hurried_at or 0 for one in promises), default=0)
    return any(one.half_at <= now for one in running) and (
        not last or calendar.day_of_work(last) != calendar.day_of_work(now)
    )
