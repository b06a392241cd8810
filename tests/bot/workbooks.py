"""Small workbooks for the tests."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import openpyxl

from bot.workbook import Workbook, read

Sheets = Mapping[str, Sequence[Sequence[Any]]]
HOUSEHOLDS: list[Any] = ["网格编码", "小区", "楼栋", "单元", "室", "姓名", "手机", "标签"]


def packed(sheets: Sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def load(sheets: Sheets, **options: Any) -> Workbook:
    return read(packed(sheets), **options)


def problems(book: Workbook) -> list[tuple[str, int, str, str]]:
    return [(p.sheet, p.row, p.column, p.key) for p in book.problems]
