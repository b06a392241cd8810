"""R23: whole lives at random, with people, posts, crashes and the clock, against a small model of what must follow."""

import asyncio
from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.actions.panels import NUMBERS
from bot.buttons import pack
from domain import requests as rules
from sandbox.world import Limits
from tests.bot import life_model
from tests.bot.life_model import BY_TIME, ENDED, HELD, MINUTE, UNDOABLE, Known
from tests.community import Neighbourhood, settled
from tests.discretion import indiscretions
from tests.town import Person, Town

Result = TypeVar("Result")
_WORDS = {"release", "progress", "ask", "resolve", "hold", "answer", "transfer"}
_CARRY = UNDOABLE - {"hold", "street", "transfer"} | {"resume", "withdraw", "solved", "unsolved"}
_ACTS = ("claim", "release", "transfer", "progress", "contacted", "ask", "answer", "hold", "resume", "street",
         "resolve", "withdraw", "solved", "unsolved")
_TIMES = (30_000, 1_800_000, 6 * 3_600_000, 86_400_000, 4 * 86_400_000)
_WHO = ("leader", "member", "office", "resident", "stranger")


def _whose(known: Known) -> tuple[str, int | None, int]:
    return known.state, known.holder, known.cell


class Done(NamedTuple):
    """Who did the last thing, how it was before, and between which instants they did it: words take their time."""

    who: int
    was: Known
    began: int
    ended: int


