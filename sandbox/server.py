"""The stand-in over HTTP: the Bot API, its files, the control API and the page."""

import asyncio
import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from sandbox import bodies
from sandbox.control import Control
from sandbox.problems import Dropped, Hang, Refused
from sandbox.store import Store
from sandbox.webhook import Webhooks
from sandbox.world import Answer, World, refusal

KEEP = {"Cache-Control": "max-age=86400"}
PAGE = Path(__file__).with_name("page")


class Server:
    """Sends every request where its path belongs."""

    def __init__(self, world: World, control: Control) -> None:
        self.world = world
        self.control = control

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/bot"):
            return await self.call(request, path)
        if path.startswith("/file/bot"):
            return self.file(path)
        if path.startswith("/control/"):
            return await self.control.handle(request, path.removeprefix("/control/"))
        return self.page(path)

    async def call(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        token, _, method = path[4:].partition("/")
        try:
            params, files = await bodies.read(request)
            status, headers, body = await self.world.call(token, method, params, files)
        except Refused as refused:
            status, headers, body = refusal(refused)
        except Dropped as dropped:
            return await broken(request, dropped.partial)
        except Hang:
            await asyncio.Event().wait()
            raise
        return web.Response(status=status, headers=headers, body=body)

    def file(self, path: str) -> web.StreamResponse:
        token, _, name = path.removeprefix("/file/bot").partition("/")
        stored = self.world.stored_at(name) if token in self.world.bots else None
        if stored is None:
            return plain(refusal(Refused("", 404 if token in self.world.bots else 401)))
        return web.Response(body=stored.data, content_type=stored.mime, headers=KEEP)

    def page(self, path: str) -> web.StreamResponse:
        name = path.strip("/") or "index.html"
        files = {file.name: file for file in PAGE.iterdir()}
        if name not in files:
            return plain(refusal(Refused("", 404)))
        kind = mimetypes.guess_type(name)[0] or "text/plain"
        return web.Response(
            body=files[name].read_bytes(),
            content_type=kind,
            charset="utf-8",
            headers={"Cache-Control": "no-store"},
        )


def plain(answer: Answer) -> web.Response:
    status, headers, body = answer
    return web.Response(status=status, headers=headers, body=body)


async def broken(request: web.BaseRequest, partial: bytes) -> web.StreamResponse:
    """Half of an answer, or nothing, and then a reset connection."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    if partial:
        response.content_length = len(partial)
        await response.prepare(request)
        await response.write(partial[: len(partial) // 2])
    if request.transport is not None:
        request.transport.abort()
    return response


@asynccontextmanager
async def serving(
    world: World,
    host: str = "127.0.0.1",
    port: int = 0,
    control: Control | None = None,
    store: Store | None = None,
) -> AsyncIterator[str]:
    """Serve the world as long as the block runs; gives the address."""
    server = Server(world, control or Control(world))
    runner = web.ServerRunner(
        web.Server(server.handle, access_log=None),
        handler_cancellation=True,
        shutdown_timeout=0.05,
    )
    await runner.setup()
    async with asyncio.TaskGroup() as group:
        behind = [group.create_task(Webhooks(world).run())]
        if store:
            behind.append(group.create_task(store.run(world)))
        try:
            await web.TCPSite(runner, host, port).start()
            yield f"http://{host}:{runner.addresses[0][1]}"
        finally:
            server.control.close()
            await runner.cleanup()
            for task in behind:
                task.cancel()
