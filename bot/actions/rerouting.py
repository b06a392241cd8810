"""What a changed rule table would have done with the requests of the last weeks; nothing is changed."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.actions import posts, routing
from domain.ids import CellId, CommunityId, PersonId
from domain.requests import Filing
from domain.routing import Route, Rule
from storage import grid
from storage import routing as table
from storage.database import Transaction
from storage.routing import Decided

_PAGE = 500


class Move(NamedTuple):
    """A request that would have gone elsewhere: ids, numbers and names of cells, nothing about a person."""

    number: str
    kind: str
    category: str
    from_cell: str
    to_cell: str
    from_rule: str
    to_rule: str
    why: str


@dataclass(slots=True)
class Replayed:
    """The whole comparison. `load` counts requests for each person who would answer, before and after."""

    requests: int = 0
    nowhere: int = 0
    to_desk: int = 0
    moves: list[Move] = field(default_factory=list)
    before: Counter[PersonId] = field(default_factory=Counter)
    after: Counter[PersonId] = field(default_factory=Counter)

    def streams(self) -> list[tuple[tuple[str, str, str], int]]:
        """From, to and category, with how many, the largest first."""
        return Counter((one.from_cell, one.to_cell, one.category) for one in self.moves).most_common()


@dataclass(slots=True)
class Replay:
    """`tables` holds each community's whole table as it would be."""

    tx: Transaction
    tables: Mapping[CommunityId, Sequence[Rule]]
    now: int
    names: dict[CellId, str] = field(default_factory=dict)
    answering: dict[tuple[CellId, str], list[PersonId]] = field(default_factory=dict)

    async def run(self, since: int, report: Callable[[int], object]) -> Replayed:
        """`report` is told of requests done."""
        result, reached = Replayed(), 0
        while page := await table.list_decided(self.tx, since, reached, _PAGE):
            for one in page:
                await self._look_at(one, result)
            reached = page[-1].request_id
            report(len(page))
        return result

    async def _look_at(self, one: Decided, result: Replayed) -> None:
        result.requests += 1
        filing = Filing(PersonId(0), one.category, one.kind, one.source, household_id=one.household_id,
                        building_id=one.building_id)
        spot = await routing.spot_of(self.tx, filing)
        if spot is None:
            result.nowhere += 1
            return
        rules = self.tables[one.community_id]
        decided = await routing.decide(self.tx, rules, one.community_id, filing, spot, one.filed_at)
        result.to_desk += decided.to_desk
        result.before.update(await self._answering(one.cell_id, one.category))
        result.after.update(await self._answering(decided.cell_id, one.category))
        if decided.cell_id != one.cell_id:
            result.moves.append(await self._move(one, decided))

    async def _move(self, one: Decided, decided: Route) -> Move:
        return Move(one.number, one.kind, one.category, await self._name(one.cell_id),
                    await self._name(decided.cell_id), one.rule, decided.rule, decided.why)

    async def _name(self, cell_id: CellId) -> str:
        if cell_id not in self.names:
            self.names[cell_id] = (await grid.get_cell(self.tx, cell_id)).name
        return self.names[cell_id]

    async def _answering(self, cell_id: CellId, category: str) -> list[PersonId]:
        key = cell_id, category
        if key not in self.answering:
            self.answering[key] = await posts.answering(self.tx, cell_id, self.now, category)
        return self.answering[key]
