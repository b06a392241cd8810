"""Residents and staff: who they are, where they live, which posts they hold."""

from typing import NamedTuple

from domain.ids import CellId, CommunityId, HouseholdId, KeyId, PersonId
from domain.people import Post
from storage.database import Row, Transaction
from storage.keys import Key


class Person(NamedTuple):
    """One person; name and phone are None where their key has been destroyed."""

    id: PersonId
    community_id: CommunityId
    key: Key
    name: str | None
    phone: str | None
    telegram_id: int | None
    language: str
    consent: str | None
    version: int


_SELECT = """SELECT p.id, p.community_id, p.key_id, p.name, p.phone, p.telegram_id, p.language, p.consent, p.version,
 k.wrapped FROM people p JOIN keys k ON k.id = p.key_id"""


async def add_person(
    tx: Transaction, community_id: CommunityId, key: Key, *, name: str | None, phone: str | None = None,
    telegram_id: int | None = None, language: str = "zh",
) -> PersonId:
    seal, vault = tx.vault.seal, tx.vault
    row = await tx.one(
        """INSERT INTO people (community_id, key_id, name, name_lookup, phone, phone_lookup, telegram_id, language)
           VALUES (:community_id, :key_id, :name, :name_lookup, :phone, :phone_lookup, :telegram_id, :language)
           RETURNING id""",
        community_id=community_id, key_id=key.id, telegram_id=telegram_id, language=language,
        name=seal(key.id, key.wrapped, "people.name", name) if name else None,
        name_lookup=vault.lookup(name) if name else None,
        phone=seal(key.id, key.wrapped, "people.phone", phone) if phone else None,
        phone_lookup=vault.lookup(phone) if phone else None,
    )
    assert row is not None
    return PersonId(row["id"])


async def get_person(tx: Transaction, person_id: PersonId) -> Person:
    row = await tx.one(f"{_SELECT} WHERE p.id = :person_id", person_id=person_id)
    assert row is not None
    return _person(tx, row)


async def find_by_telegram(tx: Transaction, telegram_id: int) -> Person | None:
    row = await tx.one(f"{_SELECT} WHERE p.telegram_id = :telegram_id ORDER BY p.id LIMIT 1", telegram_id=telegram_id)
    return _person(tx, row) if row else None


async def list_by_phone(tx: Transaction, community_id: CommunityId, phone: str) -> list[Person]:
    rows = await tx.all(
        f"{_SELECT} WHERE p.community_id = :community_id AND p.phone_lookup = :lookup ORDER BY p.id",
        community_id=community_id, lookup=tx.vault.lookup(phone),
    )
    return [_person(tx, row) for row in rows]


async def find_in_household(tx: Transaction, household_id: HouseholdId, name: str) -> PersonId | None:
    row = await tx.one(
        """SELECT p.id FROM people p JOIN residents r ON r.person_id = p.id
           WHERE r.household_id = :household_id AND p.name_lookup = :lookup ORDER BY p.id""",
        household_id=household_id, lookup=tx.vault.lookup(name),
    )
    return PersonId(row["id"]) if row else None


async def find_at_cell(tx: Transaction, cell_id: CellId, name: str) -> PersonId | None:
    """Somebody with a post in this cell, by name: for registers without phone numbers."""
    row = await tx.one(
        """SELECT p.id FROM people p JOIN posts o ON o.person_id = p.id
           WHERE o.cell_id = :cell_id AND p.name_lookup = :lookup ORDER BY p.id""",
        cell_id=cell_id, lookup=tx.vault.lookup(name),
    )
    return PersonId(row["id"]) if row else None


async def link_telegram(
    tx: Transaction, person_id: PersonId, telegram_id: int, language: str, consent: str, now: int
) -> bool:
    """A registered person has opened the bot; false where somebody else's account is linked already."""
    return await tx.run(
        """UPDATE people SET telegram_id = :telegram_id, language = :language, consent = :consent,
             consented_at = :now, version = version + 1
           WHERE id = :person_id AND (telegram_id IS NULL OR telegram_id = :telegram_id)""",
        person_id=person_id, telegram_id=telegram_id, language=language, consent=consent, now=now,
    ) == 1


async def unlink_telegram(tx: Transaction, person_id: PersonId) -> None:
    await tx.run(
        "UPDATE people SET telegram_id = NULL, version = version + 1 WHERE id = :person_id", person_id=person_id
    )


async def set_phone(tx: Transaction, person: Person, phone: str) -> None:
    """The number that somebody has shared and that the register does not know."""
    await tx.run(
        """UPDATE people SET phone = :phone, phone_lookup = :lookup, version = version + 1 WHERE id = :person_id""",
        person_id=person.id, lookup=tx.vault.lookup(phone),
        phone=tx.vault.seal(person.key.id, person.key.wrapped, "people.phone", phone),
    )


async def drop_phone(tx: Transaction, person_id: PersonId) -> None:
    await tx.run(
        "UPDATE people SET phone = NULL, phone_lookup = NULL, version = version + 1 WHERE id = :person_id",
        person_id=person_id,
    )


async def set_name(tx: Transaction, person: Person, name: str) -> None:
    await tx.run(
        "UPDATE people SET name = :name, name_lookup = :lookup, version = version + 1 WHERE id = :person_id",
        person_id=person.id, lookup=tx.vault.lookup(name),
        name=tx.vault.seal(person.key.id, person.key.wrapped, "people.name", name),
    )
    tx.kept.clear()


