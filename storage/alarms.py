"""Alarms, the words that raised them, and who was alarmed."""

from typing import NamedTuple

from domain.alarms import Alarm, Reporter, Spot, State
from domain.errors import Overtaken
from domain.ids import AlarmId, BotId, BuildingId, CellId, ChatId, CommunityId, HouseholdId, KeyId, PersonId
from storage.database import Row, Transaction
from storage.keys import Key


class Alarmed(NamedTuple):
    """Somebody who was alarmed, and their answer: coming, there, false, or none yet."""

    person_id: PersonId
    answer: str | None
    answered_at: int | None


class Words(NamedTuple):
    """What somebody said about it, in which message."""

    chat_id: ChatId
    message_id: int
    author_id: PersonId | None
    words: str | None


async def add_alarm(
    tx: Transaction, community_id: CommunityId, bot_id: BotId, danger: str, *, telegram_id: int,
    person_id: PersonId | None, key: Key, household_id: HouseholdId | None, building_id: BuildingId | None,
    cell_id: CellId, sent_at: int, now: int,
) -> AlarmId:
    row = await tx.one(
        """INSERT INTO alarms (community_id, bot_id, danger, telegram_id, person_id, key_id, household_id, building_id,
             cell_id, sent_at, raised_at, told_at)
           VALUES (:community_id, :bot_id, :danger, :telegram_id, :person_id, :key_id, :household_id, :building_id,
             :cell_id, :sent_at, :now, :now) RETURNING id""",
        community_id=community_id, bot_id=bot_id, danger=danger, telegram_id=telegram_id, person_id=person_id,
        key_id=key.id, household_id=household_id, building_id=building_id, cell_id=cell_id, sent_at=sent_at, now=now,
    )
    assert row is not None
    return AlarmId(row["id"])


async def get_alarm(tx: Transaction, alarm_id: AlarmId) -> Alarm | None:
    row = await tx.one("SELECT * FROM alarms WHERE id = :alarm_id", alarm_id=alarm_id)
    return _alarm(row) if row else None


async def find_running(tx: Transaction, bot_id: BotId, telegram_id: int, since: int) -> Alarm | None:
    """The latest alarm that this sender raised or joined, if it began after `since` and is not over."""
    row = await tx.one(
        """SELECT * FROM (
             SELECT * FROM alarms WHERE bot_id = :bot_id AND telegram_id = :telegram_id AND raised_at >= :since
               AND state IN ('open', 'coming', 'there')
             UNION ALL
             SELECT a.* FROM alarm_reporters r JOIN alarms a ON a.id = r.alarm_id
             WHERE r.bot_id = :bot_id AND r.telegram_id = :telegram_id AND a.raised_at >= :since
               AND a.state IN ('open', 'coming', 'there')) AS x ORDER BY id DESC LIMIT 1""",
        bot_id=bot_id, telegram_id=telegram_id, since=since,
    )
    return _alarm(row) if row else None


async def list_running(
    tx: Transaction, bot_id: BotId, community_id: CommunityId, since: int
) -> list[tuple[Alarm, Spot]]:
    """What began after `since` and is not over, each with where it is."""
    rows = await tx.all(
        """SELECT a.*, COALESCE(a.building_id, u.building_id) AS at_building, u.id AS at_unit
           FROM alarms a LEFT JOIN households h ON h.id = a.household_id LEFT JOIN units u ON u.id = h.unit_id
           WHERE a.bot_id = :bot_id AND a.community_id = :community_id AND a.raised_at >= :since
             AND a.state IN ('open', 'coming', 'there') ORDER BY a.id""",
        bot_id=bot_id, community_id=community_id, since=since,
    )
    return [(_alarm(row), Spot(row["at_building"], row["at_unit"])) for row in rows]


async def add_reporter(
    tx: Transaction, alarm_id: AlarmId, bot_id: BotId, one: Reporter, now: int
) -> None:
    await tx.run(
        """INSERT INTO alarm_reporters (alarm_id, bot_id, telegram_id, person_id, key_id, household_id, building_id,
             joined_at)
           VALUES (:alarm_id, :bot_id, :telegram_id, :person_id, :key_id, :household_id, :building_id, :now)""",
        alarm_id=alarm_id, bot_id=bot_id, telegram_id=one.telegram_id, person_id=one.person_id, key_id=one.key_id,
        household_id=one.household_id, building_id=one.building_id, now=now,
    )


async def list_reporters(tx: Transaction, alarm_id: AlarmId) -> list[Reporter]:
    """Who has joined, the first one first."""
    rows = await tx.all(
        """SELECT telegram_id, person_id, key_id, household_id, building_id FROM alarm_reporters
           WHERE alarm_id = :alarm_id ORDER BY joined_at, telegram_id""",
        alarm_id=alarm_id,
    )
    return [Reporter(row["telegram_id"], row["person_id"], row["key_id"], row["household_id"], row["building_id"])
            for row in rows]


async def drop_reporter(tx: Transaction, alarm_id: AlarmId, telegram_id: int) -> bool:
    """False for somebody who has not joined."""
    return await tx.run(
        "DELETE FROM alarm_reporters WHERE alarm_id = :alarm_id AND telegram_id = :telegram_id",
        alarm_id=alarm_id, telegram_id=telegram_id,
    ) == 1


