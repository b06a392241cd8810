"""The one loop that writes: short jobs and up to 32 acts, each in a savepoint, in one commit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from bot.act import Act
from bot.clock import Clock
from bot.transport import acting
from domain.errors import DomainError, Overtaken
from storage import inbox, timers
from storage.database import Database, StorageFailed, Transaction

log = logging.getLogger(__name__)
RETRY_AFTER = (1_000, 5_000, 25_000)
DEATHS_ALLOWED = 3
_STARTED = "started"
_RERUNS = 5
_TIMERS_AT_ONCE = 32
Job = Callable[[Transaction], Awaitable[Any]]


class Work(Protocol):
    """A row whose turn has come, prepared before the writer is taken."""

    attempts: int
    lane: str
    reason: str | None

    def begin(self, tx: Transaction, now: int) -> Act:
        """A fresh act for this row."""

    async def take(self, tx: Transaction, now: int) -> bool:
        """End the row inside its act; false where it has been overtaken and there is nothing to do."""

    async def perform(self, act: Act) -> None:
        """Carry it out."""

    async def refuse(self, act: Act, error: DomainError) -> None:
        """Tell whoever asked why the rules say no."""

    async def apologise(self, act: Act, *, given_up: bool) -> None:
        """Tell whoever asked that it failed and is kept."""

    async def postpone(self, tx: Transaction, attempts: int, retry_at: int, reason: str) -> None:
        """Another turn later."""

    async def quarantine(self, tx: Transaction, reason: str, now: int) -> None:
        """No further turn until an operator releases it."""


@dataclass(slots=True)
class _Job:
    run: Job
    done: "asyncio.Future[Any]"


class Machine:
    """Takes the writer, performs what waits, commits, and tells delivery what there is to send."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        fetch: Callable[[int, int, int], Awaitable[list[Work]]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._fetch = fetch
        self._jobs: list[_Job] = []
        self._running = False
        self.careful = 0
        self.idle = False
        self.wake = asyncio.Event()
        self.committed: Callable[[list[Act]], None] = lambda acts: None
        self.uncertain: Callable[[], None] = lambda: None

    async def job(self, run: Job) -> Any:
        """A short piece of writing between two commits; returns what it returns, once that is committed."""
        if not self._running:
            async with self._database.write() as tx:
                return await run(tx)
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._jobs.append(_Job(run, done))
        self.wake.set()
        return await done

    async def run(self) -> None:
        """Until cancelled."""
        self._running = True
        try:
            while True:
                self.wake.clear()
                try:
                    busy = await self.step()
                except StorageFailed as error:
                    log.error("storage.failed %s", error)  # noqa: TRY400 - the reason says it all
                    await asyncio.sleep(1)
                    busy = True
                if not busy:
                    self.idle = not self.wake.is_set()
                    await self.wake.wait()
                    self.idle = False
        finally:
            self._running = False
            for job in self._jobs:
                job.done.cancel()

    async def step(self) -> bool:
        """One commit with whatever waits; false where nothing did."""
        jobs, self._jobs = self._jobs, []
        try:
            works = await self._fetch(self._clock.now(), 1 if self.careful else self._size, _TIMERS_AT_ONCE)
            if not jobs and not works:
                return False
            if self.careful and works:
                works = await self._count_first(works)
            await self._commit(jobs, works)
        except BaseException as error:
            for job in jobs:
                if not job.done.done():
                    job.done.set_exception(StorageFailed(str(error)))
                    job.done.exception()  # whoever waits is told; nobody else needs to be
            # The commit may have happened all the same, with its answer lost.
            self.uncertain()
            if not isinstance(error, asyncio.CancelledError):
                self.careful = self._size
            raise
        self.careful = max(0, self.careful - 1)
        return True

    @property
    def _size(self) -> int:
        return self._database.acts_per_commit

    async def _count_first(self, works: list[Work]) -> list[Work]:
        """After an unclean end: count the attempt in a commit of its own, so that a row that kills us is found."""
        now = self._clock.now()
        work = works[0]
        async with self._database.write() as tx:
            if work.attempts >= DEATHS_ALLOWED and work.reason == _STARTED:
                await work.quarantine(tx, "the process died while this was handled", now)
                return []
            await work.postpone(tx, work.attempts + 1, 0, _STARTED)
        return [work]

    async def _commit(self, jobs: list[_Job], works: list[Work]) -> None:
        acts: list[Act] = []
        async with self._database.write(eager=bool(self.careful)) as tx:
            results = [await _run_job(tx, job) for job in jobs]
            failed: set[str] = set()
            for work in works:
                if work.lane in failed:
                    continue
                act = await self._perform(tx, work)
                if act is not None:
                    acts.append(act)
                    if act.error is not None:
                        failed.add(work.lane)
        for job, result, error in results:
            if job.done.cancelled():
                continue
            if error is not None:
                job.done.set_exception(error)
            else:
                job.done.set_result(result)
        self.committed(acts)

    async def _perform(self, tx: Transaction, work: Work) -> Act | None:
        now = self._clock.now()
        for _ in range(_RERUNS):
            act = work.begin(tx, now)
            try:
                async with tx.savepoint():
                    if not await work.take(tx, now):
                        return None
                    await _perform_in(act, work)
            except Overtaken:
                continue
            except DomainError as error:
                return await self._refuse(tx, work, error, now)
            except StorageFailed:
                raise
            except Exception as error:
                log.exception("act.failed")
                return await self._fail(tx, work, error, now)
            return act
        return await self._fail(tx, work, Overtaken(), now)

    async def _refuse(self, tx: Transaction, work: Work, error: DomainError, now: int) -> Act | None:
        act = work.begin(tx, now)
        try:
            async with tx.savepoint():
                await work.take(tx, now)
                await work.refuse(act, error)
        except (StorageFailed, asyncio.CancelledError):
            raise
        except Exception as worse:
            log.exception("refusal.failed")
            return await self._fail(tx, work, worse, now)
        return act

    async def _fail(self, tx: Transaction, work: Work, error: Exception, now: int) -> Act | None:
        reason = f"{type(error).__name__}: {getattr(error, 'key', '')}".rstrip(": ")
        given_up = work.attempts >= len(RETRY_AFTER)
        act = work.begin(tx, now)
        async with tx.savepoint():
            if given_up:
                await work.quarantine(tx, reason, now)
            else:
                await work.postpone(tx, work.attempts + 1, now + RETRY_AFTER[work.attempts], reason)
        act.timers_set = True
        # Its traceback holds the frames, and they the body of the update: a cycle that is collected late.
        act.error = error.with_traceback(None)
        try:
            async with tx.savepoint():
                await work.apologise(act, given_up=given_up)
        except (StorageFailed, asyncio.CancelledError):
            raise
        except Exception:
            log.exception("apology.failed")
            act.outgoing.clear()
        return act


async def _run_job(tx: Transaction, job: _Job) -> tuple[_Job, Any, Exception | None]:
    try:
        async with tx.savepoint():
            return job, await job.run(tx), None
    except StorageFailed:
        raise
    except Exception as error:  # noqa: BLE001 - handed to whoever waits for the job
        return job, None, error


async def _perform_in(act: Act, work: Work) -> None:
    token = acting.set(True)
    try:
        await work.perform(act)
    finally:
        acting.reset(token)
    if act.error is not None:
        raise act.error


async def next_due(database: Database) -> int | None:
    """The nearest due time among timers and rows that wait for another turn; None where there is none."""
    async with database.read() as tx:
        found = [at for at in (await timers.get_next_due(tx), await inbox.get_next_retry(tx)) if at is not None]
    return min(found, default=None)


async def sweep(machine: Machine) -> None:
    """Look for what is due: APScheduler calls this live, a virtual clock in tests."""
    machine.wake.set()
    with suppress(asyncio.CancelledError):
        await asyncio.sleep(0)
