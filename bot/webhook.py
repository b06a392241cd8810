"""In, the other way: Telegram posts to us. The answer 200 goes out after the commit and never before.

Source: Bot API, setWebhook (secret_token, header X-Telegram-Bot-Api-Secret-Token). An update is at most 512 KiB.
"""

import hmac
import logging

from aiohttp import web

from bot import json
from bot.inbox import Intake
from storage.database import StorageFailed

log = logging.getLogger(__name__)
HEADER = "X-Telegram-Bot-Api-Secret-Token"
_MOST_BYTES = 1 << 20


def webhook_app(intake: Intake, secret: str) -> web.Application:
    """An application with the one route `/telegram`."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "").encode()
        if not hmac.compare_digest(given, secret.encode()):
            return web.Response(status=403)
        try:
            raw = json.loads(await request.read())
        except (ValueError, RecursionError):
            raw = None
        if not isinstance(raw, dict):
            # Nothing that Telegram sends looks like this; a 200 keeps it from being repeated for a day.
            log.warning("webhook.not_an_update")
            return web.Response()
        try:
            await intake.store([raw])
        except StorageFailed as error:
            log.error("webhook.not_stored %s", error)  # noqa: TRY400 - Telegram sends it again
            return web.Response(status=503, headers={"Retry-After": "2"})
        return web.Response()

    app = web.Application(client_max_size=_MOST_BYTES)
    app.router.add_post("/telegram", receive)
    return app
