"""Programmes, occurrences, steps, reminders and what people answered."""

import json
from typing import NamedTuple

from domain.ids import BotId, CellId, CommunityId, OccurrenceId, PersonId, ProgrammeId
from storage.database import Row, Transaction


class Programme(NamedTuple):
    """Something that happens on certain dates for people with a tag within a cell."""

    id: ProgrammeId
    community_id: CommunityId
    bot_id: BotId
    cell_id: CellId
    name: str
    rule: str
    time: str
    place: str
    tag: str
    steps: list[tuple[int, str]]
    cutoff: tuple[int, str] | None


class Occurrence(NamedTuple):
    """One date of it, known for ever by its original date in the rule (RFC 5545, RECURRENCE-ID)."""

    id: OccurrenceId
    programme_id: ProgrammeId
    original_date: str
    starts_at: int
    state: str


class Step(NamedTuple):
    """One round of reminders of an occurrence."""

    id: int
    occurrence_id: OccurrenceId
    name: str
    due_at: int
    until_at: int
    state: str


class Participant(NamedTuple):
    """Somebody on the roster; the channel is found when the step fires."""

    person_id: PersonId
    telegram_id: int | None
    language: str


class Answered(NamedTuple):
    """How many of a roster answered what."""

    roster: int
    join: int
    decline: int
    fetch: int

    @property
    def silent(self) -> int:
        return self.roster - self.join - self.decline - self.fetch


async def save_programme(
    tx: Transaction, community_id: CommunityId, bot_id: BotId, cell_id: CellId, *, name: str, rule: str, time: str,
    place: str, tag: str, steps: list[tuple[int, str]], cutoff: tuple[int, str] | None,
) -> ProgrammeId:
    row = await tx.one(
        """INSERT INTO programmes (community_id, bot_id, cell_id, name, rule, time, place, tag, steps, cutoff)
           VALUES (:community_id, :bot_id, :cell_id, :name, :rule, :time, :place, :tag, :steps, :cutoff)
           ON CONFLICT (community_id, name) DO UPDATE SET bot_id = excluded.bot_id, cell_id = excluded.cell_id,
             rule = excluded.rule, time = excluded.time, place = excluded.place, tag = excluded.tag,
             steps = excluded.steps, cutoff = excluded.cutoff, version = programmes.version + 1 RETURNING id""",
        community_id=community_id, bot_id=bot_id, cell_id=cell_id, name=name, rule=rule, time=time, place=place,
        tag=tag, steps=json.dumps(steps), cutoff=json.dumps(cutoff) if cutoff else None,
    )
    assert row is not None
    return ProgrammeId(row["id"])


async def list_programmes(tx: Transaction) -> list[Programme]:
    return [_programme(row) for row in await tx.all("SELECT * FROM programmes WHERE ended_at IS NULL ORDER BY id")]


async def get_programme(tx: Transaction, programme_id: ProgrammeId) -> Programme | None:
    row = await tx.one(
        "SELECT * FROM programmes WHERE id = :programme_id AND ended_at IS NULL", programme_id=programme_id
    )
    return _programme(row) if row else None


async def save_occurrence(tx: Transaction, programme_id: ProgrammeId, date: str, starts_at: int) -> OccurrenceId:
    row = await tx.one(
        """INSERT INTO occurrences (programme_id, original_date, starts_at)
           VALUES (:programme_id, :date, :starts_at)
           ON CONFLICT (programme_id, original_date) DO UPDATE SET original_date = excluded.original_date
           RETURNING id""",
        programme_id=programme_id, date=date, starts_at=starts_at,
    )
    assert row is not None
    return OccurrenceId(row["id"])


async def get_occurrence(tx: Transaction, occurrence_id: OccurrenceId) -> Occurrence | None:
    row = await tx.one(
        "SELECT id, programme_id, original_date, starts_at, state FROM occurrences WHERE id = :occurrence_id",
        occurrence_id=occurrence_id,
    )
    return Occurrence(*(row[name] for name in Occurrence._fields)) if row else None


async def add_step(
    tx: Transaction, occurrence_id: OccurrenceId, name: str, due_at: int, until_at: int
) -> int | None:
    """None where it has been planned before."""
    row = await tx.one(
        """INSERT INTO steps (occurrence_id, name, due_at, until_at)
           VALUES (:occurrence_id, :name, :due_at, :until_at)
           ON CONFLICT (occurrence_id, name) DO NOTHING RETURNING id""",
        occurrence_id=occurrence_id, name=name, due_at=due_at, until_at=until_at,
    )
    return int(row["id"]) if row else None


async def get_step(tx: Transaction, step_id: int) -> Step | None:
    row = await tx.one(
        "SELECT id, occurrence_id, name, due_at, until_at, state FROM steps WHERE id = :step_id", step_id=step_id
    )
    return Step(*(row[name] for name in Step._fields)) if row else None


async def find_step(tx: Transaction, reminder_id: int) -> int | None:
    row = await tx.one("SELECT step_id FROM reminders WHERE id = :reminder_id", reminder_id=reminder_id)
    return row["step_id"] if row else None


async def end_step(tx: Transaction, step_id: int, state: str) -> bool:
    """False where it has ended before."""
    return await tx.run(
        "UPDATE steps SET state = :state WHERE id = :step_id AND state = 'planned'", step_id=step_id, state=state
    ) == 1


