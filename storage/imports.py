"""Workbooks of outside tickets, from the file to the requests."""

import json
from typing import Any

from domain.ids import ChatId, CommunityId, ImportId, PersonId
from domain.imports import Counts, Import
from storage.database import Transaction
from storage.keys import Key


async def add_import(
    tx: Transaction, community_id: CommunityId, chat_id: ChatId, person_id: PersonId, key: Key, read: dict[str, Any],
    now: int,
) -> ImportId:
    body = json.dumps([read["rows"], read["refused"]], ensure_ascii=False)
    row = await tx.one(
        """INSERT INTO imports (community_id, chat_id, person_id, key_id, body, total, at)
           VALUES (:community_id, :chat_id, :person_id, :key_id, :body, :total, :now) RETURNING id""",
        community_id=community_id, chat_id=chat_id, person_id=person_id, key_id=key.id,
        body=tx.vault.seal(key.id, key.wrapped, "imports.body", body), total=len(read["rows"]), now=now,
    )
    assert row is not None
    return ImportId(row["id"])


async def get_import(tx: Transaction, import_id: ImportId) -> Import | None:
    row = await tx.one(
        "SELECT i.*, k.wrapped FROM imports i JOIN keys k ON k.id = i.key_id WHERE i.id = :import_id",
        import_id=import_id,
    )
    if row is None:
        return None
    body = tx.vault.open_text(row["wrapped"], "imports.body", row["body"])
    rows, refused = json.loads(body) if body else ([], [])
    return Import(
        ImportId(row["id"]), CommunityId(row["community_id"]), ChatId(row["chat_id"]), PersonId(row["person_id"]),
        [(line, fields) for line, fields in rows], refused, row["reached"], row["repeated"], row["state"],
        row["total"],
    )


async def save_import(tx: Transaction, import_id: ImportId, reached: int, repeated: int, state: str) -> None:
    await tx.run(
        "UPDATE imports SET reached = :reached, repeated = :repeated, state = :state WHERE id = :import_id",
        import_id=import_id, reached=reached, repeated=repeated, state=state,
    )


async def end_import(tx: Transaction, import_id: ImportId, state: str) -> None:
    """Nothing of the file is needed any more."""
    await tx.run("UPDATE imports SET state = :state, body = NULL WHERE id = :import_id",
                 import_id=import_id, state=state)


async def drop_entries(tx: Transaction, import_id: ImportId) -> None:
    await tx.run(
        "UPDATE entries SET state = 'dropped', body = NULL WHERE import_id = :import_id AND state = 'open'",
        import_id=import_id,
    )


async def count_entries(tx: Transaction, import_id: ImportId) -> Counts:
    rows = await tx.all(
        """SELECT line, state, CASE WHEN household_id IS NULL AND building_id IS NULL THEN 0 ELSE 1 END AS placed
           FROM entries WHERE import_id = :import_id ORDER BY id""",
        import_id=import_id,
    )
    ready = [row for row in rows if row["state"] == "open"]
    return Counts(
        sum(row["placed"] for row in ready), [row["line"] for row in ready if not row["placed"]],
        sum(row["state"] == "filed" for row in rows),
    )
