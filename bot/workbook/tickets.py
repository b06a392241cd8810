"""A workbook of an outside platform: one ticket a row, whatever its columns are called and wherever they stand."""

from typing import Any

from bot.workbook import headings, values
from bot.workbook.reader import kind_of, sheets
from domain.errors import Invalid
from domain.tickets import label

MOST_ROWS = 500
_HEADING_ROWS = 10
_NEEDED = {"words", "title"}


def read_tickets(data: bytes) -> dict[str, Any]:
    """`rows` of line and fields, headings that were `refused`; or `error`, the key of what is wrong with the file.

    A workbook of our own sheets is no list of tickets but the `register`.
    """
    try:
        for title, given in sheets(data):
            key, lines = kind_of(title, given)
            found = None if key else _read(lines)
            if found is not None:
                return found
            if key is not None:
                return {"register": True}
    except Invalid as error:
        return {"error": error.key}
    return {"error": "import.no_tickets"}


def _read(lines: Any) -> dict[str, Any] | None:
    places: dict[str, int] | None = None
    found: dict[str, Any] = {"rows": [], "refused": [], "cut": False}
    for line, cells in lines:
        if places is not None:
            found["cut"] = len(found["rows"]) >= MOST_ROWS
            if found["cut"]:
                break
            found["rows"].append([line, _fields(cells, places)])
            continue
        named = {name: place for place, cell in reversed(list(enumerate(cells))) if (name := label(values.text(cell)))}
        if _NEEDED & named.keys() and len(named) > 1:
            refused = [values.text(cell) for cell in cells if headings.is_id_number(values.text(cell))]
            places, found["refused"] = named, refused
        elif line >= _HEADING_ROWS:
            break
    return found if places is not None else None


def _fields(cells: tuple[object, ...], places: dict[str, int]) -> dict[str, str]:
    """Without what is empty, and without a cell that holds an identity number."""
    read = {name: cells[place] for name, place in places.items() if place < len(cells)}
    return {name: values.text(value) for name, value in read.items()
            if values.text(value) and (name == "number" or not values.holds_id_number(value))}
