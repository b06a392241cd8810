"""Whose processor time it was: the bot's, the sandbox's, or that of other programs on the machine."""

import os
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from bench.stage import Stage

_TICKS = os.sysconf("SC_CLK_TCK")


class Times(NamedTuple):
    """Seconds since some beginning; of two readings the difference counts."""

    wall: float
    bot: float
    sandbox: float
    machine: float


class Shares(NamedTuple):
    """Of one core, except `others`: of the whole machine."""

    bot: float
    sandbox: float
    others: float


def read(stage: Stage) -> Times:
    return Times(perf_counter(), stage.cpu(), process_time(), _machine())


def shares(before: Times, after: Times) -> Shares:
    wall, bot, sandbox, machine = (b - a for a, b in zip(before, after, strict=True))
    others = max(0.0, machine - bot - sandbox) / (wall * (os.cpu_count() or 1))
    return Shares(bot / wall, sandbox / wall, others)


def _machine() -> float:
    """Busy time of all cores: everything but idle and waiting for the disk (proc(5), /proc/stat)."""
    fields = Path("/proc/stat").read_text("ascii").partition("\n")[0].split()[1:9]
    return (sum(map(int, fields)) - int(fields[3]) - int(fields[4])) / _TICKS
