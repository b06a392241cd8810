"""R4: many hands for one card. Exactly one holds it, everybody is answered, and the others are told who has it."""

import asyncio
import random
from collections import Counter
from typing import Any

import pytest

from bot.buttons import pack
from domain import requests as rules
from domain.errors import Overtaken
from domain.ids import PersonId, RequestId
from sandbox.world import Limits
from storage import requests
from storage.database import Transaction
from storage.postgres import PostgresDatabase, PostgresTransaction
from tests.community import Neighbourhood, settled
from tests.town import Town

pytestmark = pytest.mark.one_language("about the machine, whatever is said")

CLAIMERS = 20


@pytest.fixture
def limits() -> Limits:
    return Limits(enforce=False)


async def _file(town: Town, place: Neighbourhood, count: int) -> list[RequestId]:
    async with town.database.write() as tx:
        resident = await _person(tx, place.resident.id)
        cell = await tx.one("SELECT id, community_id FROM cells WHERE code = 'G1'")
        assert cell is not None
        return [
            await requests.add_request(
                tx, cell["community_id"], f"XF-{n:05d}", rules.Filing(resident, "power"), cell_id=cell["id"],
                route="test", now=town.clock.now(),
            )
            for n in range(count)
        ]


async def _person(tx: Transaction, telegram_id: int) -> PersonId:
    row = await tx.one("SELECT id FROM people WHERE telegram_id = :telegram_id", telegram_id=telegram_id)
    assert row is not None
    return PersonId(row["id"])


async def _hire(town: Town, place: Neighbourhood, count: int) -> list[int]:
    """More grid members for the same cell."""
    hired = []
    for n in range(count):
        person = town.person(f"网格员{n}")
        await person.agrees()
        hired.append(person.id)
        async with town.database.write() as tx:
            await tx.run(
                """INSERT INTO posts (community_id, cell_id, person_id, role, title, categories)
                   SELECT community_id, id, :person_id, 'grid_member', '网格员', '' FROM cells WHERE code = 'G1'""",
                person_id=await _person(tx, person.id),
            )
    return hired


async def _race(town: Town, count: int) -> None:
    place = await settled(town)
    staff = await _hire(town, place, CLAIMERS)
    ids = await _file(town, place, count)
    presses = [(one, pack("claim", request_id, 1)) for request_id in ids for one in staff]
    presses += random.sample(presses, len(presses) // 20)
    random.shuffle(presses)
    taken_back = set(random.sample(ids, count // 10))
    for n, (who, data) in enumerate(presses):
        town.world.press_raw(who, place.grid_chat, 1, data)
        if n % 50 == 25 and taken_back:
            town.world.press_raw(place.resident.id, place.resident.id, 1, pack("withdraw", taken_back.pop(), 1))
        if n % 400 == 0:
            await town.settle(0)
    await town.settle(0)
    async with town.database.read() as tx:
        rows = await tx.all("SELECT request_id FROM custody WHERE why = 'claim'")
        claims = Counter(row["request_id"] for row in rows)
        cancelled = {row["id"] for row in await tx.all("SELECT id FROM requests WHERE state = 'cancelled'")}
        unheld = await tx.all("SELECT id FROM requests WHERE state = 'claimed' AND holder_id IS NULL")
    assert set(claims.values()) == {1}
    assert set(ids) - cancelled <= claims.keys()
    assert not unheld
    toasts = [toast["text"] for one in staff for toast in town.world.toasts(one)[1:]]
    assert len(toasts) == len(presses)
    allowed = ("您已认领", "您已经认领", "已撤回", "已由第一网格认领")
    assert not [text for text in toasts if not any(word in text for word in allowed)][:5]


@pytest.mark.engines
async def test_twenty_hands_for_each_card(town: Town) -> None:
    await _race(town, 1_000 if town.database.engine == "sqlite" else 50)


async def test_rules_that_do_not_look_are_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def claim(request: rules.Request, person_id: PersonId, now: int, **_: Any) -> rules.Request:
        return rules.moved(request, now, rules.State.CLAIMED, holder_id=person_id)

    monkeypatch.setattr(rules, "claim", claim)
    with pytest.raises(AssertionError):
        await _race(town, 20)


@pytest.mark.postgres
async def test_transactions_at_the_same_time(town: Town) -> None:
    """Twenty connections at once: the conditional write decides, and the losers are overtaken."""
    assert await _at_once(town, requests.save_request) == {1}


@pytest.mark.postgres
async def test_a_write_without_a_condition_is_found_out(town: Town) -> None:
    async def careless(tx: Transaction, request: rules.Request) -> None:
        await tx.run("UPDATE requests SET holder_id = :holder, state = 'claimed', version = version + 1 WHERE id = :id",
                     holder=request.holder_id, id=request.id)

    assert await _at_once(town, careless) != {1}


async def _at_once(town: Town, save: Any) -> set[int]:
    """How many winners there were, over forty cards."""
    place = await settled(town)
    ids = await _file(town, place, 40)
    async with town.database.read() as tx:
        people = [row["id"] for row in await tx.all("SELECT id FROM people ORDER BY id")]
    database = town.database
    assert isinstance(database, PostgresDatabase)

    async def claim(request_id: RequestId, person_id: int) -> bool:
        async with database._pool.acquire() as connection:
            try:
                async with connection.transaction():
                    tx = PostgresTransaction(connection, database.vault)
                    found = await requests.get_request(tx, request_id)
                    assert found is not None
                    await asyncio.sleep(0.001)
                    if found.state is not rules.State.OPEN:
                        return False
                    await save(tx, rules.claim(found, PersonId(person_id), 1))
                    return True
            except Overtaken:
                return False

    winners = set()
    for request_id in ids:
        won = await asyncio.gather(*(claim(request_id, random.choice(people)) for _ in range(CLAIMERS)))
        winners.add(sum(won))
    return winners
