"""Answers that are ready, and what their variables stand for."""

from typing import NamedTuple

from domain.ids import CommunityId
from storage.database import Row, Transaction


class Answer(NamedTuple):
    """A question that comes again and again; `until` is the last day on which the answer is given."""

    id: int
    community_id: CommunityId
    question: str
    words: str
    answer: str
    until: str | None


async def save_answer(
    tx: Transaction, community_id: CommunityId, question: str, words: str, answer: str, until: str | None
) -> None:
    await tx.run(
        """INSERT INTO answers (community_id, question, words, answer, until)
           VALUES (:community_id, :question, :words, :answer, :until)
           ON CONFLICT (community_id, question)
           DO UPDATE SET words = excluded.words, answer = excluded.answer, until = excluded.until""",
        community_id=community_id, question=question, words=words, answer=answer, until=until,
    )


async def get_answer(tx: Transaction, answer_id: int) -> Answer | None:
    row = await tx.one("SELECT * FROM answers WHERE id = :answer_id", answer_id=answer_id)
    return _answer(row) if row else None


async def list_answers(tx: Transaction, community_id: CommunityId, date: str) -> list[Answer]:
    """Those that may still be given on this day."""
    rows = await tx.all(
        """SELECT * FROM answers WHERE community_id = :community_id AND (until IS NULL OR until >= :date)
           ORDER BY id""",
        community_id=community_id, date=date,
    )
    return [_answer(row) for row in rows]


async def list_expired(tx: Transaction, community_id: CommunityId, date: str) -> list[Answer]:
    rows = await tx.all(
        "SELECT * FROM answers WHERE community_id = :community_id AND until < :date ORDER BY id",
        community_id=community_id, date=date,
    )
    return [_answer(row) for row in rows]


async def save_fact(tx: Transaction, community_id: CommunityId, name: str, value: str) -> None:
    await tx.run(
        """INSERT INTO community_facts (community_id, name, value) VALUES (:community_id, :name, :value)
           ON CONFLICT (community_id, name) DO UPDATE SET value = excluded.value""",
        community_id=community_id, name=name, value=value,
    )


async def list_facts(tx: Transaction, community_id: CommunityId) -> dict[str, str]:
    rows = await tx.all(
        "SELECT name, value FROM community_facts WHERE community_id = :community_id", community_id=community_id
    )
    return {row["name"]: row["value"] for row in rows}


def _answer(row: Row) -> Answer:
    return Answer(row["id"], CommunityId(row["community_id"]), row["question"], row["words"], row["answer"],
                  row["until"])
