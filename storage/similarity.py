"""Open requests near a place, for neighbours who are about to file the same."""

from domain.ids import BuildingId, CellId, PersonId, RequestId
from storage.database import Transaction


async def list_near(
    tx: Transaction, cell_id: CellId, building_id: BuildingId | None, category: str, not_by: PersonId, *,
    since: int, limit: int,
) -> dict[RequestId, str]:
    """What is said in the newest ones, in this cell or above it: of this building, or of this category. Nothing that
    is sensitive.
    """
    rows = await tx.all(
        """WITH RECURSIVE chain (id, parent_id) AS (
             SELECT id, parent_id FROM cells WHERE id = :cell_id
             UNION ALL
             SELECT c.id, c.parent_id FROM cells c JOIN chain ON c.id = chain.parent_id)
           SELECT near.id, n.body, k.wrapped FROM (
             SELECT r.id FROM requests r JOIN chain ON r.cell_id = chain.id
               LEFT JOIN households h ON h.id = r.household_id LEFT JOIN units u ON u.id = h.unit_id
             WHERE r.state IN ('open', 'claimed', 'external', 'waiting', 'on_hold')
               AND r.sensitive = 0 AND r.filer_id <> :not_by AND r.filed_at > :since
               AND (r.category = :category
                 OR COALESCE(r.building_id, u.building_id) = CAST(:building_id AS BIGINT))
             ORDER BY r.id DESC LIMIT :limit) near
           CROSS JOIN notes n JOIN keys k ON k.id = n.key_id
           WHERE n.subject = 'request' AND n.subject_id = near.id AND n.kind = 'report'
           ORDER BY near.id DESC, n.id""",
        cell_id=cell_id, building_id=building_id, category=category, not_by=not_by, since=since, limit=limit,
    )
    found: dict[RequestId, str] = {}
    for row in rows:
        words = tx.vault.open_text(row["wrapped"], "notes.body", row["body"]) or ""
        found[RequestId(row["id"])] = f"{found.get(RequestId(row['id']), '')}\n{words}".strip()
    return found
