"""Who speaks for a request: they are asked, told, and their words end a wait."""

from domain.requests import Request
from storage import families, people
from storage.database import Transaction
from storage.people import Person


async def voice_of(tx: Transaction, request: Request) -> Person | None:
    """Who is asked and told: the filer; for what a member of staff took down, the person concerned or their family."""
    filer = await people.get_person(tx, request.filer_id)
    if request.source == "resident":
        return filer
    if request.subject_id is None:
        return None
    subject = await people.get_person(tx, request.subject_id)
    if subject.telegram_id is not None:
        return subject
    for contact in await families.list_contacts(tx, subject.id):
        if contact.telegram_id is not None:
            return await people.get_person(tx, contact.person_id)
    return None
