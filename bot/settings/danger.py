"""How danger is recognised, and whom it alarms."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.settings.values import Faults


@dataclass(frozen=True, slots=True)
class DangerKind:
    """One kind of danger: its names, the category of what is filed about it, whom to call, and its phrases."""

    code: str
    names: dict[str, str]
    category: str | None
    numbers: tuple[str, ...]
    phrases: tuple[str, ...]
    unless: tuple[str, ...]

    def faults(self, categories: Collection[str]) -> Iterator[str]:
        if self.category is not None and self.category not in categories:
            yield f"the danger {self.code} names a category that is not listed: {self.category}"
        if not self.numbers or not self.phrases:
            yield f"the danger {self.code} needs a number to call and phrases to be known by"
        if not all(phrase.removeprefix("=").strip("… ") for phrase in (*self.phrases, *self.unless)):
            yield f"a phrase of the danger {self.code} is empty and would be found everywhere"


@dataclass(frozen=True, slots=True)
class DangerPhone:
    """A further number to call in a community (* for all); without kinds it is the duty phone."""

    community: str
    kinds: tuple[str, ...]
    names: dict[str, str]
    number: str


@dataclass(frozen=True, slots=True, eq=False)
class DangerSettings:
    """How danger is recognised, and how an alarm climbs; times in seconds. Each is its own key, for what is cached."""

    answer_within: int
    repeats: int
    joins_within: int
    shared: tuple[str, ...]
    shared_within: int
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

    def kind_code(self, written: str) -> str | None:
        """The kind that the office means by its code or by a word of its name: 燃气 for 燃气泄漏."""
        said = written.lower()
        return next((kind.code for kind in self.kinds
                     if said == kind.code or any(said in name.lower() for name in kind.names.values())), None)

    def faults(self, categories: Collection[str]) -> Faults:
        if not self.kinds:
            yield "kinds", "danger.kinds is empty: nobody would ever be alarmed"
        if self.answer_within < 1:
            yield "answer_within", "danger.answer_within is at least one second"
        if self.shared_within > self.joins_within:
            yield "shared_within", "danger.shared_within is at most joins_within: nobody joins an alarm twice"
        known = {kind.code for kind in self.kinds}
        for code in (*self.all_at_once, *self.shared, *(code for phone in self.phones for code in phone.kinds)):
            if code not in known:
                yield "kinds", f"danger names a kind that is not listed: {code}"
        for n, kind in enumerate(self.kinds):
            yield from ((f"kinds[{n}]", fault) for fault in kind.faults(categories))
