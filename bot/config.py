"""Reads config.yaml; a wrong or unknown setting stops the start with its line and what would be right.

What settings there are, and what can be wrong with each, stands in `bot/settings/`.
"""

import dataclasses
import types
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import yaml

from bot.settings import Settings
from bot.settings.values import Faults, LocalTime
from domain.routing import Rule

_SCALARS = {int: "a whole number", float: "a number", str: "a text", LocalTime: "a time such as 21:30 in quotes"}


class ConfigError(Exception):
    """What is wrong, where, and what would be right; a sentence for the operator."""


def load_settings(path: Path) -> Settings:
    """Raises ConfigError."""
    try:
        tree = yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"{path}:{line}: not YAML: {error.problem}") from error
    reader = _Reader(path)
    settings: Settings = reader.read(tree, Settings, "")
    reader.refuse(settings.faults())
    return settings


def load_routes(path: Path, settings: Settings) -> tuple[Rule, ...]:
    """Another table in the place of the configuration's: a file with a section `routes`. Raises ConfigError."""
    try:
        tree = yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: cannot be read as YAML") from error
    found = {key.value: node for key, node in tree.value} if isinstance(tree, yaml.MappingNode) else {}
    if "routes" not in found:
        raise ConfigError(f"{path}: there is no section routes")
    reader = _Reader(path)
    rules: tuple[Rule, ...] = reader.read(found["routes"], tuple[Rule, ...], "routes")
    reader.refuse(dataclasses.replace(settings, routes=rules).faults())
    return rules


@dataclass(slots=True)
class _Reader:
    """Makes values of the wanted types from YAML, and remembers on which line each setting stands."""

    path: Path
    lines: dict[str, int] = field(default_factory=dict)

    def read(self, node: Any, wanted: Any, name: str) -> Any:
        if node is not None:
            self.lines[name] = node.start_mark.line + 1
        if dataclasses.is_dataclass(wanted):
            return self._section(node, wanted, name)
        if isinstance(wanted, types.UnionType):
            inner = next(arg for arg in get_args(wanted) if arg is not type(None))
            empty = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"
            return None if empty else self.read(node, inner, name)
        if get_origin(wanted) is tuple:
            return self._list(node, get_args(wanted)[0], name)
        if get_origin(wanted) is dict:
            return self._words(node, name)
        return self._scalar(node, wanted, name)

    def _section(self, node: Any, wanted: Any, name: str) -> Any:
        if not isinstance(node, yaml.MappingNode):
            raise self._wrong(name, f"{name or 'the file'} is a section with settings below it")
        hints = get_type_hints(wanted)
        given = {key.value: value for key, value in node.value}
        if len(given) < len(node.value):
            raise self._wrong(name, f"a setting stands twice in {name or 'the file'}")
        for key, _ in node.value:
            if key.value not in hints:
                unknown = _join(name, key.value)
                self.lines[unknown] = key.start_mark.line + 1
                raise self._wrong(unknown, f"unknown setting {unknown}; known are {', '.join(hints)}")
        needed = {one.name for one in dataclasses.fields(wanted) if one.default is dataclasses.MISSING}
        if missing := [key for key in hints if key in needed and key not in given]:
            raise self._wrong(name, f"{_join(name, missing[0])} is missing")
        return wanted(**{key: self.read(given[key], hint, _join(name, key)) for key, hint in hints.items()
                         if key in given})

    def _list(self, node: Any, wanted: Any, name: str) -> tuple[Any, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._wrong(name, f"{name} is a list, one `- entry` a line")
        return tuple(self.read(child, wanted, f"{name}[{n}]") for n, child in enumerate(node.value))

    def _words(self, node: Any, name: str) -> dict[str, str]:
        if not isinstance(node, yaml.MappingNode):
            raise self._wrong(name, f"{name} maps languages to words, such as zh: 电梯")
        return {key.value: self.read(value, str, f"{name}.{key.value}") for key, value in node.value}

    def _scalar(self, node: Any, wanted: Any, name: str) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            raise self._wrong(name, f"{name} is one value, not a list or a section")
        try:
            value = wanted(node.value)
        except ValueError:
            raise self._wrong(name, f"{name} is {_SCALARS[wanted]}, not “{node.value}”") from None
        if wanted in {int, float} and value < 0:
            raise self._wrong(name, f"{name} is not below zero")
        return value

    def refuse(self, faults: Faults) -> None:
        for name, fault in faults:
            raise self._wrong(name, fault)

    def _wrong(self, name: str, what: str) -> ConfigError:
        where = f"{self.path}:{self.lines[name]}" if name in self.lines else str(self.path)
        return ConfigError(f"{where}: {what}")


def _join(section: str, key: str) -> str:
    return f"{section}.{key}" if section else key
