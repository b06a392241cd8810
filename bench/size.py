"""A city's worth of rows: the same requests on a database of 10,000 residents and on one of 1,000,000."""

import sqlite3
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from tqdm import tqdm

from bench import rate
from bench.rate import Measured
from bench.stage import NO_LIMITS, TOKEN, staged
from bench.start import settled
from bench.takers import REQUEST, Ready
from bench.telling import Promise, Row, say
from bench.town import SECRET, command
from domain.ids import KeyId
from storage.vault import Vault

_OPEN = 2_000
_CHUNK = 100_000
_DAY = 86_400_000


class Size(NamedTuple):
    """How many rows a database has beside those of the people who play."""

    residents: int
    requests: int


SMALL, CITY = Size(10_000, 50_000), Size(1_000_000, 5_000_000)

# Nobody reads these: their envelopes are random bytes of the length that real ones have.
_PEOPLE = (
    """INSERT INTO keys (id, kind, wrapped, created_at)
       SELECT :base + n, 'person', randomblob(60), 0 FROM numbers WHERE n BETWEEN :low AND :high""",
    """INSERT INTO people (id, community_id, key_id, name, name_lookup, phone, phone_lookup, language)
       SELECT :base + n, 1, :base + n, randomblob(44), hex(randomblob(16)), randomblob(48), hex(randomblob(16)), 'zh'
       FROM numbers WHERE n BETWEEN :low AND :high""",
)
_REQUESTS = (
    """INSERT INTO requests (id, community_id, number, kind, category, source, state, filer_id, cell_id, holder_id,
         route, filed_at, held_since_at, ended_at)
       SELECT :base + n, 1, 'XF-' || n, 'report', 'power', 'resident',
         CASE WHEN n % (:total / :open) = 0 THEN 'open' ELSE 'closed' END, :people + n % :residents,
         2 + n % :grids, NULL, 'bench', :now - (:total - n) * 6000, :now - (:total - n) * 6000,
         CASE WHEN n % (:total / :open) = 0 THEN NULL ELSE :now END
       FROM numbers WHERE n BETWEEN :low AND :high""",
    """INSERT INTO custody (request_id, cell_id, person_id, why, since_at)
       SELECT :base + n, 2 + n % :grids, NULL, 'filed', :now FROM numbers WHERE n BETWEEN :low AND :high""",
    """INSERT INTO history (community_id, actor_id, act, subject, subject_id, facts, at)
       SELECT 1, :people + n % :residents, 'submit', 'request', :base + n, '{}', :now
       FROM numbers WHERE n BETWEEN :low AND :high""",
    """INSERT INTO notes (community_id, subject, subject_id, author_id, kind, key_id, body, at)
       SELECT 1, 'request', :base + n, :people + n % :residents, 'report', :key, :body, :now
       FROM numbers WHERE n BETWEEN :low AND :high""",
)
# The open ones are read when a neighbour reports something: their words have to open, and to be unlike.
_WORDS = "请问社区图书室周末几点开门"


async def compare(count: int, rounds: int, city: Size = CITY) -> tuple[list[Row], list[Promise]]:
    """Requests a second on both, and what the larger one costs to start."""
    found = {size: [await _on(size, count) for _ in range(rounds)] for size in (SMALL, city)}
    rates = {size: median(one.rate for one, _, _ in runs) for size, runs in found.items()}
    rows = [_row(size, rates[size], *(median(run[n] for run in runs) for n in (1, 2))) for size, runs in found.items()]
    slower = rates[SMALL] / rates[city]
    return rows, [
        Promise(f"requests at {city.residents:,} residents, times slower", "≤ 1.5", f"{slower:.2f}", met=slower <= 1.5),
        Promise(f"start at {city.residents:,} residents", "< 2 s", f"{rows[1]['seconds to the first poll']} s",
                met=rows[1]["seconds to the first poll"] < 2),
        Promise(f"memory at {city.residents:,} residents", "< 150 MB", f"{rows[1]['MB resident']} MB",
                met=rows[1]["MB resident"] < 150),
    ]


async def _on(size: Size, count: int) -> tuple[Measured, float, float]:
    """The rate, then seconds to the first poll and megabytes of a second start on the same database."""

    async def prepare(one: Ready) -> None:
        pad(one.stage.folder / "linli.db", size)

    measured = await rate.measure_once(REQUEST, count, "size", prepare)
    folder = measured.folder
    async with staged(folder, (TOKEN,), NO_LIMITS) as stage:
        stage.command = command(folder, [sys.executable, "run.py"], limits=False)
        seconds = await stage.start()
        memory = await settled(stage)
        await stage.stop()
    say(f"{size.residents:,} residents: {measured.rate:,.0f}/s, start {seconds:.2f} s, {memory:.0f} MB")
    return measured, seconds, memory


def _words(database: sqlite3.Connection, key: KeyId) -> dict[str, object]:
    """One key and one envelope, which all the notes share."""
    vault = Vault(bytes.fromhex(SECRET))
    wrapped = vault.new_key()
    database.execute("INSERT INTO keys (id, kind, wrapped, created_at) VALUES (?, 'person', ?, 0)", (key, wrapped))
    return {"key": key, "body": vault.seal(key, wrapped, "notes.body", _WORDS)}


def pad(path: Path, size: Size) -> None:
    """Fill a database that the product has made; the bot is not running."""
    began = perf_counter()
    database = sqlite3.connect(path)
    database.executescript("PRAGMA synchronous = OFF; PRAGMA journal_size_limit = 0; PRAGMA foreign_keys = OFF;")
    database.execute("CREATE TEMP TABLE numbers (n INTEGER PRIMARY KEY)")
    database.execute(
        "WITH RECURSIVE count (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count WHERE n < ?) "
        "INSERT INTO numbers SELECT n FROM count", (max(size) - 1,),
    )
    people = _free(database, "people", "keys")
    grids = database.execute("SELECT COUNT(*) - 1 FROM cells").fetchone()[0]
    given = {"people": people, "residents": size.residents, "grids": grids, "total": size.requests, "open": _OPEN,
             "now": _latest(database), **_words(database, KeyId(people + size.residents))}
    with tqdm(total=size.residents + size.requests, unit="row", unit_scale=True, desc="rows", disable=None) as bar:
        _fill(database, _PEOPLE, size.residents, {**given, "base": people}, bar)
        _fill(database, _REQUESTS, size.requests, {**given, "base": _free(database, "requests")}, bar)
    database.execute("ANALYZE")
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    say(f"{path.stat().st_size / 1e9:.2f} GB made in {perf_counter() - began:.0f} s")


def _fill(
    database: sqlite3.Connection, statements: tuple[str, ...], total: int, given: dict[str, int], bar: "tqdm[None]"
) -> None:
    for low in range(0, total, _CHUNK):
        high = min(low + _CHUNK, total) - 1
        for statement in statements:
            database.execute(statement, {**given, "low": low, "high": high})
        database.commit()
        bar.update(high - low + 1)


def _free(database: sqlite3.Connection, *tables: str) -> int:
    """An id above all that are taken."""
    return 1 + max(database.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}").fetchone()[0] for table in tables)  # noqa: S608


def _latest(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT MAX(created_at) FROM keys").fetchone()[0])


def _row(size: Size, per_second: float, seconds: float, memory: float) -> Row:
    return {
        "residents": size.residents, "requests": size.requests, "requests a second": round(per_second, 1),
        "seconds to the first poll": round(seconds, 2), "MB resident": round(memory),
    }
