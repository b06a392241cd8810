"""Handling units: who they are, who answers for them, and what was handed to them."""

from typing import NamedTuple

from domain.ids import (
    BotId,
    ChatId,
    CommunityId,
    HandlingUnitId,
    HandoverId,
    PersonId,
    RequestId,
)
from storage.database import Row, Transaction
from storage.keys import Key


class Unit(NamedTuple):
    """A unit of the register; contact and phone are None where its key has been destroyed."""

    id: HandlingUnitId
    community_id: CommunityId
    name: str
    categories: tuple[str, ...]
    hours: str
    contact: str | None
    phone: str | None


class Handover(NamedTuple):
    """A request in a unit's hands."""

    id: HandoverId
    request_id: RequestId
    unit_id: HandlingUnitId
    given_by_id: PersonId
    state: str
    given_at: int


_SELECT = "SELECT u.*, k.wrapped FROM handling_units u JOIN keys k ON k.id = u.key_id"


async def list_units(tx: Transaction, community_id: CommunityId) -> list[Unit]:
    rows = await tx.all(f"{_SELECT} WHERE u.community_id = :community_id ORDER BY u.id", community_id=community_id)
    return [_unit(tx, row) for row in rows]


async def find_unit(tx: Transaction, unit_id: int) -> Unit | None:
    row = await tx.one(f"{_SELECT} WHERE u.id = :unit_id", unit_id=unit_id)
    return _unit(tx, row) if row else None


async def find_unit_named(tx: Transaction, community_id: CommunityId, name: str) -> Unit | None:
    row = await tx.one(f"{_SELECT} WHERE u.community_id = :community_id AND u.name = :name",
                       community_id=community_id, name=name)
    return _unit(tx, row) if row else None


async def change_unit(
    tx: Transaction, unit_id: HandlingUnitId, category: str, hours: str, contact: str, phone: str
) -> None:
    """What the register says of it now; a number that is blank now is gone."""
    key = await tx.one(
        "SELECT k.id, k.wrapped FROM keys k JOIN handling_units u ON u.key_id = k.id WHERE u.id = :unit_id",
        unit_id=unit_id,
    )
    assert key is not None
    seal = tx.vault.seal
    await tx.run(
        """UPDATE handling_units SET category = :category, hours = :hours, contact = :contact, phone = :phone
           WHERE id = :unit_id""",
        unit_id=unit_id, category=category, hours=hours,
        contact=seal(key["id"], key["wrapped"], "handling_units.contact", contact),
        phone=seal(key["id"], key["wrapped"], "handling_units.phone", phone),
    )


async def add_unit_person(tx: Transaction, unit_id: HandlingUnitId, person_id: PersonId, now: int) -> bool:
    """False for somebody who answers for it already."""
    return await tx.run(
        """INSERT INTO unit_people (handling_unit_id, person_id, since_at) VALUES (:unit_id, :person_id, :now)
           ON CONFLICT (handling_unit_id, person_id) DO NOTHING""",
        unit_id=unit_id, person_id=person_id, now=now,
    ) == 1


async def list_unit_people(tx: Transaction, unit_id: HandlingUnitId) -> list[PersonId]:
    rows = await tx.all(
        "SELECT person_id FROM unit_people WHERE handling_unit_id = :unit_id ORDER BY since_at, person_id",
        unit_id=unit_id,
    )
    return [PersonId(row["person_id"]) for row in rows]


async def list_units_of(tx: Transaction, person_id: PersonId) -> list[HandlingUnitId]:
    rows = await tx.all(
        "SELECT handling_unit_id FROM unit_people WHERE person_id = :person_id ORDER BY handling_unit_id",
        person_id=person_id,
    )
    return [HandlingUnitId(row["handling_unit_id"]) for row in rows]


async def bind_unit_chat(tx: Transaction, bot_id: BotId, unit_id: HandlingUnitId, chat_id: ChatId, now: int) -> None:
    await tx.run(
        """INSERT INTO unit_chats (bot_id, handling_unit_id, chat_id, bound_at)
           VALUES (:bot_id, :unit_id, :chat_id, :now)
           ON CONFLICT (bot_id, handling_unit_id)
           DO UPDATE SET chat_id = excluded.chat_id, bound_at = excluded.bound_at""",
        bot_id=bot_id, unit_id=unit_id, chat_id=chat_id, now=now,
    )


async def find_unit_chat(tx: Transaction, bot_id: BotId, unit_id: HandlingUnitId) -> ChatId | None:
    row = await tx.one(
        "SELECT chat_id FROM unit_chats WHERE bot_id = :bot_id AND handling_unit_id = :unit_id",
        bot_id=bot_id, unit_id=unit_id,
    )
    return ChatId(row["chat_id"]) if row else None


