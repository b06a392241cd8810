"""People's words, sealed with their author's key; a body can be blanked, a note is never edited."""

from typing import NamedTuple

from domain.ids import CommunityId, NoteId, PersonId
from domain.media import Media
from storage.database import Row, Transaction
from storage.keys import Key


class Note(NamedTuple):
    """Some words about a draft or a request, or something else that was sent; None once they are blanked."""

    id: NoteId
    author_id: PersonId
    kind: str
    words: str | None
    at: int
    media: str | None = None
    file: str | None = None
    message_id: int | None = None


_SELECT = """SELECT n.id, n.author_id, n.kind, n.body, n.at, n.media, n.file, n.message_id, k.wrapped
 FROM notes n JOIN keys k ON k.id = n.key_id"""


async def add_note(
    tx: Transaction, community_id: CommunityId, subject: str, subject_id: int, *, author_id: PersonId, key: Key,
    kind: str, words: str, message_id: int | None, now: int, media: Media | None = None,
) -> NoteId:
    row = await tx.one(
        """INSERT INTO notes (community_id, subject, subject_id, author_id, kind, key_id, body, message_id, at,
             media, file, album)
           VALUES (:community_id, :subject, :subject_id, :author_id, :kind, :key_id, :body, :message_id, :now,
             :media, :file, :album)
           RETURNING id""",
        community_id=community_id, subject=subject, subject_id=subject_id, author_id=author_id, kind=kind,
        key_id=key.id, body=tx.vault.seal(key.id, key.wrapped, "notes.body", words), message_id=message_id, now=now,
        media=media.kind if media else None, album=media.album if media else None,
        file=tx.vault.seal(key.id, key.wrapped, "notes.file", media.file) if media else None,
    )
    assert row is not None
    return NoteId(row["id"])


async def get_note(tx: Transaction, note_id: NoteId) -> Note | None:
    row = await tx.one(f"{_SELECT} WHERE n.id = :note_id", note_id=note_id)
    return _note(tx, row) if row else None


async def list_notes(tx: Transaction, subject: str, subject_id: int) -> list[Note]:
    rows = await tx.all(
        f"{_SELECT} WHERE n.subject = :subject AND n.subject_id = :subject_id ORDER BY n.id",
        subject=subject, subject_id=subject_id,
    )
    return [_note(tx, row) for row in rows]


async def find_album(tx: Transaction, author_id: PersonId, album: str) -> tuple[int, str] | None:
    """The request, and the kind of note, that earlier pictures of the same album went to."""
    row = await tx.one(
        """SELECT subject_id, kind FROM notes
           WHERE author_id = :author_id AND album = :album AND subject = 'request' ORDER BY id DESC LIMIT 1""",
        author_id=author_id, album=album,
    )
    return (row["subject_id"], row["kind"]) if row else None


async def move_notes(tx: Transaction, draft_id: int, request_id: int) -> None:
    """A draft was filed: its words are the request's from here on."""
    await tx.run(
        """UPDATE notes SET subject = 'request', subject_id = :request_id
           WHERE subject = 'draft' AND subject_id = :draft_id""",
        draft_id=draft_id, request_id=request_id,
    )


async def move_note(tx: Transaction, note_id: NoteId, draft_id: int) -> None:
    """A draft was split: this belongs to the other piece."""
    await tx.run(
        "UPDATE notes SET subject_id = :draft_id WHERE subject = 'draft' AND id = :note_id",
        note_id=note_id, draft_id=draft_id,
    )


async def rewrite_note(tx: Transaction, note_id: NoteId, key: Key, words: str) -> None:
    """What is left of a message of a draft whose other items went their own way; its edits find it no more."""
    await tx.run(
        """UPDATE notes SET body = :body, key_id = :key_id, message_id = NULL
           WHERE subject = 'draft' AND id = :note_id""",
        note_id=note_id, key_id=key.id, body=tx.vault.seal(key.id, key.wrapped, "notes.body", words),
    )


async def drop_place(tx: Transaction, draft_id: int) -> None:
    """Another place was named for this draft."""
    await tx.run(
        "DELETE FROM notes WHERE subject = 'draft' AND subject_id = :draft_id AND kind = 'place'", draft_id=draft_id
    )


async def replace_words(tx: Transaction, subject_id: int, message_id: int, key: Key, words: str) -> bool:
    """The resident edited a message of an open draft."""
    return await tx.run(
        """UPDATE notes SET body = :body, key_id = :key_id
           WHERE subject = 'draft' AND subject_id = :subject_id AND message_id = :message_id""",
        subject_id=subject_id, message_id=message_id, key_id=key.id,
        body=tx.vault.seal(key.id, key.wrapped, "notes.body", words),
    ) == 1


def _note(tx: Transaction, row: Row) -> Note:
    words = tx.vault.open_text(row["wrapped"], "notes.body", row["body"])
    file = tx.vault.open_text(row["wrapped"], "notes.file", row["file"])
    return Note(
        NoteId(row["id"]), PersonId(row["author_id"]), row["kind"], words, row["at"], row["media"], file,
        row["message_id"],
    )
