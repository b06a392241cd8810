"""HTTP to the Bot API on aiohttp, telling apart what was not sent, what was answered, and what nobody knows.

Why not python-telegram-bot's own HTTPXRequest: docs/decisions/0004. Source for the answers' shape: Bot API, "Making
requests" and "ResponseParameters".
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

import aiohttp
import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot import json
from bot.logs import redact

Files = Mapping[str, tuple[str, bytes]]
acting: ContextVar[bool] = ContextVar("acting", default=False)


class NotSent(Exception):
    """The connection was never made: the call can be repeated without a doubt."""


class Unknown(Exception):
    """The call left this machine and no whole answer came back: it may have been carried out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one call. `kind`: done, refused, forbidden, slow_down, moved, stop, not_sent or unknown."""

    kind: str
    result: Any = None
    code: int = 0
    description: str = ""
    retry_after: int = 0
    migrate_to: int = 0


class Transport(BaseRequest):
    """What python-telegram-bot asks of a transport, on top of one `send`."""

    read_timeout = 30.0

    async def initialize(self) -> None:
        """Nothing is opened before the first call."""

    async def shutdown(self) -> None:
        """See `close`: the bot outlives python-telegram-bot's own start and stop."""

    async def close(self) -> None:
        """Give back every connection."""

    async def renew(self) -> None:
        """Drop every open connection; the next call makes a fresh one."""

    async def send(self, url: str, params: Mapping[str, Any], files: Files | None, read: float) -> tuple[int, bytes]:
        """Raises NotSent or Unknown."""
        raise NotImplementedError

    async def fetch(self, url: str, read: float) -> tuple[int, bytes]:
        """A file that Telegram keeps. Raises NotSent or Unknown."""
        raise NotImplementedError

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, read_timeout: Any = None,
        write_timeout: Any = None, connect_timeout: Any = None, pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        if acting.get():
            raise RuntimeError("a Bot API call inside an act: write a message instead")
        params = request_data.json_parameters if request_data else {}
        files = request_data.multipart_data if request_data else None
        plain = {name: (part[0], _content(part[1])) for name, part in (files or {}).items()}
        read = read_timeout if isinstance(read_timeout, (int, float)) else self.read_timeout
        try:
            return await self.send(url, params, plain or None, read)
        except NotSent as error:
            raise NetworkError(f"not sent: {error}") from error
        except Unknown as error:
            raise TimedOut(f"unknown outcome: {error}") from error


class AiohttpTransport(Transport):
    """The real one."""

    def __init__(self, *, connect_timeout: float = 5.0, proxy: str | None = None, connections: int = 100) -> None:
        self._connect_timeout = connect_timeout
        self._proxy = proxy
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def renew(self) -> None:
        await self.close()

    async def send(self, url: str, params: Mapping[str, Any], files: Files | None, read: float) -> tuple[int, bytes]:
        timeout = aiohttp.ClientTimeout(total=None, connect=self._connect_timeout, sock_read=read)
        try:
            if files:
                request = self._open().post(url, data=_form(params, files), timeout=timeout, proxy=self._proxy)
            else:
                request = self._open().post(
                    url, data=orjson.dumps(params), headers=_JSON, timeout=timeout, proxy=self._proxy
                )
            async with request as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(_safe(error)) from None
        except (aiohttp.ClientError, OSError) as error:
            raise Unknown(_safe(error)) from None

    async def fetch(self, url: str, read: float) -> tuple[int, bytes]:
        timeout = aiohttp.ClientTimeout(total=None, connect=self._connect_timeout, sock_read=read)
        try:
            async with self._open().get(url, timeout=timeout, proxy=self._proxy) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            raise NotSent(_safe(error)) from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Telegram closes an idle connection after some 39 s: be first, so that no call meets a closed one.
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=25)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=True)
        return self._session


class Api:
    """Bot API calls as raw JSON, with every outcome named."""

    def __init__(self, transport: Transport, token: str, root: str) -> None:
        self.transport = transport
        self._token = token
        self._url = f"{root}/bot{token}/"
        self._files = f"{root}/file/bot{token}/"

    def __repr__(self) -> str:
        return "Api(…)"

    async def call(
        self, method: str, params: Mapping[str, Any], files: Files | None = None, read: float = 30.0
    ) -> Answer:
        """Never raises for what the network or Telegram did; raises RuntimeError inside an act."""
        if acting.get():
            raise RuntimeError(f"{method} was called inside an act: write a message instead")
        try:
            status, body = await self.transport.send(self._url + method, params, files, read)
        except NotSent as error:
            return Answer("not_sent", description=str(error))
        except Unknown as error:
            return Answer("unknown", description=str(error))
        return read_answer(status, body)

    async def fetch(self, file_path: str, read: float = 60.0) -> bytes | None:
        """The file of a getFile; None where it could not be had, which costs nothing but another try."""
        try:
            status, body = await self.transport.fetch(self._files + file_path, read)
        except NotSent:
            return None
        return body if status == 200 else None  # noqa: PLR2004 - HTTP


def read_answer(status: int, body: bytes) -> Answer:
    """Name the outcome of an HTTP answer."""
    try:
        data = json.loads(body)
        ok = data["ok"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return Answer("unknown", code=status, description=f"HTTP {status} without a Bot API answer")
    if ok:
        return Answer("done", data.get("result"), status)
    code = int(data.get("error_code", status))
    parameters = data.get("parameters") or {}
    return Answer(
        _kind(code, parameters), None, code, str(data.get("description", "")),
        int(parameters.get("retry_after", 0)), int(parameters.get("migrate_to_chat_id", 0)),
    )


def _kind(code: int, parameters: Mapping[str, Any]) -> str:
    if "migrate_to_chat_id" in parameters:
        return "moved"
    named = {403: "forbidden", 429: "slow_down", 401: "stop", 404: "stop", 409: "stop"}
    if code in named:
        return named[code]
    return "unknown" if code >= 500 else "refused"  # noqa: PLR2004 - HTTP server errors


def _form(params: Mapping[str, Any], files: Files) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in params.items():
        form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    for name, (filename, content) in files.items():
        form.add_field(name, BytesIO(content), filename=filename)
    return form


def _content(content: bytes | IO[bytes]) -> bytes:
    return content if isinstance(content, bytes) else content.read()


def _safe(error: BaseException) -> str:
    return redact(f"{type(error).__name__}: {error}")


_JSON = {"Content-Type": "application/json"}
