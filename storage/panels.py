"""Which panel of a request's private page somebody has open, and what they have chosen on it."""

from typing import NamedTuple

from domain.ids import PersonId, RequestId
from storage.database import Transaction


class Panel(NamedTuple):
    """Good only for the generation in which it was opened."""

    name: str
    chosen_id: int
    generation: int


async def open_panel(
    tx: Transaction, request_id: RequestId, person_id: PersonId, name: str, generation: int, chosen_id: int = 0
) -> None:
    await tx.run(
        """INSERT INTO panels (request_id, person_id, name, chosen_id, generation)
           VALUES (:request_id, :person_id, :name, :chosen_id, :generation)
           ON CONFLICT (request_id, person_id) DO UPDATE SET name = excluded.name, chosen_id = excluded.chosen_id,
             generation = excluded.generation""",
        request_id=request_id, person_id=person_id, name=name, chosen_id=chosen_id, generation=generation,
    )


async def find_panel(tx: Transaction, request_id: RequestId, person_id: PersonId) -> Panel | None:
    row = await tx.one(
        "SELECT name, chosen_id, generation FROM panels WHERE request_id = :request_id AND person_id = :person_id",
        request_id=request_id, person_id=person_id,
    )
    return Panel(row["name"], row["chosen_id"], row["generation"]) if row else None
