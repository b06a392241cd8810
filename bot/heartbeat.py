"""Notices when this process could not do anything for a while: a blocked loop, a starved machine, a suspended one."""

import logging

from bot.clock import Clock

log = logging.getLogger(__name__)
EVERY, LATE = 500, 1_000


async def listen(clock: Clock, every: int = EVERY, late: int = LATE) -> None:
    """Until cancelled: say so whenever a beat came more than `late` ms after its time."""
    while True:
        due = clock.monotonic() + every
        await clock.sleep_until(due)
        missed = clock.monotonic() - due
        if missed > late:
            log.error("loop.blocked %d ms", missed)
