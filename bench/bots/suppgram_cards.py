"""suppgram as its own command line starts it; only the address of the Bot API is put in (it has no setting for it)."""

import os
import runpy
import sys

from telegram.ext import ApplicationBuilder

ROOT = os.environ["BOT_API_URL"]
_stock = ApplicationBuilder.__init__


def _at_sandbox(builder: ApplicationBuilder) -> None:
    _stock(builder)
    builder.base_url(f"{ROOT}/bot").base_file_url(f"{ROOT}/file/bot")


if __name__ == "__main__":
    ApplicationBuilder.__init__ = _at_sandbox
    sys.argv[1:] = ["--telegram-owner-id", os.environ["OWNER_ID"], "--loglevel", "WARNING"]
    runpy.run_module("suppgram.cli.all_in_one", run_name="__main__")
