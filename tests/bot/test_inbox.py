"""What comes in: malformed, doubled, shuffled, with jumping ids. Nothing is lost or stuck, nothing acts twice."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import orjson
import pytest
from telegram import Update

from bot import inbox
from storage.inbox import list_quarantined, release_quarantined
from tests.community import Neighbourhood, settled
from tests.town import TOKEN, Town

pytestmark = pytest.mark.one_language("about the machine, whatever is said")

Raw = dict[str, Any]
KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")


def _sane(kind: str, who: int) -> Raw:
    """A correct event of this kind."""
    person = {"id": who, "is_bot": False, "first_name": "x"}
    chat = {"id": who, "type": "private", "first_name": "x"}
    message = {"message_id": 900, "date": 1_796_090_400, "chat": chat, "from": person, "text": "你好吗，灯坏了"}
    if kind == "callback_query":
        return {"id": "77", "from": person, "message": message, "chat_instance": "1", "data": "1:cl:1:1"}
    if kind.endswith("chat_member"):
        member = {"user": person, "status": "member"}
        return {"chat": chat, "from": person, "date": 1, "old_chat_member": member, "new_chat_member": member}
    return message


def _shapes() -> Iterator[tuple[str, Callable[[Raw], Any]]]:
    """Ways in which an event can be wrong; most of them stop a stock poller for ever."""
    for name in ("date", "chat", "from", "message_id", "id", "data", "new_chat_member", "text"):
        yield f"{name} missing", partial(_without, name)
    for name in ("date", "chat", "from", "message", "new_chat_member", "entities", "text"):
        for label, bad in (("a list", [1]), ("a text", "\ud83d\ude00"), ("null", None), ("huge", 10**30)):
            yield f"{name} is {label}", partial(_with, name, bad)
    yield "a list", lambda event: [event]
    yield "a text", lambda event: "event"
    yield "a number", lambda event: 7
    yield "null", lambda event: None
    yield "empty", lambda event: {}
    yield "deep", lambda event: {**event, "text": _deep(100)}
    yield "restricted without the newer booleans", lambda event: {
        **event, "new_chat_member": {"user": event.get("from"), "status": "restricted", "is_member": True}}
    yield "NUL in the text", lambda event: {**event, "text": "\x00灯\x00坏了"}


def _without(name: str, event: Raw) -> Raw:
    return {key: value for key, value in event.items() if key != name}


def _with(name: str, bad: Any, event: Raw) -> Raw:
    return {**event, name: bad}


def _deep(levels: int) -> Any:
    return {"x": _deep(levels - 1)} if levels else "x"


async def _store(town: Town, raws: list[Any]) -> None:
    await town.bot.intake.store(raws)
    await town.settle()


async def test_poison_among_a_hundred_harms_nobody_else(town: Town) -> None:
    """R8: every shape of every kind, each in a batch of good updates at a changing position."""
    place = await settled(town)
    poison = [(kind, name, spoil(_sane(kind, 40_000 + n))) for n, kind in enumerate(KINDS) for name, spoil in _shapes()]
    assert len(poison) > 150
    good, update_id = 0, 1_000_000
    for start in range(0, len(poison), 30):
        batch: list[Any] = [{kind: event} for kind, _, event in poison[start:start + 30]]
        for _ in range(70):
            batch.insert(random.randrange(len(batch) + 1), _words(place, good := good + 1))
        for raw in batch:
            raw["update_id"] = update_id = update_id + 1
        await _store(town, batch)
    await town.wait(3_600_000)
    assert await _said(town) == {f"第{n}句" for n in range(1, good + 1)}
    async with town.database.read() as tx:
        waiting = await tx.one("SELECT COUNT(*) AS n FROM inbox WHERE state = 'waiting'")
        kept = await list_quarantined(tx, 1000)
    assert waiting is not None
    assert waiting["n"] == 0
    assert len(kept) > 50
    assert all(row["reason"] for row in kept)


async def test_a_bot_that_parses_before_it_stores_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a stock poller does: one malformed update holds up its whole batch for ever."""
    store = inbox.Intake.store

    async def parse_first(self: inbox.Intake, raws: list[Any]) -> None:
        try:
            Update.de_list(raws, town.bot.frame.application.bot)
        except Exception:  # noqa: BLE001 - the batch is left where it was
            return
        await store(self, raws)

    monkeypatch.setattr(inbox.Intake, "store", parse_first)
    with pytest.raises(AssertionError):
        await test_poison_among_a_hundred_harms_nobody_else(town)


async def test_what_was_quarantined_can_be_replayed_after_a_fix(town: Town) -> None:
    place = await settled(town)
    raw = {"update_id": 5, "message": {**_sane("message", place.resident.id), "date": "soon"}}
    await _store(town, [raw])
    await town.wait(60_000)
    assert "我这边出了点问题" in place.resident.last
    async with town.database.read() as tx:
        kept = await list_quarantined(tx)
        body = await tx.one("SELECT i.body, k.wrapped, i.key_id FROM inbox i JOIN keys k ON k.id = i.key_id "
                            "WHERE i.state = 'quarantined'")
    assert body is not None
    assert orjson.loads(town.database.vault.open(body["wrapped"], "inbox.body", body["body"])) == raw
    mended = orjson.dumps({"update_id": 5, "message": _sane("message", place.resident.id)})
    async with town.database.write() as tx:
        sealed = tx.vault.seal(body["key_id"], body["wrapped"], "inbox.body", mended)
        await tx.run("UPDATE inbox SET body = :body WHERE state = 'quarantined'", body=sealed)
        await release_quarantined(tx, kept[0]["id"])  # type: ignore[arg-type]
    await town.settle()
    assert await _said(town) == {"你好吗，灯坏了"}


