"""Relatives who act for an elder: those whom the register knows, and those whose elder is still to be asked."""

from dataclasses import dataclass
from typing import NamedTuple

from domain.ids import CommunityId, HouseholdId, PersonId
from storage.database import Row, Transaction
from storage.keys import Key


class Elder(NamedTuple):
    """Somebody for whom a relative may act, and one of the homes where they live."""

    person_id: PersonId
    name: str | None
    relation: str
    household_id: HouseholdId | None


@dataclass(frozen=True, slots=True)
class Family:
    """Somebody says that an elder at this door is theirs; `words` say who the elder is and who they are."""

    id: int
    community_id: CommunityId
    person_id: PersonId
    household_id: HouseholdId
    words: str | None
    state: str
    tries: int


async def list_elders(tx: Transaction, person_id: PersonId) -> list[Elder]:
    """Everybody for whom this person may act, with the home that was entered last."""
    rows = await tx.all(
        """SELECT c.elder_id, c.relation, p.name, k.wrapped,
             (SELECT r.household_id FROM residents r WHERE r.person_id = c.elder_id AND r.ended_at IS NULL
              ORDER BY r.since_at DESC, r.household_id DESC LIMIT 1) AS household_id
           FROM contacts c JOIN people p ON p.id = c.elder_id JOIN keys k ON k.id = p.key_id
           WHERE c.person_id = :person_id ORDER BY c.elder_id""",
        person_id=person_id,
    )
    return [
        Elder(PersonId(row["elder_id"]), tx.vault.open_text(row["wrapped"], "people.name", row["name"]),
              row["relation"], row["household_id"])
        for row in rows
    ]


async def add_family(
    tx: Transaction, community_id: CommunityId, person_id: PersonId, household_id: HouseholdId, key: Key, now: int
) -> int:
    row = await tx.one(
        """INSERT INTO families (community_id, person_id, household_id, key_id, at)
           VALUES (:community_id, :person_id, :household_id, :key_id, :now) RETURNING id""",
        community_id=community_id, person_id=person_id, household_id=household_id, key_id=key.id, now=now,
    )
    assert row is not None
    return int(row["id"])


async def get_family(tx: Transaction, family_id: int) -> Family | None:
    row = await tx.one(
        "SELECT f.*, k.wrapped FROM families f JOIN keys k ON k.id = f.key_id WHERE f.id = :family_id",
        family_id=family_id,
    )
    return _family(tx, row) if row else None


async def name_elder(tx: Transaction, family_id: int, key: Key, words: str) -> bool:
    """Who it is, in the relative's words; false once the elder has been asked."""
    return await tx.run(
        "UPDATE families SET words = :words, state = 'asked' WHERE id = :family_id AND state = 'naming'",
        family_id=family_id, words=tx.vault.seal(key.id, key.wrapped, "families.words", words),
    ) == 1


async def settle_family(
    tx: Transaction, family_id: int, state: str, elder_id: PersonId | None, settled_by_id: PersonId | None
) -> bool:
    """False where somebody else has settled it."""
    return await tx.run(
        """UPDATE families SET state = :state, elder_id = :elder_id, settled_by_id = :settled_by_id
           WHERE id = :family_id AND state = 'asked'""",
        family_id=family_id, state=state, elder_id=elder_id, settled_by_id=settled_by_id,
    ) == 1


async def count_try(tx: Transaction, family_id: int) -> None:
    await tx.run("UPDATE families SET tries = tries + 1 WHERE id = :family_id", family_id=family_id)


async def list_asked(tx: Transaction, person_id: PersonId) -> list[int]:
    """What this relative has asked for and is not settled."""
    rows = await tx.all(
        "SELECT id FROM families WHERE person_id = :person_id AND state = 'asked' ORDER BY id", person_id=person_id
    )
    return [int(row["id"]) for row in rows]


def _family(tx: Transaction, row: Row) -> Family:
    return Family(
        row["id"], CommunityId(row["community_id"]), PersonId(row["person_id"]), HouseholdId(row["household_id"]),
        tx.vault.open_text(row["wrapped"], "families.words", row["words"]), row["state"], row["tries"],
    )


class Contact(NamedTuple):
    """A relative of an elder, in the order in which they are asked."""

    person_id: PersonId
    relation: str
    telegram_id: int | None


async def add_contact(tx: Transaction, elder_id: PersonId, person_id: PersonId, relation: str, rank: int) -> None:
    await tx.run(
        """INSERT INTO contacts (elder_id, person_id, relation, rank) VALUES (:elder_id, :person_id, :relation, :rank)
           ON CONFLICT (elder_id, person_id) DO UPDATE SET relation = excluded.relation, rank = excluded.rank""",
        elder_id=elder_id, person_id=person_id, relation=relation, rank=rank,
    )


async def list_contacts(tx: Transaction, elder_id: PersonId) -> list[Contact]:
    rows = await tx.all(
        """SELECT c.person_id, c.relation, CASE WHEN EXISTS (SELECT 1 FROM chats
             WHERE chat_id = p.telegram_id AND state = 'unreachable') THEN NULL ELSE p.telegram_id END AS telegram_id
           FROM contacts c JOIN people p ON p.id = c.person_id
           WHERE c.elder_id = :elder_id ORDER BY c.rank, c.person_id""",
        elder_id=elder_id,
    )
    return [Contact(PersonId(row["person_id"]), row["relation"], row["telegram_id"]) for row in rows]


async def list_elders_of(tx: Transaction, person_id: PersonId) -> list[PersonId]:
    """Whose family contact this person is."""
    rows = await tx.all(
        "SELECT elder_id FROM contacts WHERE person_id = :person_id ORDER BY rank, elder_id", person_id=person_id
    )
    return [PersonId(row["elder_id"]) for row in rows]


async def is_contact(tx: Transaction, elder_id: PersonId, person_id: PersonId) -> bool:
    row = await tx.one(
        "SELECT 1 AS yes FROM contacts WHERE elder_id = :elder_id AND person_id = :person_id",
        elder_id=elder_id, person_id=person_id,
    )
    return row is not None
