"""Reads config.yaml; a wrong or unknown setting stops the start with its line and what would be right."""

import dataclasses
import re
import types
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo, available_timezones

import yaml

from bot.settings import DangerSettings, DraftSettings, FloodSettings, IntakeSettings, Settings
from domain.coverage import takes_all, unreachable
from domain.requests import KINDS, SOURCES
from domain.routing import Rule

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class ConfigError(Exception):
    """What is wrong, where, and what would be right; a sentence for the operator."""


def load_settings(path: Path) -> Settings:
    """Raises ConfigError."""
    try:
        tree = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"{path}:{line}: not YAML: {error.problem}") from error
    settings = _read(tree, Settings, "", path)
    _check(settings, path, _lines(tree, "routes"))
    return settings  # type: ignore[no-any-return]


def load_routes(path: Path, settings: Settings) -> tuple[Rule, ...]:
    """Another table in the place of the configuration's: a file with a section `routes`. Raises ConfigError."""
    try:
        tree = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: cannot be read as YAML") from error
    found = {key.value: node for key, node in tree.value} if isinstance(tree, yaml.MappingNode) else {}
    if "routes" not in found:
        raise ConfigError(f"{path}: there is no section routes")
    rules: tuple[Rule, ...] = _read(found["routes"], tuple[Rule, ...], "routes", path)
    _check_routes(dataclasses.replace(settings, routes=rules), path, _lines(tree, "routes"))
    return rules


def _read(node: Any, wanted: Any, name: str, path: Path) -> Any:
    where = f"{path}:{node.start_mark.line + 1}" if node is not None else str(path)
    if dataclasses.is_dataclass(wanted):
        return _section(node, wanted, name, path, where)
    if isinstance(wanted, types.UnionType):
        inner = next(arg for arg in get_args(wanted) if arg is not type(None))
        empty = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"
        return None if empty else _read(node, inner, name, path)
    if get_origin(wanted) is tuple:
        if not isinstance(node, yaml.SequenceNode):
            raise ConfigError(f"{where}: {name} is a list, one `- entry` a line")
        return tuple(_read(child, get_args(wanted)[0], f"{name}[{n}]", path) for n, child in enumerate(node.value))
    if get_origin(wanted) is dict:
        if not isinstance(node, yaml.MappingNode):
            raise ConfigError(f"{where}: {name} maps languages to words, such as zh: 电梯")
        return {key.value: _read(value, str, f"{name}.{key.value}", path) for key, value in node.value}
    return _scalar(node, wanted, name, where)


def _section(node: Any, wanted: Any, name: str, path: Path, where: str) -> Any:
    if not isinstance(node, yaml.MappingNode):
        raise ConfigError(f"{where}: {name or 'the file'} is a section with settings below it")
    hints = get_type_hints(wanted)
    given = {key.value: (key, value) for key, value in node.value}
    if len(given) < len(node.value):
        raise ConfigError(f"{where}: a setting stands twice in {name or 'the file'}")
    for key, (mark, _) in given.items():
        if key not in hints:
            line = mark.start_mark.line + 1
            raise ConfigError(f"{path}:{line}: unknown setting {_join(name, key)}; known are {', '.join(hints)}")
    needed = {one.name for one in dataclasses.fields(wanted) if one.default is dataclasses.MISSING}
    if missing := [key for key in hints if key in needed and key not in given]:
        raise ConfigError(f"{where}: {_join(name, missing[0])} is missing")
    return wanted(**{key: _read(given[key][1], hint, _join(name, key), path) for key, hint in hints.items()
                     if key in given})


def _scalar(node: Any, wanted: Any, name: str, where: str) -> Any:
    if not isinstance(node, yaml.ScalarNode):
        raise ConfigError(f"{where}: {name} is one value, not a list or a section")
    words = {int: "a whole number", float: "a number", str: "a text"}[wanted]
    try:
        value = wanted(node.value)
    except ValueError:
        raise ConfigError(f"{where}: {name} is {words}, not “{node.value}”") from None
    if wanted is not str and value < 0:
        raise ConfigError(f"{where}: {name} is not below zero")
    return value


def _check_intake(intake: IntakeSettings, path: Path) -> None:
    if intake.mode not in {"polling", "webhook"}:
        raise ConfigError(f"{path}: intake.mode is polling or webhook, not “{intake.mode}”")
    if intake.mode == "webhook" and not intake.public_url:
        raise ConfigError(f"{path}: intake.public_url is the https address that Telegram posts to; webhook needs it")


def _check_working(settings: Settings, path: Path) -> None:
    try:
        settings.working_hours.calendar(settings.timezone)
    except ValueError:
        raise ConfigError(
            f'{path}: working_hours: hours are such as "08:30-12:00", in order; dates such as "2027-01-01"'
        ) from None
    if not {1, 2, 3, 4, 5, 6, 7} > set(settings.working_hours.days_off):
        raise ConfigError(f"{path}: working_hours.days_off are days from 1 (Monday) to 7, and not all of them")


