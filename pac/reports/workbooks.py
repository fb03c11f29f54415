"""A table as an Excel workbook: real numbers, real dates, and where they come from.

Texts of the plan are data: none becomes a formula, whatever it begins with.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pac.model import Provenance
from pac.reports.provenance import lines, mark
from pac.reports.table import Column, Table
from pac.workbook import layout

_NARROWEST: Final = 8.0  # characters, as Excel counts
_WIDEST: Final = 46.0
_BELOW_HEADING: Final = Border(bottom=Side("medium", layout.ENTITY))


def workbook(
    table: Table, title: str, provenance: Provenance, made_at: dt.datetime, *, note: str = ""
) -> bytes:
    """Return a workbook whose sheet is the table, headed by what it is and of whom.

    Args:
        table: What to write.
        title: Of the table, in Spanish.
        provenance: Where its figures come from.
        made_at: When it was asked for, in Colombia's time.
        note: What its figures are, and what a narrowed list leaves out.
    """
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook opens on a sheet")
    sheet.title = "Tabla"
    first = _head(sheet, title, [*filter(None, [note]), *lines(provenance, made_at)]) + 2
    for place, column in enumerate(table.sheet, 1):
        _column(sheet, first, place, column)
    widths = [_width(column) for column in table.sheet]
    for row in range(len(table) + 1):
        texts = ((one.texts[row - 1] if row else one.heading) for one in table.sheet)
        needed = layout.lines_in(zip(texts, widths, strict=True))
        layout.set_height(sheet, first + row, needed, padding=6)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{first + 1}"
    if len(table):
        last = get_column_letter(len(widths))
        sheet.auto_filter.ref = f"A{first}:{last}{first + len(table)}"
    layout.print_table(sheet)
    sheet.print_title_rows = f"{first}:{first}"
    layout.footer(sheet, provenance.entity, mark(provenance))
    return layout.to_bytes(book, made_at.replace(tzinfo=None))


def _head(sheet: Worksheet, title: str, said: list[str]) -> int:
    """Write title and provenance above the table; return the row of the last line."""
    for row, text in enumerate((title, *said), 1):
        cell = sheet.cell(row, 1)
        layout.put(cell, text)
        cell.alignment = Alignment(vertical="top")  # it runs over the columns beside it
        is_title = row == 1
        cell.font = layout.font(
            bold=is_title,
            size=13 if is_title else 10,
            colour=layout.ENTITY if is_title else layout.MUTED,
        )
    return len(said) + 1


def _column(sheet: Worksheet, first: int, place: int, column: Column) -> None:
    is_number = any(isinstance(value, int | float) for value in column.values)
    heading = sheet.cell(first, place)
    layout.put(heading, column.heading)
    heading.font = layout.font(bold=True)
    heading.alignment = layout.wrapped(horizontal="center" if is_number else "left")
    heading.border = _BELOW_HEADING
    for row, (value, form) in enumerate(zip(column.values, column.formats, strict=True), first + 1):
        cell = sheet.cell(row, place)
        layout.put(cell, value, form)
        cell.border = layout.UNDERLINE


def _width(column: Column) -> float:
    """Return how wide a column is: its longest text, or a line of a long one."""
    # the filter's button takes some three characters of the heading
    word = max((len(word) for word in column.heading.split()), default=0) + 3
    longest = max((len(text) for text in column.texts), default=0)
    return min(max(longest + 2.0, word, _NARROWEST), _WIDEST)
