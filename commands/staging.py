"""A sandbox, the example community and a bot in a folder of their own: what demo and replay begin with."""

import asyncio
import shutil
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from commands.environment import HOME

PROGRAM = [sys.executable, str(HOME / "run.py")]
Result = TypeVar("Result")


def fresh_folder(name: str) -> Path:
    folder = HOME / "var" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


async def while_up(watching: Coroutine[Any, Any, None], doing: Coroutine[Any, Any, Result]) -> Result:
    """The result of what is done, or the error of what is watched, whichever comes first."""
    watch, work = asyncio.ensure_future(watching), asyncio.ensure_future(doing)
    try:
        await asyncio.wait({watch, work}, return_when=asyncio.FIRST_COMPLETED)
        if watch.done():
            watch.result()
        return await work
    finally:
        watch.cancel()
        work.cancel()
