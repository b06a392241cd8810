"""The control API: every verb of the world by name, its state, its feed and its clock."""

import asyncio
import base64
from dataclasses import asdict
from typing import Any

import orjson
from aiohttp import web

from sandbox.ticking import Ticking
from sandbox.views import overview
from sandbox.world import World

WORDS = """
add_bot person begin block unblock delete_account
group join leave kick add_bot_to kick_bot promote topic migrate
say edit send_photo send_voice send_video send_document send_album send_location send_contact
forward delete react press press_raw toasts messages keyboard
fault clear_faults raw_update jump_update_id pending
"""
VERBS = WORDS.split()
FEED_LENGTH = 10_000
HEARTBEAT = 15.0
STREAM = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}


class Control:
    def __init__(self, world: World, ticking: Ticking | None = None) -> None:
        self.world = world
        self.ticking = ticking or Ticking(world)
        self.feeds: set[asyncio.Queue[bytes | None]] = set()
        world.watchers.append(self.publish)

    async def handle(self, request: web.BaseRequest, verb: str) -> web.StreamResponse:
        if verb == "feed":
            return await self.feed(request)
        given = await arguments(request)
        try:
            return answer(await self.do(verb, given))
        except (LookupError, TypeError, ValueError) as error:
            return answer({"error": f"{type(error).__name__}: {error}"}, 400)

    async def do(self, verb: str, given: dict[str, Any]) -> Any:
        if verb.startswith("clock"):
            return await self.ticking.handle(verb, given)
        if verb == "state":
            return overview(self.world, int(given.get("viewer") or 0), int(given.get("last") or 0))
        if verb == "calls":
            return [asdict(call) for call in self.world.calls]
        if verb not in VERBS:
            raise LookupError(f"unknown verb {verb!r}, known: {', '.join(VERBS)}")
        return {"result": getattr(self.world, verb)(**bytes_in(given))}

    def publish(self, event: dict[str, Any]) -> None:
        if self.feeds:
            line = b"data: " + orjson.dumps(event) + b"\n\n"
            for feed in list(self.feeds):
                if feed.qsize() < FEED_LENGTH:
                    feed.put_nowait(line)

    async def feed(self, request: web.BaseRequest) -> web.StreamResponse:
        """Everything that is shown to anybody, as server-sent events."""
        response = web.StreamResponse(headers=STREAM)
        await response.prepare(request)
        lines: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.feeds.add(lines)
        try:
            await response.write(b": open\n\n")
            while (line := await next_line(lines)) is not None:
                await response.write(line)
        except ConnectionResetError:
            pass
        finally:
            self.feeds.discard(lines)
        return response

    def close(self) -> None:
        for feed in self.feeds:
            feed.put_nowait(None)
        self.world.watchers.remove(self.publish)


async def next_line(lines: asyncio.Queue[bytes | None]) -> bytes | None:
    try:
        return await asyncio.wait_for(lines.get(), HEARTBEAT)
    except TimeoutError:
        return b": still here\n\n"


async def arguments(request: web.BaseRequest) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query)
    raw = await request.read()
    if raw:
        given |= orjson.loads(raw)
    return given


def bytes_in(given: dict[str, Any]) -> dict[str, Any]:
    """Files come as base64: `data_base64`, or for albums `photos_base64`."""
    args = dict(given)
    if "data_base64" in args:
        args["data"] = base64.b64decode(args.pop("data_base64"))
    if "photos_base64" in args:
        args["photos"] = [base64.b64decode(one) for one in args.pop("photos_base64")]
    return args


def answer(value: Any, status: int = 200) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(value), content_type="application/json")
