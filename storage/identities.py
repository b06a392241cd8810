"""Somebody turns out to be a person of the register: what was theirs under one entry is theirs under the other."""

from domain.ids import BotId, ChatId, PersonId
from storage.database import Transaction


def hand_over(tx: Transaction, old_id: PersonId, new_id: PersonId, bot_id: BotId, chat_id: ChatId) -> None:
    """Requests, drafts, homes and whatever else refers to the old entry; words stay sealed with the old key.

    `chat_id` is the private chat, in which all hangs that has this one reader.
    """
    for sql in _MOVES:
        tx.later(sql, old_id=old_id, new_id=new_id, bot_id=bot_id, chat_id=chat_id)
    tx.kept.clear()


_MOVES = (
    "UPDATE requests SET filer_id = :new_id WHERE filer_id = :old_id",
    "UPDATE requests SET subject_id = :new_id WHERE subject_id = :old_id",
    ("UPDATE requests SET holder_id = :new_id WHERE holder_id = :old_id"
     " AND state IN ('claimed', 'external', 'waiting', 'on_hold')"),
    "UPDATE requests SET offered_to_id = :new_id WHERE offered_to_id = :old_id",
    "UPDATE requests SET worker_id = :new_id WHERE worker_id = :old_id",
    "UPDATE tasks SET person_id = :new_id WHERE person_id = :old_id AND state IN ('asked', 'taken')",
    "UPDATE entries SET person_id = :new_id WHERE person_id = :old_id AND state = 'open'",
    "UPDATE pushes SET person_id = :new_id WHERE person_id = :old_id AND said_at IS NULL",
    "UPDATE leaves SET stand_in_id = :new_id WHERE stand_in_id = :old_id",
    ("UPDATE rating_asks SET rater_id = :new_id WHERE rater_id = :old_id AND request_id IN"
     " (SELECT id FROM requests WHERE filer_id = :new_id OR subject_id = :new_id)"),
    "UPDATE rating_asks SET caller_id = :new_id WHERE caller_id = :old_id AND state IN ('asked', 'repeated')",
    "UPDATE drafts SET person_id = :new_id WHERE person_id = :old_id",
    "UPDATE ratings SET rater_id = :new_id WHERE rater_id = :old_id",
    "UPDATE families SET person_id = :new_id WHERE person_id = :old_id",
    ("UPDATE views SET reader_id = :new_id"
     " WHERE bot_id = :bot_id AND chat_id = :chat_id AND reader_id = :old_id"),
    ("UPDATE messages SET reader_id = :new_id WHERE bot_id = :bot_id AND chat_id = :chat_id AND reader_id = :old_id"
     " AND state = 'ready' AND state IN ('ready', 'sending')"),
    "UPDATE consents SET person_id = :new_id WHERE person_id = :old_id",
    ("UPDATE invite_uses SET person_id = :new_id WHERE person_id = :old_id AND invite_id NOT IN"
     " (SELECT invite_id FROM invite_uses WHERE person_id = :new_id)"),
    ("UPDATE follows SET person_id = :new_id WHERE person_id = :old_id AND request_id NOT IN"
     " (SELECT request_id FROM follows WHERE person_id = :new_id)"),
    ("UPDATE residents SET person_id = :new_id WHERE person_id = :old_id AND household_id NOT IN"
     " (SELECT household_id FROM residents WHERE person_id = :new_id)"),
    ("UPDATE contacts SET person_id = :new_id WHERE person_id = :old_id AND elder_id <> :new_id AND elder_id NOT IN"
     " (SELECT elder_id FROM contacts WHERE person_id = :new_id)"),
    ("UPDATE shifts SET person_id = :new_id WHERE person_id = :old_id AND NOT EXISTS"
     " (SELECT 1 FROM shifts s WHERE s.person_id = :new_id AND s.cell_id = shifts.cell_id AND s.date = shifts.date)"),
    ("UPDATE unit_people SET person_id = :new_id WHERE person_id = :old_id AND handling_unit_id NOT IN"
     " (SELECT handling_unit_id FROM unit_people WHERE person_id = :new_id)"),
    ("UPDATE posts SET person_id = :new_id WHERE person_id = :old_id AND NOT EXISTS"
     " (SELECT 1 FROM posts p WHERE p.person_id = :new_id AND p.cell_id = posts.cell_id AND p.role = posts.role)"),
    "DELETE FROM follows WHERE person_id = :old_id",
    "DELETE FROM residents WHERE person_id = :old_id",
    "DELETE FROM contacts WHERE person_id = :old_id",
    "DELETE FROM unit_people WHERE person_id = :old_id",
    "DELETE FROM expectations WHERE bot_id = :bot_id AND chat_id = :chat_id AND person_id = :old_id",
)
