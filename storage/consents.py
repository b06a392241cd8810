"""Which version of the notice somebody agreed to, and when; kept when it is taken back, as proof."""

from domain.ids import PersonId
from storage.database import Transaction


async def add_consent(tx: Transaction, person_id: PersonId, version: str, now: int) -> None:
    await tx.run(
        "INSERT INTO consents (person_id, version, given_at) VALUES (:person_id, :version, :now)",
        person_id=person_id, version=version, now=now,
    )


async def withdraw_consents(tx: Transaction, person_id: PersonId, now: int) -> None:
    """Taken back: the proof that it was given stays, the link to the Telegram account ends."""
    await tx.run(
        "UPDATE consents SET withdrawn_at = :now WHERE person_id = :person_id AND withdrawn_at IS NULL",
        person_id=person_id, now=now,
    )
    await tx.run(
        """UPDATE people SET telegram_id = NULL, consent = NULL, consented_at = NULL, version = version + 1
           WHERE id = :person_id""",
        person_id=person_id,
    )