def _check_danger(danger: DangerSettings, path: Path) -> None:
    known = {kind.code for kind in danger.kinds}
    if not danger.kinds:
        raise ConfigError(f"{path}: danger.kinds is empty: nobody would ever be alarmed")
    if danger.answer_within < 1:
        raise ConfigError(f"{path}: danger.answer_within is at least one second")
    named = [*danger.all_at_once, *(code for phone in danger.phones for code in phone.kinds)]
    if strange := [code for code in named if code not in known]:
        raise ConfigError(f"{path}: danger names a kind that is not listed: {strange[0]}")
    for kind in danger.kinds:
        if not kind.numbers or not kind.phrases:
            raise ConfigError(f"{path}: the danger {kind.code} needs a number to call and phrases to be known by")
        if not all(phrase.removeprefix("=").strip("… ") for phrase in (*kind.phrases, *kind.unless)):
            raise ConfigError(f"{path}: a phrase of the danger {kind.code} is empty and would be found everywhere")


def _check_drafts(drafts: DraftSettings, path: Path) -> None:
    if not drafts.ask_after_hours < drafts.drop_after_hours:
        raise ConfigError(f"{path}: drafts.ask_after_hours comes before drafts.drop_after_hours")


def _times(settings: Settings) -> list[tuple[str, str]]:
    quiet, staff = settings.quiet_hours, settings.staff_hours
    return [
        ("joining.confirm_at", settings.joining.confirm_at), ("quiet_hours.start", quiet.start),
        ("quiet_hours.end", quiet.end), ("staff_hours.start", staff.start),
        ("staff_hours.end", staff.end), ("staff_hours.today", staff.today),
        ("ratings.ask_from", settings.ratings.ask_from), ("ratings.ask_until", settings.ratings.ask_until),
    ]


def _check_flood(flood: FloodSettings, path: Path) -> None:
    if flood.refill < 1 or flood.mute_at < 1:
        raise ConfigError(f"{path}: flood.refill and flood.mute_at are at least 1; flood.burst: 0 switches it off")


def _check(settings: Settings, path: Path, lines: list[int]) -> None:
    if settings.timezone not in available_timezones():
        raise ConfigError(f"{path}: timezone is an IANA name such as Asia/Shanghai, not “{settings.timezone}”")
    ZoneInfo(settings.timezone)
    _check_intake(settings.intake, path)
    _check_working(settings, path)
    _check_danger(settings.danger, path)
    _check_flood(settings.flood, path)
    _check_drafts(settings.drafts, path)
    for name, value in _times(settings):
        if not _TIME.fullmatch(value):
            raise ConfigError(f"{path}: {name} is a time such as 21:30 in quotes, not “{value}”")
    if settings.staff_hours.start >= settings.staff_hours.end:
        raise ConfigError(f"{path}: staff_hours.start is earlier than staff_hours.end")
    if strange := [kind.code for kind in settings.kinds if kind.code not in KINDS]:
        raise ConfigError(f"{path}: there is no kind {strange[0]}; known are {', '.join(KINDS)}")
    _check_promises(settings, path)
    _check_routes(settings, path, lines)


def _check_promises(settings: Settings, path: Path) -> None:
    known = {category.code for category in settings.categories}
    for rule in settings.promises.rules:
        if strange := [code for code in rule.categories if code not in known]:
            raise ConfigError(f"{path}: the promise {rule.name} names a category that is not listed: {strange[0]}")


def _check_routes(settings: Settings, path: Path, lines: list[int]) -> None:
    known = {category.code for category in settings.categories}
    if strange := [code for code in settings.handling.photo_categories if code not in known]:
        raise ConfigError(f"{path}: handling.photo_categories names a category that is not listed: {strange[0]}")
    for n, rule in enumerate(settings.routes):
        where = f"{path}:{lines[n]}: the route {rule.name}"
        if strange := [code for code in rule.categories if code not in known]:
            raise ConfigError(f"{where} names a category that is not listed: {strange[0]}")
        if strange := [code for code in (*rule.kinds, *rule.sources) if code not in (*KINDS, *SOURCES)]:
            raise ConfigError(f"{where} names {strange[0]}; kinds are {', '.join(KINDS)}; sources {', '.join(SOURCES)}")
        if not (rule.level or rule.cell or rule.unit):
            raise ConfigError(f"{where} leads nowhere: give it a level, a cell or a unit")
    if not settings.routes or not takes_all(settings.routes[-1]):
        raise ConfigError(f"{path}: the last route takes everything: give it a name and a level alone")
    for n in unreachable(settings.routes):
        name = settings.routes[n].name
        raise ConfigError(f"{path}:{lines[n]}: the route {name} is never reached: those above take it all")


def _lines(tree: Any, section: str) -> list[int]:
    """On which line each entry of a list begins."""
    for key, value in tree.value:
        if key.value == section and isinstance(value, yaml.SequenceNode):
            return [entry.start_mark.line + 1 for entry in value.value]
    return []


def _join(section: str, key: str) -> str:
    return f"{section}.{key}" if section else key
