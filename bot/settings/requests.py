"""What a request is gathered from, waits for, is promised, and how it is rated: in the order of its life."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.settings.values import Faults, LocalTime


@dataclass(frozen=True, slots=True)
class DraftSettings:
    """How the messages of one report are gathered, in seconds, and for how many hours it waits to be submitted."""

    gather: float
    album: float
    at_most: float
    ask_after_hours: float
    drop_after_hours: float

    def faults(self) -> Faults:
        if not self.ask_after_hours < self.drop_after_hours:
            yield "ask_after_hours", "drafts.ask_after_hours comes before drafts.drop_after_hours"


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """What files are taken: at most so many megabytes, of these types."""

    largest_mb: int
    document_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandlingSettings:
    """How long a request waits for others, in days, and what an end has to show."""

    answer_days: int
    news_days: int
    photo_categories: tuple[str, ...]

    def faults(self, categories: Collection[str]) -> Faults:
        for strange in (code for code in self.photo_categories if code not in categories):
            yield "photo_categories", f"handling.photo_categories names a category that is not listed: {strange}"


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

    def faults(self, categories: Collection[str]) -> Faults:
        for n, rule in enumerate(self.rules):
            for strange in (code for code in rule.categories if code not in categories):
                yield f"rules[{n}]", f"the promise {rule.name} names a category that is not listed: {strange}"


@dataclass(frozen=True, slots=True)
class RatingSettings:
    """When residents are asked how it went, and for how long."""

    ask_from: LocalTime
    ask_until: LocalTime
    repeat_after_days: int
    close_after_days: int
    change_within_hours: float


@dataclass(frozen=True, slots=True)
class Reports:
    """What goes back to outside platforms."""

    heading: str
