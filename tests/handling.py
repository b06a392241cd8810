"""Short ways to a request in somebody's hands, for the tests of what is done with it."""

from typing import Any

from storage.keys import add_key
from storage.people import find_by_telegram
from storage.units import save_handling_unit
from tests.community import Neighbourhood
from tests.town import Person, Town


async def filed(place: Neighbourhood, words: str = "楼道灯坏了") -> None:
    await place.resident.says(words)
    await place.resident.presses("确认提交")


async def claimed(place: Neighbourhood, words: str = "楼道灯坏了") -> None:
    await filed(place, words)
    await place.member.presses("认领", place.grid_chat)


async def hire(town: Town, name: str, cell: str, role: str, language: str | None = None) -> Person:
    """Somebody more with a post, by the name that the register would hold."""
    person = town.person(name, language)
    await person.says("/start")
    await person.presses("Agree and start" if language == "en" else "同意并开始")
    async with town.database.write() as tx:
        known = await find_by_telegram(tx, person.id)
        assert known is not None
        sealed = tx.vault.seal(known.key.id, known.key.wrapped, "people.name", name)
        await tx.run("UPDATE people SET name = :name WHERE id = :id", name=sealed, id=known.id)
        await tx.run(
            """INSERT INTO posts (community_id, cell_id, person_id, role, title, categories)
               SELECT community_id, id, :person_id, :role, :role, '' FROM cells WHERE code = :cell""",
            person_id=known.id, role=role, cell=cell,
        )
    return person


async def add_unit(town: Town, name: str, category: str, contact: str, phone: str) -> None:
    async with town.database.write() as tx:
        key = await add_key(tx, "person", town.clock.now())
        community = await tx.one("SELECT id FROM communities")
        assert community is not None
        await save_handling_unit(tx, community["id"], key, name, category, "8:00—18:00", contact, phone)


async def request_row(town: Town, request_id: int = 1) -> Any:
    async with town.database.read() as tx:
        row = await tx.one("SELECT * FROM requests WHERE id = :id", id=request_id)
    assert row is not None
    return row
