"""How Telegram is reached, and how updates come in."""

from dataclasses import dataclass

from bot.settings.values import Faults


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

    def faults(self) -> Faults:
        if self.mode not in {"polling", "webhook"}:
            yield "mode", f"intake.mode is polling or webhook, not “{self.mode}”"
        if self.mode == "webhook" and not self.public_url:
            yield "public_url", "intake.public_url is the https address that Telegram posts to; webhook needs it"
