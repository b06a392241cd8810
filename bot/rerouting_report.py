"""The comparison of two rule tables: a table in words, and a workbook with one row for each request that would move."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from bot.actions.rerouting import Replayed
from bot.settings import Settings
from bot.texts import Texts

_MOST = 20
_COLUMNS = ("number", "kind", "category", "from_cell", "to_cell", "from_rule", "to_rule", "why")


def lines(result: Replayed, texts: Texts, settings: Settings) -> Iterator[str]:
    """For the terminal; people by their ids."""
    language = settings.language

    def say(key: str, **values: Any) -> str:
        return texts.plain(language, f"rerouting.{key}", **values)

    yield say("total", count=result.requests, moved=len(result.moves), desk=result.to_desk, nowhere=result.nowhere)
    for (from_cell, to_cell, category), count in result.streams()[:_MOST]:
        yield say("stream", from_cell=from_cell, to_cell=to_cell, count=count,
                  named=settings.category_name(category, language))
    if len(result.streams()) > _MOST:
        yield say("more", count=len(result.streams()) - _MOST)
    changed = {one for one in result.before | result.after if result.before[one] != result.after[one]}
    for person in sorted(changed, key=lambda one: -abs(result.after[one] - result.before[one]))[:_MOST]:
        yield say("load", person=person, before=result.before[person], after=result.after[person])


def save(result: Replayed, path: Path, texts: Texts, settings: Settings) -> None:
    """Two sheets: what would move, and who would have how much. Numbers, cells and ids alone."""
    language, book = settings.language, Workbook()
    moves = book.worksheets[0]
    moves.title = texts.plain(language, "rerouting.sheet_moves")
    moves.append([texts.plain(language, f"rerouting.column_{name}") for name in _COLUMNS])
    for one in result.moves:
        named = one._replace(kind=settings.kind_name(one.kind, language),
                             category=settings.category_name(one.category, language))
        moves.append(list(named))
    load = book.create_sheet(texts.plain(language, "rerouting.sheet_load"))
    load.append([texts.plain(language, f"rerouting.column_{name}") for name in ("person", "before", "after")])
    for person in sorted(result.before | result.after):
        load.append([int(person), result.before[person], result.after[person]])
    book.save(path)
