"""To which community somebody belongs, what ties them to it, and the move to another."""

from domain.errors import Overtaken
from domain.ids import CommunityId, PersonId
from storage.database import Transaction
from storage.people import Person


async def is_tied(tx: Transaction, person: Person) -> bool:
    """A home, a post, an elder (also one who has yet to agree), a unit, a request in hand, or an alarm that runs.

    What somebody has filed does not: it stays where it is, and theirs.
    """
    return await tx.one(
        """SELECT 1 AS tied WHERE
             EXISTS (SELECT 1 FROM residents WHERE person_id = :person_id AND ended_at IS NULL)
             OR EXISTS (SELECT 1 FROM posts WHERE person_id = :person_id AND ended_at IS NULL)
             OR EXISTS (SELECT 1 FROM contacts WHERE person_id = :person_id)
             OR EXISTS (SELECT 1 FROM families WHERE person_id = :person_id AND state = 'asked')
             OR EXISTS (SELECT 1 FROM unit_people WHERE person_id = :person_id)
             OR EXISTS (SELECT 1 FROM requests WHERE holder_id = :person_id
               AND state IN ('claimed', 'external', 'waiting', 'on_hold'))
             OR EXISTS (SELECT 1 FROM alarms WHERE community_id = :community_id AND person_id = :person_id
               AND state IN ('open', 'coming', 'there'))""",
        person_id=person.id, community_id=person.community_id,
    ) is not None


async def find_member(tx: Transaction, community_id: CommunityId, telegram_id: int | None) -> PersonId | None:
    """Whom a register of another community knows by this account."""
    row = await tx.one(
        "SELECT id FROM people WHERE community_id = :community_id AND telegram_id = CAST(:telegram_id AS BIGINT)",
        community_id=community_id, telegram_id=telegram_id,
    )
    return PersonId(row["id"]) if row else None


async def move_person(tx: Transaction, person: Person, community_id: CommunityId) -> None:
    """The entry itself, with its key, its account and its consent. Raises Overtaken."""
    moved = await tx.run(
        """UPDATE people SET community_id = :community_id, version = version + 1
           WHERE id = :person_id AND version = :version""",
        person_id=person.id, version=person.version, community_id=community_id,
    )
    if moved != 1:
        raise Overtaken
    tx.kept.clear()


async def move_drafts(tx: Transaction, person_id: PersonId, community_id: CommunityId) -> None:
    """What somebody has begun goes with them; the place that it had does not."""
    await tx.run(
        """UPDATE notes SET community_id = :community_id WHERE subject = 'draft' AND subject_id IN
             (SELECT id FROM drafts WHERE person_id = :person_id AND state = 'open')""",
        person_id=person_id, community_id=community_id,
    )
    await tx.run(
        """UPDATE drafts SET community_id = :community_id, household_id = NULL, building_id = NULL, subject_id = NULL,
             page = 'summary', generation = generation + 1, version = version + 1
           WHERE person_id = :person_id AND state = 'open'""",
        person_id=person_id, community_id=community_id,
    )


async def stop_following(tx: Transaction, person_id: PersonId) -> None:
    """They are no neighbour there."""
    await tx.run("DELETE FROM follows WHERE person_id = :person_id", person_id=person_id)


async def list_registered(tx: Transaction, phone: str) -> list[CommunityId]:
    """Where a register has a number that no account is linked to, with a home, a post or an elder beside it."""
    rows = await tx.all(
        """SELECT id FROM communities WHERE EXISTS (
             SELECT 1 FROM people p WHERE p.community_id = communities.id AND p.phone_lookup = :lookup
               AND COALESCE(p.telegram_id, 0) = 0  -- by the number, not by all without an account
               AND (EXISTS (SELECT 1 FROM residents r WHERE r.person_id = p.id AND r.ended_at IS NULL)
                 OR EXISTS (SELECT 1 FROM posts o WHERE o.person_id = p.id AND o.ended_at IS NULL)
                 OR EXISTS (SELECT 1 FROM contacts f WHERE f.person_id = p.id)))
           ORDER BY id""",
        lookup=tx.vault.lookup(phone),
    )
    return [CommunityId(row["id"]) for row in rows]
