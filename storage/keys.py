"""Wrapped keys, one per person, household or day."""

from typing import NamedTuple

from domain.ids import KeyId
from storage.database import Transaction


class Key(NamedTuple):
    """A key as it is stored: only the vault can use it."""

    id: KeyId
    wrapped: bytes


async def add_key(tx: Transaction, kind: str, now: int, name: str | None = None) -> Key:
    wrapped = tx.vault.new_key()
    row = await tx.one(
        """INSERT INTO keys (kind, name, wrapped, created_at)
           VALUES (:kind, :name, :wrapped, :now) RETURNING id""",
        kind=kind, name=name, wrapped=wrapped, now=now,
    )
    assert row is not None
    return Key(KeyId(row["id"]), wrapped)


async def get_key(tx: Transaction, kind: str, name: str) -> Key | None:
    row = await tx.one(
        "SELECT id, wrapped FROM keys WHERE kind = :kind AND name = :name AND destroyed_at IS NULL",
        kind=kind, name=name,
    )
    return Key(KeyId(row["id"]), row["wrapped"]) if row else None


async def get_key_by_id(tx: Transaction, key_id: int) -> Key | None:
    row = await tx.one("SELECT id, wrapped FROM keys WHERE id = :key_id AND wrapped IS NOT NULL", key_id=key_id)
    return Key(KeyId(row["id"]), row["wrapped"]) if row else None


async def destroy_day_keys(tx: Transaction, before: str, now: int) -> int:
    """Day keys older than `before` (YYYY-MM-DD); what they sealed is unreadable from here on."""
    return await tx.run(
        """UPDATE keys SET wrapped = NULL, destroyed_at = :now
           WHERE kind = 'day' AND name < :before AND destroyed_at IS NULL""",
        before=before, now=now,
    )


async def fits_secret(tx: Transaction) -> bool:
    """Whether the secret key is the one that this database began with; the first one is remembered by a keyed hash."""
    print_of = int(tx.vault.lookup("the secret key itself")[:12], 16)
    row = await tx.one("SELECT at FROM marks WHERE bot_id = 0 AND name = 'secret'")
    if row is None:
        await tx.run("INSERT INTO marks (bot_id, name, at) VALUES (0, 'secret', :print_of)", print_of=print_of)
        return True
    return int(row["at"]) == print_of
