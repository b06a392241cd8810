"""What staff enter for somebody else, sealed with the key of whoever enters it."""

import json
from typing import NamedTuple

from domain.ids import BotId, ChatId, CommunityId, DraftId, EntryId, HouseholdId, ImportId, PersonId, RequestId
from domain.sources import Entry
from storage.database import Row, Transaction
from storage.keys import Key

_SELECT = "SELECT e.*, k.wrapped FROM entries e JOIN keys k ON k.id = e.key_id"


async def add_entry(tx: Transaction, entry: Entry, key: Key, now: int) -> EntryId:
    """`entry.id` is ignored."""
    body = json.dumps([entry.said, entry.address, entry.caller], ensure_ascii=False)
    row = await tx.one(
        """INSERT INTO entries (community_id, chat_id, person_id, source, category, key_id, body, household_id,
             building_id, subject_id, outside_number, outside_due_at, import_id, line, at)
           VALUES (:community_id, :chat_id, :person_id, :source, :category, :key_id, :body, :household_id,
             :building_id, :subject_id, :outside_number, :outside_due_at, CAST(:import_id AS BIGINT),
             CAST(:line AS BIGINT), :now) RETURNING id""",
        community_id=entry.community_id, chat_id=entry.chat_id, person_id=entry.person_id, source=entry.source,
        category=entry.category, key_id=key.id, body=tx.vault.seal(key.id, key.wrapped, "entries.body", body),
        household_id=entry.household_id, building_id=entry.building_id, subject_id=entry.subject_id,
        outside_number=entry.outside_number, outside_due_at=entry.outside_due_at, import_id=entry.import_id,
        line=entry.line, now=now,
    )
    assert row is not None
    return EntryId(row["id"])


async def get_entry(tx: Transaction, entry_id: EntryId) -> Entry | None:
    row = await tx.one(f"{_SELECT} WHERE e.id = :entry_id", entry_id=entry_id)
    return _entry(tx, row) if row else None


async def find_entry_of_draft(tx: Transaction, draft_id: DraftId) -> Entry | None:
    row = await tx.one(f"{_SELECT} WHERE e.draft_id = :draft_id", draft_id=draft_id)
    return _entry(tx, row) if row else None


async def find_open_entry(tx: Transaction, person_id: PersonId, outside_number: str) -> Entry | None:
    """The same ticket, pasted before and not confirmed yet."""
    row = await tx.one(
        f"{_SELECT} WHERE e.person_id = :person_id AND e.outside_number = :outside_number AND e.state = 'open'"
        " ORDER BY e.id LIMIT 1",
        person_id=person_id, outside_number=outside_number,
    )
    return _entry(tx, row) if row else None


async def end_entry(
    tx: Transaction, entry_id: EntryId, state: str, *, draft_id: DraftId | None = None,
    request_id: RequestId | None = None,
) -> bool:
    """Ended once; false where it has been."""
    return await tx.run(
        """UPDATE entries SET state = :state, draft_id = CAST(:draft_id AS BIGINT),
             request_id = CAST(:request_id AS BIGINT) WHERE id = :entry_id AND state = 'open'""",
        entry_id=entry_id, state=state, draft_id=draft_id, request_id=request_id,
    ) == 1


async def add_draft(tx: Transaction, entry: Entry, bot_id: BotId) -> DraftId:
    """A draft of its own, which no further message joins."""
    row = await tx.one(
        """INSERT INTO drafts (community_id, bot_id, chat_id, person_id, household_id, building_id, subject_id,
             category, first_at, gathering)
           VALUES (:community_id, :bot_id, :chat_id, :person_id, :household_id, :building_id, :subject_id,
             :category, 0, 0) RETURNING id""",
        community_id=entry.community_id, bot_id=bot_id, chat_id=entry.chat_id, person_id=entry.person_id,
        household_id=entry.household_id, building_id=entry.building_id, subject_id=entry.subject_id,
        category=entry.category,
    )
    assert row is not None
    return DraftId(row["id"])


async def blank_entry(tx: Transaction, entry_id: EntryId) -> None:
    await tx.run("UPDATE entries SET body = NULL WHERE id = :entry_id", entry_id=entry_id)


def _entry(tx: Transaction, row: Row) -> Entry:
    body = tx.vault.open_text(row["wrapped"], "entries.body", row["body"])
    said, address, caller = json.loads(body) if body else ("", "", "")
    return Entry(
        EntryId(row["id"]), CommunityId(row["community_id"]), ChatId(row["chat_id"]), PersonId(row["person_id"]),
        row["source"], row["category"], said, address, caller, row["household_id"], row["building_id"],
        row["subject_id"], row["outside_number"], row["outside_due_at"], row["state"], row["draft_id"],
        row["request_id"], row["import_id"], row["line"],
    )


async def list_entries_of(tx: Transaction, import_id: ImportId, limit: int) -> list[Entry]:
    """Those that are neither filed nor dropped yet, in the order of the workbook."""
    rows = await tx.all(
        f"{_SELECT} WHERE e.import_id = :import_id AND e.state = 'open' ORDER BY e.id LIMIT :limit",
        import_id=import_id, limit=limit,
    )
    return [_entry(tx, row) for row in rows]


async def let_stand_alone(tx: Transaction, entry_id: EntryId) -> None:
    """It waits for its address by itself; the import goes on without it."""
    await tx.run("UPDATE entries SET import_id = NULL WHERE id = :entry_id", entry_id=entry_id)


class Resident(NamedTuple):
    """Somebody of a household, as far as a caller may name them."""

    id: PersonId
    name: str
    elder: bool


async def list_residents(tx: Transaction, household_id: HouseholdId) -> list[Resident]:
    """An elder is whoever has a relative to be asked, or a tag that says so."""
    rows = await tx.all(
        """SELECT p.id, p.name, k.wrapped, CASE WHEN EXISTS (SELECT 1 FROM contacts c WHERE c.elder_id = p.id)
             OR EXISTS (SELECT 1 FROM tags t WHERE t.person_id = p.id AND t.name LIKE '%老%') THEN 1 ELSE 0 END AS elder
           FROM residents r JOIN people p ON p.id = r.person_id JOIN keys k ON k.id = p.key_id
           WHERE r.household_id = :household_id AND r.ended_at IS NULL ORDER BY p.id""",
        household_id=household_id,
    )
    return [
        Resident(PersonId(row["id"]), tx.vault.open_text(row["wrapped"], "people.name", row["name"]) or "",
                 bool(row["elder"]))
        for row in rows
    ]


async def list_elders_of(tx: Transaction, household_id: HouseholdId, relation: str) -> list[PersonId]:
    """Whose daughter is it? The elders of the household with a contact of this relation."""
    rows = await tx.all(
        """SELECT DISTINCT c.elder_id FROM contacts c JOIN residents r ON r.person_id = c.elder_id
           WHERE r.household_id = :household_id AND r.ended_at IS NULL AND c.relation = :relation
           ORDER BY c.elder_id""",
        household_id=household_id, relation=relation,
    )
    return [PersonId(row["elder_id"]) for row in rows]


async def find_request_of(tx: Transaction, community_id: CommunityId, outside_number: str) -> RequestId | None:
    row = await tx.one(
        """SELECT id FROM requests WHERE community_id = :community_id AND outside_number = :outside_number
           ORDER BY id LIMIT 1""",
        community_id=community_id, outside_number=outside_number,
    )
    return RequestId(row["id"]) if row else None