async def list_names_about(
    tx: Transaction, filer_id: PersonId | None, subject_id: PersonId | None, household_id: HouseholdId | None
) -> list[str]:
    """Of whoever filed something, whom it is for, and everybody who lives or lived at its door."""
    rows = await tx.all(
        """SELECT p.name, k.wrapped FROM people p JOIN keys k ON k.id = p.key_id
           WHERE p.name IS NOT NULL AND p.id IN (
             SELECT CAST(:filer_id AS BIGINT) UNION SELECT CAST(:subject_id AS BIGINT)
             UNION SELECT person_id FROM residents WHERE household_id = CAST(:household_id AS BIGINT))""",
        filer_id=filer_id, subject_id=subject_id, household_id=household_id,
    )
    opened = [tx.vault.open_text(row["wrapped"], "people.name", row["name"]) for row in rows]
    return [name for name in opened if name]


async def find_by_phone_in(tx: Transaction, household_id: HouseholdId, phone: str) -> PersonId | None:
    """Somebody of this household, by a number that stands in the register without a name."""
    row = await tx.one(
        """SELECT p.id FROM people p JOIN residents r ON r.person_id = p.id
           WHERE r.household_id = :household_id AND p.phone_lookup = :lookup ORDER BY p.id""",
        household_id=household_id, lookup=tx.vault.lookup(phone),
    )
    return PersonId(row["id"]) if row else None


async def set_language(tx: Transaction, person_id: PersonId, language: str) -> None:
    await tx.run("UPDATE people SET language = :language WHERE id = :person_id", person_id=person_id,
                 language=language)


async def add_resident(
    tx: Transaction, household_id: HouseholdId, person_id: PersonId, confirmed_at: int | None
) -> None:
    """From the register; whoever has moved out since stays away."""
    await tx.run(
        """INSERT INTO residents (household_id, person_id, confirmed_at)
           VALUES (:household_id, :person_id, :confirmed_at) ON CONFLICT (household_id, person_id) DO NOTHING""",
        household_id=household_id, person_id=person_id, confirmed_at=confirmed_at,
    )


async def get_home(tx: Transaction, person_id: PersonId) -> HouseholdId | None:
    """Where the person lives, the latest entry first."""
    row = await tx.one(
        """SELECT household_id FROM residents WHERE person_id = :person_id AND ended_at IS NULL
           ORDER BY since_at DESC, household_id DESC""",
        person_id=person_id,
    )
    return HouseholdId(row["household_id"]) if row else None


async def add_tag(tx: Transaction, person_id: PersonId, name: str) -> None:
    await tx.run(
        "INSERT INTO tags (person_id, name) VALUES (:person_id, :name) ON CONFLICT (person_id, name) DO NOTHING",
        person_id=person_id, name=name,
    )


async def add_post(
    tx: Transaction, community_id: CommunityId, cell_id: CellId, person_id: PersonId, role: str, title: str,
    categories: str,
) -> None:
    """A post that somebody has ended stays ended, however often the same workbook comes; see `renew_post`."""
    await tx.run(
        """INSERT INTO posts (community_id, cell_id, person_id, role, title, categories)
           VALUES (:community_id, :cell_id, :person_id, :role, :title, :categories)
           ON CONFLICT (cell_id, person_id, role)
           DO UPDATE SET title = excluded.title, categories = excluded.categories""",
        community_id=community_id, cell_id=cell_id, person_id=person_id, role=role, title=title,
        categories=categories,
    )
    tx.kept.clear()


async def renew_post(tx: Transaction, cell_id: CellId, person_id: PersonId, role: str) -> None:
    """Somebody who had left the post has been invited to it again."""
    await tx.run(
        "UPDATE posts SET ended_at = NULL WHERE cell_id = :cell_id AND person_id = :person_id AND role = :role",
        cell_id=cell_id, person_id=person_id, role=role,
    )
    tx.kept.clear()


async def list_posts(tx: Transaction, person_id: PersonId) -> list[Post]:
    rows = await tx.all(
        "SELECT person_id, cell_id, role FROM posts WHERE person_id = :person_id AND ended_at IS NULL ORDER BY id",
        person_id=person_id,
    )
    return [Post(PersonId(row["person_id"]), CellId(row["cell_id"]), row["role"]) for row in rows]


async def list_posts_at(tx: Transaction, cell_id: CellId) -> list[Post]:
    """Who holds a post in exactly this cell, paid posts before volunteers."""
    rows = await tx.all(
        """SELECT person_id, cell_id, role FROM posts WHERE cell_id = :cell_id AND ended_at IS NULL
           ORDER BY CASE role WHEN 'grid_member' THEN 0 WHEN 'grid_leader' THEN 1 WHEN 'office' THEN 2
             ELSE 3 END, id""",
        cell_id=cell_id,
    )
    return [Post(PersonId(row["person_id"]), CellId(row["cell_id"]), row["role"]) for row in rows]


def _person(tx: Transaction, row: Row) -> Person:
    vault, wrapped = tx.vault, row["wrapped"]
    return Person(
        PersonId(row["id"]), CommunityId(row["community_id"]), Key(KeyId(row["key_id"]), wrapped),
        vault.open_text(wrapped, "people.name", row["name"]), vault.open_text(wrapped, "people.phone", row["phone"]),
        row["telegram_id"], row["language"], row["consent"], row["version"],
    )


async def list_with_role(tx: Transaction, community_id: CommunityId, role: str) -> list[PersonId]:
    """Everybody who holds such a post somewhere in the community."""
    rows = await tx.all(
        """SELECT DISTINCT person_id FROM posts WHERE community_id = :community_id AND role = :role
           AND ended_at IS NULL ORDER BY person_id""",
        community_id=community_id, role=role,
    )
    return [PersonId(row["person_id"]) for row in rows]
