"""What somebody is about to report, gathered message by message."""

from typing import NamedTuple

from domain.errors import Overtaken
from domain.ids import BotId, BuildingId, ChatId, CommunityId, DraftId, HouseholdId, PersonId, RequestId
from storage.database import Row, Transaction


class Draft(NamedTuple):
    """A report that is not filed yet, with everything that its summary lets people correct.

    While it is `gathering`, further messages join it; a piece that was split off stands by itself. `first_at` is when
    the present burst of messages began, 0 between bursts. `household_id` is whose door it is, `building_id` the place
    where that is another one. `page` is what its summary shows just now, `alone` that no similar request is to be
    offered any more, `request_id` what it was filed as, or what is followed instead.
    """

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
    gathering: bool
    page: str
    kind: str | None
    urgency: str
    subject_id: PersonId | None
    building_id: BuildingId | None
    contact: str
    anonymous: bool
    alone: bool
    request_id: RequestId | None


async def open_draft(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, person_id: PersonId, community_id: CommunityId, now: int
) -> Draft:
    """The one that is open in this chat, or a new one; its generation grows, since its words are about to."""
    row = await tx.one(
        """INSERT INTO drafts (community_id, bot_id, chat_id, person_id, first_at)
           VALUES (:community_id, :bot_id, :chat_id, :person_id, :now)
           ON CONFLICT (bot_id, chat_id, person_id) WHERE state = 'open' AND gathering = 1
           DO UPDATE SET generation = drafts.generation + 1, version = drafts.version + 1,
             first_at = CASE WHEN drafts.first_at = 0 THEN excluded.first_at ELSE drafts.first_at END RETURNING *""",
        community_id=community_id, bot_id=bot_id, chat_id=chat_id, person_id=person_id, now=now,
    )
    assert row is not None
    return _draft(row)


async def add_piece(tx: Transaction, draft: Draft) -> DraftId:
    """Another draft beside this one, with the same corrections and none of its words."""
    row = await tx.one(
        """INSERT INTO drafts (community_id, bot_id, chat_id, person_id, household_id, first_at, gathering, urgency,
             subject_id, building_id, contact, anonymous)
           SELECT community_id, bot_id, chat_id, person_id, household_id, 0, 0, urgency, subject_id, building_id,
             contact, anonymous FROM drafts WHERE id = :draft_id RETURNING id""",
        draft_id=draft.id,
    )
    assert row is not None
    return DraftId(row["id"])


async def get_draft(tx: Transaction, draft_id: DraftId) -> Draft | None:
    row = await tx.one("SELECT * FROM drafts WHERE id = :draft_id", draft_id=draft_id)
    return _draft(row) if row else None


async def find_open_draft(tx: Transaction, bot_id: BotId, chat_id: ChatId, person_id: PersonId) -> Draft | None:
    row = await tx.one(
        """SELECT * FROM drafts WHERE bot_id = :bot_id AND chat_id = :chat_id AND person_id = :person_id
           AND state = 'open' AND gathering = 1""",
        bot_id=bot_id, chat_id=chat_id, person_id=person_id,
    )
    return _draft(row) if row else None


async def list_open_of(tx: Transaction, person_id: PersonId) -> list[Draft]:
    """Everything that somebody has begun, pieces that were split off as well."""
    rows = await tx.all(
        "SELECT * FROM drafts WHERE person_id = :person_id AND state = 'open' ORDER BY id", person_id=person_id
    )
    return [_draft(row) for row in rows]


async def save_draft(tx: Transaction, draft: Draft) -> None:
    """Raises Overtaken."""
    changed = await tx.run(
        """UPDATE drafts SET household_id = :household_id, category = :category, first_at = :first_at, state = :state,
             generation = :generation, gathering = :gathering, page = :page, kind = :kind, urgency = :urgency,
             subject_id = :subject_id, building_id = :building_id, contact = :contact, anonymous = :anonymous,
             alone = :alone, request_id = :request_id, version = version + 1 WHERE id = :id AND version = :version""",
        id=draft.id, household_id=draft.household_id, category=draft.category, first_at=draft.first_at,
        state=draft.state, generation=draft.generation, gathering=int(draft.gathering), page=draft.page,
        kind=draft.kind,
        urgency=draft.urgency, subject_id=draft.subject_id, building_id=draft.building_id, contact=draft.contact,
        anonymous=int(draft.anonymous), alone=int(draft.alone), request_id=draft.request_id, version=draft.version,
    )
    if changed != 1:
        raise Overtaken


def _draft(row: Row) -> Draft:
    return Draft(
        DraftId(row["id"]), CommunityId(row["community_id"]), ChatId(row["chat_id"]), PersonId(row["person_id"]),
        row["household_id"], row["category"], row["first_at"], row["state"], row["generation"], row["version"],
        bool(row["gathering"]), row["page"], row["kind"], row["urgency"], row["subject_id"], row["building_id"],
        row["contact"], bool(row["anonymous"]), bool(row["alone"]), row["request_id"],
    )
