"""suppgram from PyPI, in an environment of its own that is made when it is missing."""

import shutil
import subprocess
import sys
from pathlib import Path

from bench.loads import Cards
from bench.stage import OUT, TOKEN, Command
from bench.telling import say

MANAGER = "123457:BENCH-TOKEN-BENCH-TOKEN-BENCH-TOKEN"
AGENT = "123458:BENCH-TOKEN-BENCH-TOKEN-BENCH-TOKEN"
TOKENS = (TOKEN, MANAGER, AGENT)
_HOME = OUT / "suppgram"
_PINS = Path(__file__).with_name("suppgram.txt")


class SuppgramCards(Cards):
    """Its manager bot is in the group, which its owner has told it to use."""

    bot = MANAGER

    def open(self) -> None:
        self.world.say(self.staff[0], self.group, "/send_new_conversations")


def installed() -> bool:
    """Make the environment if need be; false, with a sentence, where that cannot be done."""
    if (_HOME / "ready").exists():
        return True
    say("suppgram: making its environment once, in bench/out/suppgram …")
    shutil.rmtree(_HOME, ignore_errors=True)
    try:
        _run(sys.executable, "-m", "venv", str(_HOME))
        _run(str(_HOME / "bin/pip"), "install", "--quiet", "--disable-pip-version-check", "-r", str(_PINS))
    except subprocess.CalledProcessError as error:
        why = error.stderr.strip().rpartition("\n")[2]
        say(f"suppgram is left out: pip could not install it. Is there a network? ({why})")
        return False
    (_HOME / "ready").touch()
    return True


def command(folder: Path, owner: int) -> Command:
    environment = {
        "SQLALCHEMY_URI": f"sqlite+aiosqlite:///{folder}/suppgram.db", "OWNER_ID": str(owner),
        "TELEGRAM_CUSTOMER_BOT_TOKEN": TOKEN, "TELEGRAM_MANAGER_BOT_TOKEN": MANAGER,
        "TELEGRAM_AGENT_BOT_TOKENS": AGENT,
    }
    words = [str(_HOME / "bin/python"), "-m", "bench.bots.suppgram_cards"]
    return Command(words, environment)


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, text=True)