async def test_only_its_own_lane_waits_behind_a_failing_row(town: Town) -> None:
    place = await settled(town)
    bad = {"update_id": 50, "message": {**_sane("message", place.resident.id), "date": "soon"}}
    behind = {"update_id": 51, "message": _sane("message", place.resident.id)}
    other = {"update_id": 52, "message": {**_sane("message", place.member.id), "text": "别人的话"}}
    await town.bot.intake.store([bad, behind, other])
    while await town.bot.machine.step():
        pass
    assert await _said(town) == {"别人的话"}
    await town.wait(40_000)
    assert await _said(town) == {"别人的话", "你好吗，灯坏了"}


async def test_doubled_and_shuffled_updates_end_like_in_order_once(town: Town) -> None:
    """R10: each one to five times, shuffled within fifty; edits may come before what they edit."""
    place = await settled(town)
    raws: list[Raw] = []
    for n in range(100):
        raws.append({"update_id": 2_000 + 2 * n, **_words(place, n, message_id=5_000 + n)})
        if n % 5 == 0:
            edited = _words(place, n, message_id=5_000 + n)["message"] | {"edit_date": 9}
            raws.append({"update_id": 2_001 + 2 * n, "edited_message": edited})
    many = [raw for raw in raws for _ in range(random.randint(1, 5))]
    for start in range(0, len(many), 50):
        window = many[start:start + 50]
        random.shuffle(window)
        await _store(town, window)
    assert await _said(town) == {f"第{n}句" for n in range(100)}
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(*) AS n FROM notes")
    assert row is not None
    assert row["n"] == 100


async def test_ids_may_jump_and_come_back_with_another_body(town: Town) -> None:
    """R11. Source: Bot API, Update ("if there are no new updates for at least a week … chosen randomly")."""
    place = await settled(town)
    town.world.jump_update_id(900_000_000)
    await place.resident.says("跳号以后")
    await _store(town, [{"update_id": 3, **_words(place, 1)}, {"update_id": 3, **_words(place, 2)}])
    await _store(town, [{"update_id": 3, **_words(place, 2)}])
    await _store(town, [{"update_id": 2**70, **_words(place, 3)}, {"update_id": "x", **_words(place, 4)}])
    assert await _said(town) == {"跳号以后", "第1句", "第2句", "第3句", "第4句"}


async def test_a_bot_that_knows_updates_by_their_id_alone_is_found_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = inbox.read_arrival
    monkeypatch.setattr(inbox, "read_arrival", lambda raw: read(raw)._replace(body_hash="same"))
    with pytest.raises(AssertionError):
        await test_ids_may_jump_and_come_back_with_another_body(town)


async def test_a_bot_that_keeps_no_ids_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    read = inbox.read_arrival
    monkeypatch.setattr(inbox, "read_arrival", lambda raw: read(raw)._replace(source_id=random.getrandbits(60)))
    with pytest.raises(AssertionError):
        await test_doubled_and_shuffled_updates_end_like_in_order_once(town)


async def test_what_was_fetched_but_not_stored_is_fetched_again(town: Town) -> None:
    """The offset moves after the commit and not before."""
    place = await settled(town)
    town.world.say(place.resident.id, place.resident.id, "灯坏了")
    town.transport.offline = True
    assert not await town.bot.poller.step()
    town.transport.offline = False
    await town.settle()
    assert await _said(town) == {"灯坏了"}
    assert town.world.pending(TOKEN) == 0


async def test_a_row_whose_key_is_destroyed_stops_nobody(town: Town) -> None:
    place = await settled(town)
    await town.bot.intake.store([{"update_id": 60, **_words(place, 1)}])
    async with town.database.write() as tx:
        await tx.run("UPDATE keys SET wrapped = NULL, destroyed_at = 1, name = 'x' WHERE kind = 'day'")
    town.bot.intake._day_keys._known = None
    await town.bot.intake.store([{"update_id": 61, **_words(place, 2)}])
    await town.wait(60_000)
    assert await _said(town) == {"第2句"}


def _words(place: Neighbourhood, n: int, message_id: int = 900) -> Raw:
    return {"message": {**_sane("message", place.resident.id), "text": f"第{n}句", "message_id": message_id}}


async def _said(town: Town) -> set[str]:
    async with town.database.read() as tx:
        rows = await tx.all("SELECT n.body, k.wrapped FROM notes n JOIN keys k ON k.id = n.key_id")
    return {town.database.vault.open(row["wrapped"], "notes.body", row["body"]).decode() for row in rows}