async def save_alarm(tx: Transaction, alarm: Alarm) -> None:
    """Raises Overtaken."""
    changed = await tx.run(
        """UPDATE alarms SET danger = :danger, state = :state, household_id = :household_id,
             building_id = :building_id, cell_id = :cell_id, request_id = :request_id, repeats = :repeats,
             told_at = :told_at, unanswered_at = :unanswered_at, ended_at = :ended_at, version = version + 1,
             telegram_id = :telegram_id, person_id = :person_id, key_id = :key_id
           WHERE id = :id AND version = :version""",
        telegram_id=alarm.telegram_id, person_id=alarm.person_id, key_id=alarm.key_id,
        id=alarm.id, danger=alarm.danger, state=str(alarm.state), household_id=alarm.household_id,
        building_id=alarm.building_id, cell_id=alarm.cell_id, request_id=alarm.request_id, repeats=alarm.repeats,
        told_at=alarm.told_at, unanswered_at=alarm.unanswered_at, ended_at=alarm.ended_at, version=alarm.version,
    )
    if changed != 1:
        raise Overtaken


async def list_unanswered(tx: Transaction, limit: int = 100) -> list[Alarm]:
    """What nobody has answered, however often it was repeated."""
    rows = await tx.all(
        "SELECT * FROM alarms WHERE unanswered_at IS NOT NULL AND state = 'open' ORDER BY id DESC LIMIT :limit",
        limit=limit,
    )
    return [_alarm(row) for row in rows]


async def save_words(
    tx: Transaction, alarm_id: AlarmId, chat_id: ChatId, message_id: int, author_id: PersonId | None, key: Key,
    words: str, now: int,
) -> bool:
    """One row a message: an edit takes the place of what stood there. False where the message was known."""
    changed = await tx.run(
        """UPDATE alarm_words SET body = :body, key_id = :key_id
           WHERE alarm_id = :alarm_id AND chat_id = :chat_id AND message_id = :message_id""",
        alarm_id=alarm_id, chat_id=chat_id, message_id=message_id, key_id=key.id,
        body=tx.vault.seal(key.id, key.wrapped, "alarm_words.body", words),
    )
    if changed:
        return False
    await tx.run(
        """INSERT INTO alarm_words (alarm_id, chat_id, message_id, author_id, key_id, body, at)
           VALUES (:alarm_id, :chat_id, :message_id, :author_id, :key_id, :body, :now)""",
        alarm_id=alarm_id, chat_id=chat_id, message_id=message_id, author_id=author_id, key_id=key.id,
        body=tx.vault.seal(key.id, key.wrapped, "alarm_words.body", words), now=now,
    )
    return True


async def move_words(tx: Transaction, alarm_id: AlarmId, to_id: AlarmId, key_id: KeyId) -> None:
    """What somebody said, in whichever chat, belongs to another alarm: it is sealed with their key."""
    await tx.run(
        "UPDATE alarm_words SET alarm_id = :to_id WHERE alarm_id = :alarm_id AND key_id = :key_id",
        alarm_id=alarm_id, to_id=to_id, key_id=key_id,
    )


async def list_words(tx: Transaction, alarm_id: AlarmId) -> list[Words]:
    rows = await tx.all(
        """SELECT w.chat_id, w.message_id, w.author_id, w.body, k.wrapped FROM alarm_words w
           JOIN keys k ON k.id = w.key_id WHERE w.alarm_id = :alarm_id ORDER BY w.at, w.message_id""",
        alarm_id=alarm_id,
    )
    return [
        Words(row["chat_id"], row["message_id"], row["author_id"],
              tx.vault.open_text(row["wrapped"], "alarm_words.body", row["body"]))
        for row in rows
    ]


async def add_alarmed(tx: Transaction, alarm_id: AlarmId, person_id: PersonId, now: int) -> None:
    await tx.run(
        """INSERT INTO alarm_people (alarm_id, person_id, told_at) VALUES (:alarm_id, :person_id, :now)
           ON CONFLICT (alarm_id, person_id) DO UPDATE SET told_at = excluded.told_at""",
        alarm_id=alarm_id, person_id=person_id, now=now,
    )


async def list_alarmed(tx: Transaction, alarm_id: AlarmId) -> list[Alarmed]:
    rows = await tx.all(
        """SELECT person_id, answer, answered_at FROM alarm_people WHERE alarm_id = :alarm_id
           ORDER BY COALESCE(answered_at, told_at), person_id""",
        alarm_id=alarm_id,
    )
    return [Alarmed(row["person_id"], row["answer"], row["answered_at"]) for row in rows]


async def save_answer(tx: Transaction, alarm_id: AlarmId, person_id: PersonId, answer: str, now: int) -> None:
    await tx.run(
        """UPDATE alarm_people SET answer = :answer, answered_at = :now
           WHERE alarm_id = :alarm_id AND person_id = :person_id""",
        alarm_id=alarm_id, person_id=person_id, answer=answer, now=now,
    )


def _alarm(row: Row) -> Alarm:
    return Alarm(
        AlarmId(row["id"]), CommunityId(row["community_id"]), row["danger"], State(row["state"]), row["telegram_id"],
        row["person_id"], KeyId(row["key_id"]), row["household_id"], row["building_id"], CellId(row["cell_id"]),
        row["request_id"], row["repeats"], row["sent_at"], row["raised_at"], row["told_at"], row["unanswered_at"],
        row["ended_at"], row["version"],
    )
