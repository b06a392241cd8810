"""Who answers for a cell: the people whose posts are there now."""

from domain.ids import CellId, PersonId
from storage import people
from storage.database import Transaction


async def answering(tx: Transaction, cell_id: CellId, now: int, category: str | None = None) -> list[PersonId]:
    """Everybody who answers for exactly this cell at this moment, each once, paid posts first."""
    return list(dict.fromkeys(post.person_id for post in await people.list_posts_at(tx, cell_id)))
