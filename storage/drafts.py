"""What somebody is about to report, gathered message by message."""

from typing import NamedTuple

from domain.errors import Overtaken
from domain.ids import BotId, ChatId, CommunityId, DraftId, HouseholdId, PersonId
from storage.database import Row, Transaction


class Draft(NamedTuple):
    """A report that is not filed yet."""

    id: DraftId
    community_id: CommunityId
    chat_id: ChatId
    person_id: PersonId
    household_id: HouseholdId | None
    category: str | None
    first_at: int
    state: str
    generation: int
    version: int


async def open_draft(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, person_id: PersonId, community_id: CommunityId, now: int
) -> Draft:
    """The one that is open in this chat, or a new one; its generation grows, since its words are about to."""
    row = await tx.one(
        """INSERT INTO drafts (community_id, bot_id, chat_id, person_id, first_at)
           VALUES (:community_id, :bot_id, :chat_id, :person_id, :now)
           ON CONFLICT (bot_id, chat_id, person_id) WHERE state = 'open'
           DO UPDATE SET generation = drafts.generation + 1, version = drafts.version + 1 RETURNING *""",
        community_id=community_id, bot_id=bot_id, chat_id=chat_id, person_id=person_id, now=now,
    )
    assert row is not None
    return _draft(row)


async def get_draft(tx: Transaction, draft_id: DraftId) -> Draft | None:
    row = await tx.one("SELECT * FROM drafts WHERE id = :draft_id", draft_id=draft_id)
    return _draft(row) if row else None


async def find_open_draft(tx: Transaction, bot_id: BotId, chat_id: ChatId, person_id: PersonId) -> Draft | None:
    row = await tx.one(
        """SELECT * FROM drafts WHERE bot_id = :bot_id AND chat_id = :chat_id AND person_id = :person_id
           AND state = 'open'""",
        bot_id=bot_id, chat_id=chat_id, person_id=person_id,
    )
    return _draft(row) if row else None


async def save_draft(tx: Transaction, draft: Draft) -> None:
    """Raises Overtaken."""
    changed = await tx.run(
        """UPDATE drafts SET household_id = :household_id, category = :category, state = :state,
             generation = :generation, version = version + 1 WHERE id = :id AND version = :version""",
        id=draft.id, household_id=draft.household_id, category=draft.category, state=draft.state,
        generation=draft.generation, version=draft.version,
    )
    if changed != 1:
        raise Overtaken


def _draft(row: Row) -> Draft:
    return Draft(
        DraftId(row["id"]), CommunityId(row["community_id"]), ChatId(row["chat_id"]), PersonId(row["person_id"]),
        row["household_id"], row["category"], row["first_at"], row["state"], row["generation"], row["version"],
    )
