"""What is read once a transaction is never older than what that transaction has written."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import storage
from domain.ids import CommunityId
from storage import grid
from storage.database import Transaction, open_database
from storage.migrate import migrate
from storage.vault import Vault
from tests.town import SECRET

pytestmark = pytest.mark.engines

# Of a person only the name is kept, of all other tables whole rows.
_KEPT = re.compile(
    r"(?:INSERT INTO|UPDATE|DELETE FROM) (?:communities|cells|community_routes|posts)\b|UPDATE people SET name\b"
)


async def test_whoever_writes_reads_what_was_written(url: str) -> None:
    database = await open_database(url, Vault(SECRET))
    await migrate(database)
    async with database.write() as tx:
        community_id = await grid.save_community(tx, "XF", "幸福社区", "Asia/Shanghai", "zh")
        assert (await grid.get_community(tx, community_id)).name == "幸福社区"
        await grid.save_community(tx, "XF", "平安社区", "Asia/Shanghai", "zh")
        assert (await grid.get_community(tx, community_id)).name == "平安社区"
        with pytest.raises(LookupError):
            await _rename_and_undo(tx, community_id)
        assert (await grid.get_community(tx, community_id)).name == "平安社区"
    await database.close()


async def _rename_and_undo(tx: Transaction, community_id: CommunityId) -> None:
    async with tx.savepoint():
        await grid.save_community(tx, "XF", "长寿社区", "Asia/Shanghai", "zh")
        assert (await grid.get_community(tx, community_id)).name == "长寿社区"
        raise LookupError


async def test_it_is_asked_for_once(url: str) -> None:
    database = await open_database(url, Vault(SECRET))
    await migrate(database)
    async with database.write() as tx:
        community_id = await grid.save_community(tx, "XF", "幸福社区", "Asia/Shanghai", "zh")
        assert await grid.get_community(tx, community_id) is await grid.get_community(tx, community_id)
    await database.close()


def _writers() -> Iterator[tuple[str, str]]:
    """Every function of the storage shelf that writes such a row, with its text. `_MOVES` is run by hand_over."""
    for path in Path(storage.__file__).parent.glob("*.py"):
        text = path.read_text("utf-8")
        for node in ast.parse(text).body:
            source = ast.get_source_segment(text, node) or ""
            if _KEPT.search(source) and isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
                yield f"{path.stem}.{node.name}", source


def test_whoever_writes_such_a_row_empties_what_is_kept() -> None:
    writers = dict(_writers())
    assert {"grid.save_cell", "grid.save_community", "people.add_post", "duty.end_posts"} <= set(writers)
    assert [name for name, source in writers.items() if "tx.kept.clear()" not in source] == []


async def test_what_is_kept_for_ever_is_found_out(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class _Never(dict[tuple[object, ...], object]):
        def clear(self) -> None:
            """Nothing is ever forgotten."""

    database = await open_database(url, Vault(SECRET))
    await migrate(database)
    async with database.write() as tx:
        monkeypatch.setattr(tx, "kept", _Never())
        community_id = await grid.save_community(tx, "XF", "幸福社区", "Asia/Shanghai", "zh")
        await grid.get_community(tx, community_id)
        await grid.save_community(tx, "XF", "平安社区", "Asia/Shanghai", "zh")
        assert (await grid.get_community(tx, community_id)).name == "幸福社区"
    await database.close()
