"""Everything in config.yaml as frozen values: one class a section, one field a setting."""

from dataclasses import dataclass
from datetime import date

from bot.limits import Limits
from domain.routing import Rule
from domain.working import WorkingCalendar, parse_hours


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """How Telegram is reached."""

    root: str
    proxy: str | None
    connect_timeout: float
    connections: int


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """How updates come in."""

    mode: str
    long_poll: int
    host: str
    port: int
    public_url: str | None


@dataclass(frozen=True, slots=True)
class DraftSettings:
    """How the messages of one report are gathered, in seconds, and for how many hours it waits to be submitted."""

    gather: float
    album: float
    at_most: float
    ask_after_hours: float
    drop_after_hours: float


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """What files are taken: at most so many megabytes, of these types."""

    largest_mb: int
    document_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JoiningSettings:
    """When unconfirmed residents are listed, and how long and how often an invite is good."""

    confirm_at: str
    invite_days: int
    stairwell_uses: int
    household_uses: int
    tries_an_hour: int


@dataclass(frozen=True, slots=True)
class HandlingSettings:
    """How long a request waits for others, in days, and what an end has to show."""

    answer_days: int
    news_days: int
    photo_categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local times between which nobody is reminded."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When the office works, in local time; exceptions of the year as dates."""

    hours: tuple[str, ...]
    days_off: tuple[int, ...]
    holidays: tuple[str, ...]
    make_up_days: tuple[str, ...]
    covered_until: str | None

    def calendar(self, zone: str) -> WorkingCalendar:
        """Raises ValueError for what is no time or date."""
        return WorkingCalendar(
            zone, parse_hours(self.hours), frozenset(self.days_off), frozenset(map(date.fromisoformat, self.holidays)),
            frozenset(map(date.fromisoformat, self.make_up_days)),
            date.fromisoformat(self.covered_until) if self.covered_until else None,
        )


@dataclass(frozen=True, slots=True)
class PromiseRule:
    """What is promised for these categories and urgencies (none means all), in working time; 0 promises nothing."""

    name: str
    categories: tuple[str, ...]
    urgencies: tuple[str, ...]
    contact_hours: float
    resolve_days: int
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class PromiseSettings:
    """The promises, and the working hours from one step to the next when one is not kept."""

    rules: tuple[PromiseRule, ...]
    outside_texts: dict[str, str]
    oversee_after: float
    escalate_after: float
    nudge_after: float


@dataclass(frozen=True, slots=True)
class StaffHours:
    """Local times between which members of staff are told things, on working days."""

    start: str
    end: str
    today: str


@dataclass(frozen=True, slots=True)
class PushSettings:
    """How sparingly staff are told things that they have not asked for."""

    merge_minutes: int
    at_most_a_day: int


@dataclass(frozen=True, slots=True)
class RatingSettings:
    """When residents are asked how it went, and for how long."""

    ask_from: str
    ask_until: str
    repeat_after_days: int
    close_after_days: int
    change_within_hours: float


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """What hangs in a work group: cards until there are too many at once, and the pinned board."""

    cards_a_minute: int
    redraw_seconds: int
    residents_titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reports:
    """What goes back to outside platforms."""

    heading: str


@dataclass(frozen=True, slots=True)
class Retention:
    """Days after which something is gone."""

    raw_updates: int


@dataclass(frozen=True, slots=True)
class DangerKind:
    """One kind of danger: its names, whom to call, the phrases that speak of it and those that only look like it."""

    code: str
    names: dict[str, str]
    numbers: tuple[str, ...]
    phrases: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DangerPhone:
    """A further number to call in a community (* for all); without kinds it is the duty phone."""

    community: str
    kinds: tuple[str, ...]
    names: dict[str, str]
    number: str


@dataclass(frozen=True, slots=True)
class DangerSettings:
    """How danger is recognised, and how an alarm climbs; times in seconds."""

    answer_within: int
    repeats: int
    joins_within: int
    area_codes: dict[str, str]
    phones: tuple[DangerPhone, ...]
    all_at_once: tuple[str, ...]
    kinds: tuple[DangerKind, ...]
    unless: tuple[str, ...]
    negations: tuple[str, ...]
    past: tuple[str, ...]
    now: tuple[str, ...]
    over: tuple[str, ...]

    def kind(self, code: str) -> DangerKind:
        """The kind with this code; one that is not configured any more reads like the last, a call for help."""
        return next((kind for kind in self.kinds if kind.code == code), self.kinds[-1])


@dataclass(frozen=True, slots=True)
class FloodSettings:
    """How many messages of one sender are answered at once, one more after so many seconds, and when it is enough."""

    burst: int
    refill: int
    mute_at: int
    mute_for: int


@dataclass(frozen=True, slots=True)
class ButtonNames:
    """Other names by which people ask for a button of the keyboard (report, mine, reminders, staff, help)."""

    menu: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TalkSettings:
    """What is no report, word by word."""

    greetings: tuple[str, ...]
    thanks: tuple[str, ...]
    nods: tuple[str, ...]
    asks: tuple[str, ...]
    buttons: tuple[ButtonNames, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """One category or kind of requests, its names and the words that point to it."""

    code: str
    names: dict[str, str]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """What people call those who hold a post."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SensitiveSettings:
    """How to know what no group may see."""

    categories: tuple[str, ...]
    neighbours: tuple[str, ...]
    quarrels: tuple[str, ...]
    titles: tuple[Title, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything in config.yaml."""

    language: str
    timezone: str
    database: str
    api: ApiSettings
    intake: IntakeSettings
    limits: Limits
    drafts: DraftSettings
    handling: HandlingSettings
    media: MediaSettings
    quiet_hours: QuietHours
    working_hours: WorkingHours
    promises: PromiseSettings
    staff_hours: StaffHours
    pushes: PushSettings
    boards: BoardSettings
    ratings: RatingSettings
    reports: Reports
    retention: Retention
    consent: str
    danger: DangerSettings
    talk: TalkSettings
    flood: FloodSettings
    joining: JoiningSettings
    categories: tuple[Category, ...]
    kinds: tuple[Category, ...]
    routes: tuple[Rule, ...]
    sensitive: SensitiveSettings

    def category_code(self, written: str) -> str:
        """The code of a category by its code or by its name in any language; what is no category stays as written."""
        named = (one.code for one in self.categories if written in {one.code, *one.names.values()})
        return next(named, written)

    def category_name(self, code: str, language: str) -> str:
        """Where the category says nothing the kind stands for it."""
        return _named((*self.categories, *self.kinds), code, language)

    def kind_code(self, written: str) -> str:
        named = (one.code for one in self.kinds if written in {one.code, *one.names.values()})
        return next(named, written)

    def kind_name(self, code: str, language: str) -> str:
        return _named(self.kinds, code, language)


def _named(entries: tuple[Category, ...], code: str, language: str) -> str:
    for entry in entries:
        if entry.code == code:
            return entry.names.get(language) or next(iter(entry.names.values()))
    return code