async def list_roster(
    tx: Transaction, cells: str, tag: str, after: PersonId, limit: int
) -> list[Participant]:
    """People with the tag who live in one of the cells (ids between commas, as `,3,4,`), from `after` on."""
    rows = await tx.all(
        """SELECT DISTINCT p.id, p.language, CASE WHEN EXISTS (
             SELECT 1 FROM chats c WHERE c.chat_id = p.telegram_id AND c.state = 'unreachable'
           ) THEN NULL ELSE p.telegram_id END AS telegram_id
           FROM tags t JOIN people p ON p.id = t.person_id JOIN residents r ON r.person_id = p.id
           JOIN households h ON h.id = r.household_id JOIN units u ON u.id = h.unit_id
           JOIN buildings b ON b.id = u.building_id
           WHERE t.name = :tag AND p.id > :after AND r.ended_at IS NULL AND CAST(:cells AS TEXT) LIKE
             '%,' || CAST(COALESCE(h.cell_id, u.cell_id, b.cell_id) AS TEXT) || ',%'
           ORDER BY p.id LIMIT :limit""",
        tag=tag, after=after, cells=cells, limit=limit,
    )
    return [Participant(PersonId(row["id"]), row["telegram_id"], row["language"]) for row in rows]


async def add_reminder(
    tx: Transaction, step_id: int, occurrence_id: OccurrenceId, subject_id: PersonId, recipient_id: PersonId, now: int
) -> int | None:
    """Materialised once: None where this step has reminded this recipient of this subject."""
    row = await tx.one(
        """INSERT INTO reminders (step_id, occurrence_id, subject_id, recipient_id, created_at)
           VALUES (:step_id, :occurrence_id, :subject_id, :recipient_id, :now)
           ON CONFLICT (step_id, subject_id, recipient_id) DO NOTHING RETURNING id""",
        step_id=step_id, occurrence_id=occurrence_id, subject_id=subject_id, recipient_id=recipient_id, now=now,
    )
    return int(row["id"]) if row else None


async def get_reminder(tx: Transaction, reminder_id: int) -> tuple[OccurrenceId, PersonId, PersonId] | None:
    """Occurrence, subject and recipient."""
    row = await tx.one(
        "SELECT occurrence_id, subject_id, recipient_id FROM reminders WHERE id = :reminder_id",
        reminder_id=reminder_id,
    )
    return (row["occurrence_id"], row["subject_id"], row["recipient_id"]) if row else None


async def save_response(
    tx: Transaction, occurrence_id: OccurrenceId, subject_id: PersonId, answer: str, responder_id: PersonId | None,
    now: int,
) -> None:
    """The latest answer counts; that nobody could be reached never covers an answer."""
    await tx.run(
        """INSERT INTO responses (occurrence_id, subject_id, answer, responder_id, at)
           VALUES (:occurrence_id, :subject_id, :answer, :responder_id, :now)
           ON CONFLICT (occurrence_id, subject_id) DO UPDATE SET answer = excluded.answer,
             responder_id = excluded.responder_id, at = excluded.at WHERE excluded.answer <> 'unreached'""",
        occurrence_id=occurrence_id, subject_id=subject_id, answer=answer, responder_id=responder_id, now=now,
    )


async def get_response(tx: Transaction, occurrence_id: OccurrenceId, subject_id: PersonId) -> str | None:
    row = await tx.one(
        "SELECT answer FROM responses WHERE occurrence_id = :occurrence_id AND subject_id = :subject_id",
        occurrence_id=occurrence_id, subject_id=subject_id,
    )
    return row["answer"] if row else None


async def count_responses(tx: Transaction, occurrence_id: OccurrenceId) -> dict[str, int]:
    rows = await tx.all(
        "SELECT answer, COUNT(*) AS n FROM responses WHERE occurrence_id = :occurrence_id GROUP BY answer",
        occurrence_id=occurrence_id,
    )
    return {row["answer"]: row["n"] for row in rows}


async def count_roster(tx: Transaction, cells: str, tag: str) -> int:
    row = await tx.one(
        """SELECT COUNT(DISTINCT p.id) AS n
           FROM tags t JOIN people p ON p.id = t.person_id JOIN residents r ON r.person_id = p.id
           JOIN households h ON h.id = r.household_id JOIN units u ON u.id = h.unit_id
           JOIN buildings b ON b.id = u.building_id
           WHERE t.name = :tag AND r.ended_at IS NULL AND CAST(:cells AS TEXT) LIKE
             '%,' || CAST(COALESCE(h.cell_id, u.cell_id, b.cell_id) AS TEXT) || ',%'""",
        tag=tag, cells=cells,
    )
    return int(row["n"]) if row else 0


async def list_unreached(tx: Transaction, occurrence_id: OccurrenceId) -> list[PersonId]:
    rows = await tx.all(
        """SELECT subject_id FROM responses WHERE occurrence_id = :occurrence_id AND answer = 'unreached'
           ORDER BY subject_id""",
        occurrence_id=occurrence_id,
    )
    return [PersonId(row["subject_id"]) for row in rows]


def _programme(row: Row) -> Programme:
    return Programme(
        row["id"], row["community_id"], row["bot_id"], row["cell_id"], row["name"], row["rule"], row["time"],
        row["place"], row["tag"], [(days, time) for days, time in json.loads(row["steps"])],
        tuple(json.loads(row["cutoff"])) if row["cutoff"] else None,
    )