async def listens(tx: Transaction, unit_id: HandlingUnitId) -> bool:
    """Whether anybody would read what is written to it: one of its people, or its shared chat."""
    row = await tx.one(
        """SELECT 1 AS yes FROM handling_units u WHERE u.id = :unit_id
             AND (EXISTS (SELECT 1 FROM unit_people p WHERE p.handling_unit_id = u.id)
               OR EXISTS (SELECT 1 FROM unit_chats c WHERE c.handling_unit_id = u.id))""",
        unit_id=unit_id,
    )
    return row is not None


async def move_unit_chats(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> None:
    await tx.run(
        "UPDATE unit_chats SET chat_id = :new WHERE bot_id = :bot_id AND chat_id = :old",
        bot_id=bot_id, old=old, new=new,
    )


async def add_handover(
    tx: Transaction, request_id: RequestId, unit_id: HandlingUnitId, given_by_id: PersonId, now: int
) -> HandoverId:
    row = await tx.one(
        """INSERT INTO handovers (request_id, handling_unit_id, given_by_id, given_at)
           VALUES (:request_id, :unit_id, :given_by_id, :now) RETURNING id""",
        request_id=request_id, unit_id=unit_id, given_by_id=given_by_id, now=now,
    )
    assert row is not None
    return HandoverId(row["id"])


async def find_handover(tx: Transaction, request_id: RequestId) -> Handover | None:
    """The latest one; what was handed elsewhere before is over."""
    row = await tx.one(
        "SELECT * FROM handovers WHERE request_id = :request_id ORDER BY id DESC LIMIT 1", request_id=request_id
    )
    return _handover(row) if row else None


async def get_handover(tx: Transaction, handover_id: HandoverId) -> Handover:
    row = await tx.one("SELECT * FROM handovers WHERE id = :handover_id", handover_id=handover_id)
    assert row is not None
    return _handover(row)


async def list_handovers_for(tx: Transaction, unit_id: HandlingUnitId) -> list[Handover]:
    """What a unit has in hand: the request is still with it."""
    rows = await tx.all(
        """SELECT h.* FROM handovers h JOIN requests r ON r.id = h.request_id
           WHERE h.handling_unit_id = :unit_id AND h.state IN ('given', 'taken') AND r.state = 'external'
             AND r.handling_unit_id = h.handling_unit_id ORDER BY h.id""",
        unit_id=unit_id,
    )
    return [_handover(row) for row in rows]


async def mark_handover(tx: Transaction, handover_id: HandoverId, state: str, now: int | None) -> bool:
    """False where it has ended, or is so already."""
    return await tx.run(
        """UPDATE handovers SET state = :state, ended_at = CAST(:now AS BIGINT)
           WHERE id = :handover_id AND state IN ('given', 'taken') AND state <> :state""",
        handover_id=handover_id, state=state, now=now,
    ) == 1


async def end_handovers(tx: Transaction, request_id: RequestId, now: int) -> None:
    await tx.run(
        """UPDATE handovers SET state = 'ended', ended_at = :now
           WHERE request_id = :request_id AND state IN ('given', 'taken')""",
        request_id=request_id, now=now,
    )


def _unit(tx: Transaction, row: Row) -> Unit:
    opened = tx.vault.open_text
    return Unit(
        HandlingUnitId(row["id"]), CommunityId(row["community_id"]), row["name"],
        tuple(one for one in row["category"].split(",") if one), row["hours"],
        opened(row["wrapped"], "handling_units.contact", row["contact"]),
        opened(row["wrapped"], "handling_units.phone", row["phone"]),
    )


def _handover(row: Row) -> Handover:
    return Handover(
        HandoverId(row["id"]), RequestId(row["request_id"]), HandlingUnitId(row["handling_unit_id"]),
        PersonId(row["given_by_id"]), row["state"], row["given_at"],
    )


async def has_handling_unit(tx: Transaction, community_id: CommunityId, name: str) -> bool:
    row = await tx.one(
        "SELECT 1 AS yes FROM handling_units WHERE community_id = :community_id AND name = :name",
        community_id=community_id, name=name,
    )
    return row is not None


async def save_handling_unit(
    tx: Transaction, community_id: CommunityId, key: Key, name: str, category: str, hours: str, contact: str, phone: str
) -> None:
    seal = tx.vault.seal
    await tx.run(
        """INSERT INTO handling_units (community_id, key_id, name, category, hours, contact, phone)
           VALUES (:community_id, :key_id, :name, :category, :hours, :contact, :phone)
           ON CONFLICT (community_id, name) DO UPDATE SET category = excluded.category, hours = excluded.hours""",
        community_id=community_id, key_id=key.id, name=name, category=category, hours=hours,
        contact=seal(key.id, key.wrapped, "handling_units.contact", contact),
        phone=seal(key.id, key.wrapped, "handling_units.phone", phone),
    )
