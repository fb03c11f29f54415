"""The tables of the open data as one workbook, a sheet each, with the same names and values."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pac import labels
from pac.model import Provenance
from pac.reports.open_data.fields import NO, YES, Field, Kind, Table, Value
from pac.reports.provenance import mark
from pac.reports.table import share_format
from pac.schema import Column
from pac.workbook import layout

README: Final = "leame"
_DAY: Final = "yyyy-mm-dd"
_NARROWEST: Final = 9.0  # characters, as Excel counts
_WIDEST: Final = 44.0
_ACROSS: Final = 84.0  # of the first sheet; it fits a page in wider letters too
_LOOKED_AT: Final = 200  # values, to find how wide a column is
_MOST_LINES: Final = 12


def workbook(
    tables: Sequence[Table],
    readme: str,
    provenance: Provenance,
    made_at: dt.datetime,
    cuts: Sequence[float] = labels.CUTS,
) -> bytes:
    """Return a workbook of tables, with what they are on its first sheet.

    Args:
        tables: What to write, a sheet each.
        readme: What stands on the first sheet.
        provenance: Where its figures come from.
        made_at: When it was asked for, in Colombia's time.
        cuts: Shares that rounding must not cross.
    """
    book = Workbook()
    first = book.active
    if not isinstance(first, Worksheet):
        raise TypeError("a new workbook opens on a sheet")
    _readme(first, readme)
    layout.footer(first, provenance.entity, mark(provenance))
    for table in tables:
        sheet = book.create_sheet(table.name)
        _table(sheet, table, cuts)
        layout.footer(sheet, provenance.entity, mark(provenance))
    return layout.to_bytes(book, made_at.replace(tzinfo=None))


def _readme(sheet: Worksheet, text: str) -> None:
    sheet.title = README
    sheet.column_dimensions["A"].width = _ACROSS
    sheet.sheet_view.showGridLines = False
    for row, line in enumerate(text.splitlines(), 1):
        cell = sheet.cell(row, 1)
        layout.put(cell, line)
        is_title = row == 1 or (line.isupper() and len(line) > 3)
        if is_title:
            size = 14 if row == 1 else 11
            cell.font = layout.font(bold=True, size=size, colour=layout.ENTITY)
        layout.set_height(sheet, row, layout.line_count(line, _ACROSS) + (0.5 if row == 1 else 0))
    layout.print_text(sheet, _ACROSS)


def _table(sheet: Worksheet, table: Table, cuts: Sequence[float]) -> None:
    widths = [_width(one) for one in table.fields]
    columns = [
        Column(one.name, one.name, width, one.meaning)
        for one, width in zip(table.fields, widths, strict=True)
    ]
    looks = [layout.REQUIRED if one.name in table.key else layout.OPTIONAL for one in table.fields]
    layout.header(sheet, columns, looks, widths)
    dressed = layout.Looks()
    kinds = [one.kind for one in table.fields]
    for number, row in enumerate(table.rows, 2):
        for place, (value, kind) in enumerate(zip(row, kinds, strict=True), 1):
            dressed.put(sheet.cell(number, place), _cell(value), _form(value, kind, cuts))
        tall = layout.lines_in(zip(map(_cell, row), widths, strict=True))
        if tall > 1:
            layout.set_height(sheet, number, min(tall, _MOST_LINES))
    sheet.freeze_panes = f"{get_column_letter(len(table.key) + _marked(table) + 1)}2"
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{len(table.rows) + 1}"
    layout.print_table(sheet)


def _marked(table: Table) -> int:
    return 0 if table.fields[0].name in table.key else 1


def _form(value: Value, kind: Kind, cuts: Sequence[float]) -> str:
    """Return the format of a cell; a share shows nothing that it does not reach (R8)."""
    if kind is Kind.SHARE:
        share = value if isinstance(value, int | float) else math.nan
        return share_format(share, labels.percent(share, cuts), least=1)
    return _DAY if kind is Kind.DAY else layout.COUNT_FORMAT


def _cell(value: Value) -> str | float | dt.date | None:
    return (YES if value else NO) if isinstance(value, bool) else value


def _width(one: Field) -> float:
    """Return how wide a column is: its longest value, or a line of a long text."""
    name = max(len(part) for part in one.name.split("_")) + 3
    held = [str(value) for value in one.values[:_LOOKED_AT] if value is not None]
    longest = max((len(text) + sum(map(str.isupper, text)) / 4 for text in held), default=0)
    wanted = _NARROWEST if one.kind in (Kind.SHARE, Kind.NUMBER) else longest + 3
    return min(max(float(wanted), min(len(one.name) + 3.0, name + 8.0), _NARROWEST), _WIDEST)
