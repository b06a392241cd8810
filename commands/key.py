"""run.py key: a new secret key."""

import secrets
from argparse import ArgumentParser, Namespace

HELP = "make a secret key for LINLI_SECRET_KEY"


def add_options(parser: ArgumentParser) -> None:
    """It has none."""


async def run(given: Namespace) -> int:
    print(secrets.token_hex(32))
    return 0
