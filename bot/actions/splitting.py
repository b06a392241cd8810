"""拆成两件: two matters in one report become two, each with its own summary."""

from bot.act import Act
from bot.actions import access, drafts
from domain.drafts import numbered
from domain.errors import Invalid
from domain.ids import DraftId
from storage import drafts as table
from storage import links, notes
from storage.drafts import Draft
from storage.notes import Note
from storage.people import Person


async def split(act: Act, draft_id: int, note_id: int) -> None:
    """At the message that is named, or, with 0, at each numbered item."""
    person = await access.person_of(act)
    draft = await drafts.own(act, person, draft_id)
    written = [note for note in await notes.list_notes(act.tx, "draft", draft.id) if note.kind == "report"]
    if note_id:
        pieces = await _at_message(act, draft, written, note_id)
    else:
        pieces = await _at_items(act, draft, person, written)
    act.answer("draft.split_short", count=len(pieces) + 1)
    kept = draft._replace(gathering=False, page="summary", generation=draft.generation + 1, alone=False)
    await drafts.save(act, kept)
    for piece in pieces:
        act.set_timer("draft", piece, act.now)


async def _at_message(act: Act, draft: Draft, written: list[Note], note_id: int) -> list[DraftId]:
    moved = [note for note in written if note.id >= note_id]
    if not moved or len(moved) == len(written):
        raise Invalid("press.old")
    piece = await table.add_piece(act.tx, draft)
    for note in moved:
        await notes.move_note(act.tx, note.id, piece)
    links.add_links(act.tx, [
        {"bot_id": act.bot.bot_id, "chat_id": draft.chat_id, "message_id": note.message_id, "kind": "draft",
         "subject_id": piece, "sent_at": None} for note in moved if note.message_id is not None
    ])
    return [piece]


async def _at_items(act: Act, draft: Draft, person: Person, written: list[Note]) -> list[DraftId]:
    """The message itself keeps its first item; an edit of it cannot say any more which item it means."""
    listed = next((note for note in written if numbered(note.words or "")), None)
    if listed is None:
        raise Invalid("press.old")
    first, *others = numbered(listed.words or "")
    await notes.rewrite_note(act.tx, listed.id, person.key, first)
    pieces: list[DraftId] = []
    for item in others:
        piece = await table.add_piece(act.tx, draft)
        await notes.add_note(
            act.tx, draft.community_id, "draft", piece, author_id=person.id, key=person.key, kind="report",
            words=item, message_id=None, now=act.now,
        )
        pieces.append(piece)
    return pieces
