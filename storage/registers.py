"""Workbooks of the register that the office sent, until they are taken."""

import json
from typing import Any, NamedTuple

from domain.ids import CommunityId, PersonId
from storage.database import Transaction
from storage.keys import Key


class Register(NamedTuple):
    """`read` is what the preview tells; `file` is Telegram's name for the workbook."""

    id: int
    person_id: PersonId
    file: str
    read: dict[str, Any]
    state: str


async def add_register(
    tx: Transaction, community_id: CommunityId, person_id: PersonId, key: Key, file: str, read: dict[str, Any], now: int
) -> int:
    body = json.dumps([file, read], ensure_ascii=False)
    row = await tx.one(
        """INSERT INTO registers (community_id, person_id, key_id, body, at)
           VALUES (:community_id, :person_id, :key_id, :body, :now) RETURNING id""",
        community_id=community_id, person_id=person_id, key_id=key.id, now=now,
        body=tx.vault.seal(key.id, key.wrapped, "registers.body", body),
    )
    assert row is not None
    return int(row["id"])


async def get_register(tx: Transaction, register_id: int) -> Register | None:
    row = await tx.one(
        "SELECT r.*, k.wrapped FROM registers r JOIN keys k ON k.id = r.key_id WHERE r.id = :register_id",
        register_id=register_id,
    )
    if row is None:
        return None
    body = tx.vault.open_text(row["wrapped"], "registers.body", row["body"])
    file, read = json.loads(body) if body else ("", {})
    return Register(row["id"], PersonId(row["person_id"]), file, read, row["state"])


async def save_read(
    tx: Transaction, register_id: int, key: Key, file: str, read: dict[str, Any]
) -> None:
    """What the preview tells now; its key is still that of whoever sent it."""
    await tx.run(
        "UPDATE registers SET body = :body WHERE id = :register_id", register_id=register_id,
        body=tx.vault.seal(key.id, key.wrapped, "registers.body", json.dumps([file, read], ensure_ascii=False)),
    )


async def move_register(tx: Transaction, register_id: int, before: str, state: str) -> bool:
    """False where somebody was faster."""
    return await tx.run(
        "UPDATE registers SET state = :state WHERE id = :register_id AND state = :before",
        register_id=register_id, before=before, state=state,
    ) == 1


async def blank_register(tx: Transaction, register_id: int) -> None:
    await tx.run("UPDATE registers SET body = NULL WHERE id = :register_id", register_id=register_id)