class Lives(RuleBasedStateMachine):
    """Each example has a town of its own, so that what fails can be shrunk."""

    run: ClassVar[asyncio.Runner]
    folder: ClassVar[Path]
    count: ClassVar[Iterator[int]] = count()
    place: Neighbourhood
    stranger: Person

    def __init__(self) -> None:
        super().__init__()
        self.town = Town(f"sqlite:///{self.folder}/{next(self.count)}.db", limits=Limits(enforce=False))
        self.id = 0
        self.known = Known("open", None, 1, 0)
        self.generation = self.custody = 0
        self.last: Done | None = None

    def wait(self, what: Awaitable[Result]) -> Result:
        async def run() -> Result:
            return await what

        return self.run.run(run())

    @initialize(words=st.sampled_from(["楼道灯坏了", "下水道堵了", "电梯不动了", "小区大门坏了"]))
    def file(self, words: str) -> None:
        self.wait(self._file(words))
        self._look()

    async def _file(self, words: str) -> None:
        await self.town.start()
        self.place = await settled(self.town)
        self.stranger = self.town.person("路人")
        await self.place.resident.says(words)
        await self.place.resident.presses("确认提交")
        row = await self._row("SELECT MAX(id) AS id FROM requests")
        self.id = row["id"]

    @rule(who=st.sampled_from(_WHO), act=st.sampled_from(_ACTS), stale=st.booleans())
    def act(self, who: str, act: str, stale: bool) -> None:
        """Somebody does something, perhaps with a button of yesterday."""
        old = stale and act in _CARRY and self.generation > 1
        person, began = self._person(who), self.town.clock.now()
        before, me = self.known, self.wait(self._id(person))
        allowed = life_model.possible(
            before, act, me, handles=self.wait(self._handles(who)), over=self.wait(self._over(who)),
            filer=who == "resident",
        )
        # What a resident types while somebody waits for their answer is that answer, whatever they pressed before.
        silent = who == "resident" and not allowed and before.state == "waiting"
        self.wait(self._do(person, act, self.generation - 1 if old else self.generation, silent=silent))
        self._look()
        wanted = life_model.after(before, act, me) if allowed and not old else before
        seen = self.known
        assert (seen.state, seen.holder, seen.round) == (wanted.state, wanted.holder, wanted.round), (who, act, old)
        assert seen.cell == before.cell or act in {"unsolved", "transfer"}
        if wanted is not before and act != "progress":
            self.last = Done(me, before, began, self.town.clock.now()) if act in UNDOABLE else None

    @rule(who=st.sampled_from(_WHO[:3]))
    def undo(self, who: str) -> None:
        """撤销: by whoever did it, within a minute, and only the last thing."""
        person, before = self._person(who), self.known
        last = self.last if self.last is not None and self.last.who == self.wait(self._id(person)) else None
        self.wait(self._press(person, "undo", 0))
        self._look()
        changed = _whose(self.known) != _whose(before)
        if last is None:
            assert not changed
            return
        now, self.last = self.town.clock.now(), None
        assert _whose(self.known) in {_whose(before), _whose(last.was)}
        assert changed or _whose(last.was) == _whose(before) or now - last.began > MINUTE
        assert not changed or now - last.ended <= MINUTE

    @rule(who=st.sampled_from(_WHO[:3]), back=st.booleans())
    def leave(self, who: str, back: bool) -> None:
        """请假, 销假: what somebody holds stays with them; it is not passed on without a word."""
        person = self._person(who)
        before, me = self.known, self.wait(self._id(person))
        self.town.world.press_raw(person.id, person.id, 1, pack("leave_end" if back else "leave_for", me, 1))
        self.wait(self.town.settle(0))
        self._look()
        assert (self.known.state, self.known.holder) == (before.state, before.holder)

    async def _do(self, person: Person, act: str, generation: int, *, silent: bool) -> None:
        said = {"answer": "reply", "hold": "pause", "transfer": "transfer_cell"}.get(act, act)
        if act in {"hold", "transfer"}:
            await self._press(person, "panel", NUMBERS[act])
            generation = 1 if act == "hold" else await self._another_cell()
        await self._press(person, said, generation)
        if act in _WORDS and not silent and await self._asked(person):
            await person.says("这是说明")

    async def _press(self, person: Person, act: str, generation: int) -> None:
        self.town.world.press_raw(person.id, person.id, 1, pack(act, self.id, generation))
        await self.town.settle(0)

    async def _another_cell(self) -> int:
        row = await self._row(
            "SELECT MIN(id) AS id FROM cells WHERE id <> :cell AND code <> 'G2'", cell=self.known.cell
        )
        return int(row["id"])

    @rule(first=st.sampled_from(_WHO[:3]), second=st.sampled_from(_WHO[:3]))
    @precondition(lambda self: self.known.state == "open")
    def race(self, first: str, second: str) -> None:
        """Two press in the same moment."""
        for who in (first, second):
            person = self._person(who).id
            self.town.world.press_raw(person, person, 1, pack("claim", self.id, self.generation))
        self.wait(self.town.settle(0))
        before, winner = self.known, self.wait(self._id(self._person(first)))
        self._look()
        if before.offered is None:
            assert (self.known.state, self.known.holder) == ("claimed", winner), "who was first has it"
        if self.known.holder is not None:
            now = self.town.clock.now()
            self.last = Done(self.known.holder, before, now, now)

    @rule(milliseconds=st.sampled_from(_TIMES))
    def time_passes(self, milliseconds: int) -> None:
        before = self.known
        self.wait(self.town.wait(milliseconds))
        self._look()
        self.last = self.last if self.known == before else None
        assert before.state in ENDED or (before.state, self.known.state) in BY_TIME, (before, self.known)
        assert self.known.round == before.round
        if before.state in ENDED:
            assert self.known == before

    @rule()
    def crash(self) -> None:
        before = self.known
        self.wait(self._crash())
        self._look()
        assert self.known == before

    async def _crash(self) -> None:
        await self.town.crash()
        await self.town.start()
        await self.town.settle(0)

    def teardown(self) -> None:
        if self.id:
            assert self.wait(indiscretions(self.town)) == []
        self.wait(self.town.stop())

    @invariant()
    def the_books_agree(self) -> None:
        if self.id:
            self.wait(self._agree())

    async def _agree(self) -> None:
        """Held means held by somebody; the last line of custody is the present; nothing is stuck or unsaid."""
        known = self.known
        if known.state in HELD:
            assert known.holder is not None
        if known.state == "open":
            assert known.holder is None
        async with self.town.database.read() as tx:
            lines = await tx.all(
                "SELECT cell_id, person_id FROM custody WHERE request_id = :id ORDER BY id", id=self.id
            )
            stuck = await tx.all(
                """SELECT kind, reason FROM inbox WHERE state = 'quarantined'
                   UNION ALL SELECT kind, reason FROM timers WHERE state = 'quarantined'
                   UNION ALL SELECT key, reason FROM messages WHERE state IN ('parked', 'refused') AND key <> 'call'"""
            )
        assert not [(row["kind"], row["reason"]) for row in stuck]
        assert (lines[-1]["cell_id"], lines[-1]["person_id"]) == (known.cell, known.holder)
        assert len(lines) >= self.custody
        self.custody = len(lines)

    def _look(self) -> None:
        row = self.wait(self._row("SELECT * FROM requests WHERE id = :id", id=self.id))
        assert row["generation"] >= self.generation
        before = (self.known.state, self.known.holder, self.known.round)
        moved = (row["state"], row["holder_id"], row["round"]) != before
        if self.generation and moved:
            assert row["generation"] > self.generation
        self.generation = row["generation"]
        self.known = Known(row["state"], row["holder_id"], row["round"], row["cell_id"], row["offered_to_id"],
                           row["contacted_at"] is not None, row["worker_id"])

    async def _row(self, sql: Any, **values: Any) -> Any:
        async with self.town.database.read() as tx:
            return await tx.one(sql, **values)

    async def _id(self, person: Person) -> int:
        row = await self._row("SELECT id FROM people WHERE telegram_id = :id", id=person.id)
        return int(row["id"]) if row else 0

    async def _asked(self, person: Person) -> bool:
        row = await self._row("SELECT act FROM expectations WHERE chat_id = :id", id=person.id)
        return row is not None

    async def _handles(self, who: str) -> bool:
        return who in {"leader", "member", "office"}

    async def _over(self, who: str) -> bool:
        """The office above all; the grid's leader only while it is in the grid."""
        row = await self._row("SELECT code FROM cells WHERE id = :id", id=self.known.cell)
        return who == "office" or (who == "leader" and row["code"] == "G1")

    def _person(self, who: str) -> Person:
        return self.stranger if who == "stranger" else getattr(self.place, who)


def _play(folder: Path, examples: int, steps: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
    with asyncio.Runner() as run:
        Lives.run, Lives.folder = run, folder
        run_state_machine_as_test(Lives, settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, phases=phases, database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ))


def test_lives_at_random(tmp_path: Path) -> None:
    _play(tmp_path, 12, 25)


@pytest.mark.soak
def test_five_hundred_lives(tmp_path: Path) -> None:
    _play(tmp_path, 500, 50)


def test_a_claim_that_does_not_look_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def claim(request: rules.Request, person_id: Any, now: int, *, over: bool = False) -> rules.Request:
        return rules.moved(request, now, rules.State.CLAIMED, holder_id=person_id)

    monkeypatch.setattr(rules, "claim", claim)
    with pytest.raises(AssertionError):
        _play(tmp_path, 200, 25, [Phase.generate])


def test_a_generation_that_stands_still_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = rules.moved

    def still(request: rules.Request, *given: Any, **more: Any) -> rules.Request:
        return replace(moved(request, *given, **more), generation=request.generation)

    monkeypatch.setattr(rules, "moved", still)
    with pytest.raises(AssertionError):
        _play(tmp_path, 200, 25, [Phase.generate])
