"""What a call can end in besides a result: a refusal in Telegram's words, or a broken connection."""

from typing import Any

PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class Refused(Exception):
    """The server answers ok=false."""

    def __init__(self, text: str, code: int = 400, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(text)
        self.code = code
        prefix = PREFIXES[code]
        self.description = f"{prefix}: {text}" if text else prefix
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def forbidden(text: str) -> Refused:
    return Refused(text, 403)


def too_many(retry_after: int) -> Refused:
    return Refused(f"retry after {retry_after}", 429, {"retry_after": retry_after})


class Dropped(Exception):
    """The connection broke; `accepted` says whether the call took effect, `partial` what had gone out."""

    def __init__(self, *, accepted: bool, partial: bytes = b"") -> None:
        super().__init__("connection dropped")
        self.accepted = accepted
        self.partial = partial


class Hang(Exception):
    """The socket stays open and no answer ever comes."""

    def __init__(self, *, accepted: bool = False) -> None:
        super().__init__("no answer")
        self.accepted = accepted
