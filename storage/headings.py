"""Headings of the office's workbooks, as somebody there has said what they mean."""

from domain.ids import CommunityId
from storage.database import Transaction


async def list_headings(tx: Transaction, community_id: CommunityId) -> dict[tuple[str, str], str]:
    """From sheet and heading to the field, or to "" where the column is passed over."""
    rows = await tx.all(
        "SELECT sheet, heading, field FROM headings WHERE community_id = :community_id", community_id=community_id
    )
    return {(row["sheet"], row["heading"]): row["field"] for row in rows}


async def save_heading(tx: Transaction, community_id: CommunityId, sheet: str, heading: str, field: str) -> None:
    await tx.run(
        """INSERT INTO headings (community_id, sheet, heading, field) VALUES (:community_id, :sheet, :heading, :field)
           ON CONFLICT (community_id, sheet, heading) DO UPDATE SET field = excluded.field""",
        community_id=community_id, sheet=sheet, heading=heading, field=field,
    )
