"""Whom else to call in a danger: the numbers of the sheet 应急电话."""

from typing import NamedTuple

from domain.ids import CommunityId
from storage.database import Transaction


class EmergencyPhone(NamedTuple):
    """A number of a community; without kinds it is for any danger."""

    name: str
    number: str
    kinds: tuple[str, ...]


async def save_phone(tx: Transaction, community_id: CommunityId, phone: EmergencyPhone) -> None:
    await tx.run(
        """INSERT INTO emergency_phones (community_id, name, number, kinds)
           VALUES (:community_id, :name, :number, :kinds)
           ON CONFLICT (community_id, name) DO UPDATE SET number = excluded.number, kinds = excluded.kinds""",
        community_id=community_id, name=phone.name, number=phone.number, kinds=",".join(phone.kinds),
    )


async def drop_phone(tx: Transaction, community_id: CommunityId, name: str) -> None:
    await tx.run(
        "DELETE FROM emergency_phones WHERE community_id = :community_id AND name = :name",
        community_id=community_id, name=name,
    )


async def list_phones(tx: Transaction, community_id: CommunityId) -> list[EmergencyPhone]:
    """Those for certain kinds first, then those for any."""
    rows = await tx.all(
        """SELECT name, number, kinds FROM emergency_phones WHERE community_id = :community_id
           ORDER BY kinds = '', name""",
        community_id=community_id,
    )
    return [EmergencyPhone(row["name"], row["number"], tuple(filter(None, row["kinds"].split(",")))) for row in rows]
