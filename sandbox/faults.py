"""Faults on order: which calls go wrong, how, and whether they take effect first."""

from dataclasses import dataclass
from typing import Any

KINDS = {
    "latency",
    "error_500",
    "error_502_html",
    "drop_before",
    "drop_after",
    "timeout_before",
    "timeout_after",
    "reset_mid_body",
    "garbage_json",
    "rate_limited",
    "half_open",
    "conflict",
    "unauthorized",
    "not_found",
}
AFTER = {"drop_after", "timeout_after", "reset_mid_body", "garbage_json"}


@dataclass(slots=True)
class Fault:
    """`times` None means for ever; `accepted` lets an error answer follow a call that took effect."""

    kind: str
    method: str | None = None
    times: int | None = 1
    chat_id: int | None = None
    delay: float = 0.0
    probability: float = 1.0
    retry_after: int = 1
    accepted: bool = False

    @property
    def takes_effect(self) -> bool:
        return self.accepted or self.kind in AFTER or self.kind == "latency"

    def fits(self, method: str, params: dict[str, Any]) -> bool:
        if self.times == 0 or (self.method and self.method.lower() != method.lower()):
            return False
        return self.chat_id is None or str(params.get("chat_id")) == str(self.chat_id)


def make(kind: str, **settings: Any) -> Fault:
    if kind not in KINDS:
        raise ValueError(f"unknown fault {kind!r}, known: {', '.join(sorted(KINDS))}")
    return Fault(kind, **settings)
