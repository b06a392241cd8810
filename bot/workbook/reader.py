"""Reads a workbook sheet by sheet, row by row, and says of everything that it leaves out why."""

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from bot.workbook import headings, values
from bot.workbook.build import BUILDERS
from bot.workbook.checks import check
from bot.workbook.lines import Line
from bot.workbook.rows import Problem, Unknown, Workbook
from domain.errors import Invalid

MAX_BYTES = 300_000_000
MAX_ROWS = 200_000
# Above the headings many offices put a title and a note.
_HEADING_ROWS = 10
_Row = tuple[object, ...]
_Columns = dict[str, dict[str, str]]
_Mapping = Mapping[tuple[str, str], str]


def read(
    source: bytes | str | Path,
    mapping: _Mapping | None = None,
    known_cells: Collection[str] | None = None,
    root: str | None = None,
) -> Workbook:
    """Everything usable in the workbook, and its problems.

    `mapping` leads from headings that we do not know to fields, or to "" to pass a column over.
    `known_cells` are the codes of cells that exist already; without them and without a sheet of cells,
    references to cells are not checked. With `root` it may only tell of the community with this code.
    Raises Invalid where the file is no workbook or unpacks to too much.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    book, columns = Workbook(), _Columns()
    for title, given in sheets(data):
        key, lines = kind_of(title, given)
        if key is None:
            _pass_over(book, title, lines)
        elif key in columns:
            book.problems.append(Problem(title, 0, "", "workbook.sheet_twice"))
        else:
            columns[key] = {}
            if headings.sheet(title) is None:
                book.guessed.append((title, key))
            _read_sheet(book, key, title, lines, mapping or {}, columns[key])
    check(book, columns, known_cells, root)
    book.problems.sort(key=lambda problem: (problem.sheet, problem.row))
    return book


def sheets(data: bytes) -> Iterator[tuple[str, Iterator[tuple[int, _Row]]]]:
    try:
        with ZipFile(BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except BadZipFile as error:
        raise Invalid("workbook.not_xlsx") from error
    if size > MAX_BYTES:
        raise Invalid("workbook.too_big")
    try:
        opened = load_workbook(BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # a damaged file fails in any way it likes
        raise Invalid("workbook.not_xlsx") from error
    for sheet in opened.worksheets:
        # Some programs write a wrong size of the sheet, and rows would be lost.
        sheet.reset_dimensions()
        yield sheet.title, _rows(sheet.iter_rows(values_only=True))
    opened.close()


def _rows(sheet: Iterator[_Row]) -> Iterator[tuple[int, _Row]]:
    """The rows that hold anything, with their numbers."""
    lines = enumerate(sheet, 1)
    while True:
        try:
            row, cells = next(lines)
        except StopIteration:
            return
        except Exception as error:
            raise Invalid("workbook.not_xlsx") from error
        if any(cell is not None and values.text(cell) for cell in cells):
            yield row, cells


def kind_of(title: str, lines: Iterator[tuple[int, _Row]]) -> tuple[str | None, Iterator[tuple[int, _Row]]]:
    """Which sheet this is: by its title, else by its headings. The lines come back with those that were looked at."""
    key = headings.sheet(title)
    if key is not None or title.strip() in headings.OTHER_SHEETS:
        return key, lines
    seen = list(islice(lines, _HEADING_ROWS))
    found = (headings.guess([values.text(cell) for cell in cells]) for _, cells in seen)
    return next((one for one in found if one), None), chain(seen, lines)


def _pass_over(book: Workbook, title: str, lines: Iterator[tuple[int, _Row]]) -> None:
    if title.strip() not in headings.OTHER_SHEETS and next(lines, None):
        book.problems.append(Problem(title, 0, "", "workbook.sheet_unknown"))


def _read_sheet(
    book: Workbook,
    key: str,
    title: str,
    lines: Iterator[tuple[int, _Row]],
    mapping: _Mapping,
    columns: dict[str, str],
) -> None:
    places: dict[str, int] | None = None
    for row, cells in lines:
        if row > MAX_ROWS:
            book.problems.append(Problem(title, row, "", "workbook.too_many_rows", {"limit": MAX_ROWS}))
            return
        if places is not None:
            line = Line(key, title, row, {name: _at(cells, place) for name, place in places.items()}, columns)
            _take(book, line)
        elif _is_heading(key, cells, mapping):
            places = _places(book, key, title, row, cells, mapping)
            columns |= {name: values.text(cells[place]) for name, place in places.items()}
        elif row >= _HEADING_ROWS:
            break
    if places is None:
        book.problems.append(Problem(title, 1, "", "workbook.no_headings"))


def _take(book: Workbook, line: Line) -> None:
    if not any(values.text(value) for value in line.cells.values()) and not line.problems:
        return
    built = BUILDERS[line.key](line)
    if line.usable and built is not None:
        getattr(book, line.key).append(built)
    book.problems.extend(line.problems)


def _is_heading(key: str, cells: _Row, mapping: _Mapping) -> bool:
    found = {headings.column(key, values.text(cell), mapping) for cell in cells} - {None, ""}
    return len(found) > 1


def _places(
    book: Workbook, key: str, title: str, row: int, cells: _Row, mapping: _Mapping
) -> dict[str, int]:
    """Where each field stands. The first of two columns that mean the same is taken."""
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        heading = values.text(cell)
        field = headings.column(key, heading, mapping)
        reason = None
        if headings.is_id_number(heading):
            reason = "workbook.id_number_column"
        elif field is None:
            reason = "workbook.heading_unknown" if heading else None
        elif field in places:
            reason = "workbook.heading_twice"
        elif field:
            places[field] = place
        if reason:
            book.problems.append(Problem(title, row, heading, reason))
    free = tuple(field for field in headings.fields(key) if field not in places)
    book.unknown += [Unknown(key, title, one.column, free) for one in book.problems
                     if one.sheet == title and one.key == "workbook.heading_unknown"]
    return places


def _at(cells: _Row, place: int) -> object:
    return cells[place] if place < len(cells) else None
