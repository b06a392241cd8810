"""记作进展: what a member of staff wrote without saying what it is about becomes news of what they have in hand."""

from bot.act import Act
from bot.actions import access, drafts, handling, waiting
from bot.actions import requests as core
from domain.ids import RequestId
from domain.media import Media
from storage import notes


async def note_progress(act: Act, draft_id: int, request_id: int) -> None:
    """All that was gathered so far, in one piece; the draft is done with."""
    person = await access.person_of(act)
    draft = await drafts.own(act, person, draft_id)
    written = [note for note in await notes.list_notes(act.tx, "draft", draft.id) if note.kind == "report"]
    pictures = [Media(note.media, note.file) for note in written if note.media and note.file]
    act.enclosed = pictures[0] if pictures else None
    await handling.progress(act, person, request_id, "\n".join(note.words for note in written if note.words))
    request = await core.get(act, request_id)
    for act.enclosed in pictures[1:]:
        await waiting.carry_to_voice(act, request, await core.note(act, person, request, "progress", ""))
    await drafts.close_noted(act, draft._replace(request_id=RequestId(request_id)))
