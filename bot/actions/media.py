"""Pictures, voices, files and places: carried as they are, in private, to those who may see them."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.act import CARD, Act
from bot.actions import access
from bot.drawing import Reader, page
from bot.views import media as pages
from bot.views.page import Enclosed, Page
from domain.errors import Invalid
from domain.ids import ChatId, NoteId, RequestId
from domain.media import Carried, Media, most_megabytes, parcels, refusal
from domain.requests import Request
from storage import notes, requests
from storage.notes import Note

_BY_STAFF = {"progress", "resolution", "question"}


def check(act: Act, media: Media) -> None:
    """Raises Invalid for what is too large or of a type that is not taken."""
    settings = act.settings.media
    reason = refusal(media, settings.largest_mb, settings.document_types)
    if reason is not None:
        raise Invalid(reason, size=most_megabytes(media, settings.largest_mb))


async def show_to(act: Act, chat_id: ChatId, request: Request) -> None:
    """Everything that was sent with a request, to whoever has taken it."""
    send(act, chat_id, request, await notes.list_notes(act.tx, "request", request.id))


def send(act: Act, chat_id: ChatId, request: Request, carried: Iterable[Note]) -> None:
    """One message a parcel, so that each keeps to the limits, after the words; the gate is asked when it is drawn."""
    found = [Carried(note.id, note.media) for note in carried if note.media]
    for parcel in parcels(found):
        act.say(chat_id, "media.parcel", urgency=CARD, request_id=request.id, note_ids=[one.note_id for one in parcel])


@page("media.parcel")
async def parcel(reader: Reader, facts: Mapping[str, Any]) -> Page:
    request = await requests.get_request(reader.tx, RequestId(facts["request_id"]))
    found = [await notes.get_note(reader.tx, NoteId(one)) for one in facts["note_ids"]]
    kept = [note for note in found if note and note.media and note.file]
    if request is None or not kept:
        return Page(())
    by_staff = kept[0].kind in _BY_STAFF
    allowed = (await access.may_see_contact(reader.tx, request, reader.person_id)
               or await access.in_units_hands(reader.tx, request, reader.person_id))
    if not allowed and not (by_staff and await access.may_hear(reader.tx, request, reader.person_id)):
        return Page(())
    return pages.parcel(request.number, [Enclosed(note.media, note.file) for note in kept if note.media and note.file],
                        by_staff=by_staff)
