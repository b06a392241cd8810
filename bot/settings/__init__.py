"""config.yaml as frozen values: a section is a class in this folder, a setting a field of it.

What can be wrong with a setting is said by `faults` of its section; `bot/config.py` reads the file and adds the line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import available_timezones

from bot.limits import Limits
from bot.settings import routes
from bot.settings.danger import DangerSettings
from bot.settings.hours import QuietHours, WorkingHours
from bot.settings.network import ApiSettings, IntakeSettings
from bot.settings.people import FloodSettings, JoiningSettings, Retention
from bot.settings.requests import (
    DraftSettings,
    HandlingSettings,
    MediaSettings,
    PromiseSettings,
    RatingSettings,
    Reports,
)
from bot.settings.staff import BoardSettings, PushSettings, StaffHours
from bot.settings.values import Faults
from bot.settings.words import Category, SensitiveSettings, TalkSettings
from domain.requests import KINDS
from domain.routing import Rule


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

    def faults(self) -> Faults:
        if self.timezone not in available_timezones():
            yield "timezone", f"timezone is an IANA name such as Asia/Shanghai, not “{self.timezone}”"
            return
        categories = {category.code for category in self.categories}
        yield from _within("intake", self.intake.faults())
        yield from _within("working_hours", self.working_hours.faults(self.timezone))
        yield from _within("danger", self.danger.faults(categories))
        yield from _within("flood", self.flood.faults())
        yield from _within("drafts", self.drafts.faults())
        yield from _within("staff_hours", self.staff_hours.faults())
        for strange in (kind.code for kind in self.kinds if kind.code not in KINDS):
            yield "kinds", f"there is no kind {strange}; known are {', '.join(KINDS)}"
        yield from _within("promises", self.promises.faults(categories))
        yield from _within("handling", self.handling.faults(categories))
        yield from routes.faults(self.routes, categories)

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


def _within(section: str, faults: Faults) -> Faults:
    return ((f"{section}.{name}", fault) for name, fault in faults)


def _named(entries: Iterable[Category], code: str, language: str) -> str:
    for entry in entries:
        if entry.code == code:
            return entry.names.get(language) or next(iter(entry.names.values()))
    return code
