"""Updates and results as they came in: put once, taken in order, ended once."""

from collections.abc import Iterable
from typing import NamedTuple

from domain.ids import BotId
from storage.database import Row, Transaction
from storage.keys import Key
from storage.vault import SealBroken


class Arrival(NamedTuple):
    """One raw update, or the result of one call, before it is stored."""

    source: str
    source_id: int
    body_hash: str
    kind: str
    lane: str
    body: bytes


class Waiting(NamedTuple):
    """One stored row whose turn it is."""

    id: int
    bot_id: BotId
    source: str
    kind: str
    lane: str
    body: bytes
    attempts: int
    received_at: int
    reason: str | None


def add_arrivals(tx: Transaction, bot_id: BotId, arrivals: Iterable[Arrival], key: Key, now: int) -> None:
    """What has arrived before, with the same id and the same body, is left alone."""
    tx.later_many(
        """INSERT INTO inbox (bot_id, source, source_id, body_hash, kind, lane, key_id, body, received_at)
           VALUES (:bot_id, :source, :source_id, :body_hash, :kind, :lane, :key_id, :body, :now)
           ON CONFLICT (bot_id, source, source_id, body_hash) DO NOTHING""",
        [
            {
                "bot_id": bot_id, "source": a.source, "source_id": a.source_id, "body_hash": a.body_hash,
                "kind": a.kind, "lane": a.lane, "key_id": key.id,
                "body": tx.vault.seal(key.id, key.wrapped, "inbox.body", a.body), "now": now,
            }
            for a in arrivals
        ],
    )


async def list_waiting(tx: Transaction, now: int, limit: int) -> list[Waiting]:
    """The next rows in order, without those whose lane stands behind a row that failed."""
    rows = await tx.all(
        """SELECT i.id, i.bot_id, i.source, i.kind, i.lane, i.body, i.attempts, i.received_at, i.reason, k.wrapped
           FROM inbox i JOIN keys k ON k.id = i.key_id
           WHERE i.state = 'waiting' AND i.retry_at <= :now AND NOT EXISTS (
             SELECT 1 FROM inbox held WHERE held.lane = i.lane AND held.state = 'waiting'
               AND held.attempts > 0 AND held.id < i.id)
           ORDER BY i.id LIMIT :limit""",
        now=now, limit=limit,
    )
    return [
        Waiting(
            row["id"], row["bot_id"], row["source"], row["kind"], row["lane"],
            _open(tx, row), row["attempts"], row["received_at"], row["reason"],
        )
        for row in rows
    ]


def _open(tx: Transaction, row: Row) -> bytes:
    """Nothing where its key is destroyed: the row is then dealt with like any other that cannot be read."""
    try:
        return tx.vault.open(row["wrapped"], "inbox.body", row["body"])
    except SealBroken:
        return b""


async def get_next_retry(tx: Transaction) -> int | None:
    row = await tx.one("SELECT MIN(retry_at) AS at FROM inbox WHERE state = 'waiting' AND attempts > 0")
    return row["at"] if row else None


def end_row(tx: Transaction, row_id: int, now: int) -> None:
    tx.later("UPDATE inbox SET state = 'done', ended_at = :now WHERE id = :row_id", row_id=row_id, now=now)


async def count_attempt(tx: Transaction, row_id: int, attempts: int, retry_at: int, reason: str) -> None:
    await tx.run(
        """UPDATE inbox SET attempts = :attempts, retry_at = :retry_at, reason = :reason
           WHERE id = :row_id AND state = 'waiting'""",
        row_id=row_id, attempts=attempts, retry_at=retry_at, reason=reason,
    )


async def quarantine_row(tx: Transaction, row_id: int, reason: str, now: int) -> None:
    await tx.run(
        """UPDATE inbox SET state = 'quarantined', attempts = attempts + 1, reason = :reason, ended_at = :now
           WHERE id = :row_id AND state = 'waiting'""",
        row_id=row_id, reason=reason, now=now,
    )


async def list_quarantined(tx: Transaction, limit: int = 100) -> list[dict[str, object]]:
    rows = await tx.all(
        """SELECT id, kind, lane, attempts, reason, received_at FROM inbox
           WHERE state = 'quarantined' ORDER BY id LIMIT :limit""",
        limit=limit,
    )
    return [{name: row[name] for name in row.keys()} for row in rows]  # noqa: SIM118 - rows, not mappings


async def release_quarantined(tx: Transaction, row_id: int) -> int:
    """Give a quarantined row another turn, after whatever it failed on was mended."""
    return await tx.run(
        """UPDATE inbox SET state = 'waiting', attempts = 0, retry_at = 0, ended_at = NULL
           WHERE id = :row_id AND state = 'quarantined'""",
        row_id=row_id,
    )


async def blank_bodies(tx: Transaction, before_at: int, limit: int = 500) -> int:
    """Retention: ids and hashes stay, words go."""
    return await tx.run(
        """UPDATE inbox SET body = NULL WHERE id IN (
             SELECT id FROM inbox WHERE received_at < :before_at AND body IS NOT NULL AND state <> 'waiting'
             ORDER BY received_at LIMIT :limit)""",
        before_at=before_at, limit=limit,
    )


async def was_heard(tx: Transaction, lane: str, since: int) -> bool:
    """Whether somebody has written or pressed in this lane since then."""
    row = await tx.one(
        """SELECT 1 AS yes FROM inbox WHERE received_at > :since AND lane = :lane AND source <> 'result' LIMIT 1""",
        lane=lane, since=since,
    )
    return row is not None
