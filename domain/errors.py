"""What the rules refuse, as a text key and values; the edge finds the words in the reader's language."""

from typing import Any


class DomainError(Exception):
    """Raised when a rule refuses an act; `values` fill the blanks of the text named `key`."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values: dict[str, Any] = values

    def __reduce__(self) -> tuple[object, ...]:
        """Let an error cross a process border: the default forgets that values come by keyword."""
        return _rebuild, (type(self), self.key, self.values)


class NotAllowed(DomainError):
    """Raised when this person may not do this here."""


class NotFound(DomainError):
    """Raised when what is named does not exist, or not for this person."""


class Conflict(DomainError):
    """Raised when the act no longer fits the state of things."""


class Invalid(DomainError):
    """Raised when what was typed cannot be understood or is out of range."""


class Overtaken(Exception):
    """Raised when somebody else saved the aggregate first; the machine reruns the act."""


def _rebuild(kind: type[DomainError], key: str, values: dict[str, object]) -> DomainError:
    return kind(key, **values)
