"""A table as an Excel workbook: real numbers, real dates, and where they come from.

Texts of the plan are data: none becomes a formula, whatever it begins with.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pac import labels
from pac.model import Provenance
from pac.reports.table import GENERAL, Column, Table, Value

_NARROWEST: Final = 12
_WIDEST: Final = 60
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_LINE: Final = Border(bottom=Side("thin", "D5DAE1"))
_INK: Final = "0B4F8A"
_LONGEST: Final = 32_767  # characters that a cell of Excel holds


def workbook(table: Table, title: str, provenance: Provenance, made_at: dt.datetime) -> bytes:
    """Return a workbook whose first sheet is the table, headed by what it is and of whom.

    Args:
        table: What to write.
        title: Of the table, in Spanish.
        provenance: Where its figures come from.
        made_at: When it was asked for, in Colombia's time.
    """
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook opens on a sheet")
    sheet.title = "Tabla"
    head = [title, *lines(provenance, made_at)]
    for row, text in enumerate(head, 1):
        cell = _write(sheet, row, 1, text, GENERAL)
        cell.font = Font(bold=True, size=13, color=_INK) if row == 1 else Font(size=10)
    first = len(head) + 2
    for place, column in enumerate(table.sheet, 1):
        _column(sheet, first, place, column)
    last = get_column_letter(max(len(table.sheet), 1))
    sheet.freeze_panes = f"A{first + 1}"
    if len(table):
        sheet.auto_filter.ref = f"A{first}:{last}{first + len(table)}"
    _print_setup(sheet, first)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def lines(provenance: Provenance, made_at: dt.datetime) -> list[str]:
    """Return what an export says of itself, one thing a line."""
    cutoff = f"Corte {labels.date(provenance.cutoff)}, {provenance.basis}"
    version = [f"versión {provenance.version}"] if provenance.version else []
    code = [f"código {provenance.code}"] if provenance.code else []
    said = [
        "Datos de ejemplo: el avance es inventado" if provenance.example else "",
        " · ".join(
            part
            for part in (
                provenance.entity,
                provenance.instrument,
                f"vigencia {provenance.plan_year}",
            )
            if part
        ),
        cutoff,
        f"Solo {provenance.scope}" if provenance.scope else "",
        " · ".join([f"Archivo {' y '.join(provenance.files)}", *version, *code]),
        f"Generado el {labels.date(made_at)} a las {made_at:%H:%M}",
    ]
    return [line for line in said if line]


def _column(sheet: Worksheet, first: int, place: int, column: Column) -> None:
    heading = _write(sheet, first, place, column.heading, GENERAL)
    heading.font = Font(bold=True)
    heading.alignment = _TOP
    heading.border = Border(bottom=Side("medium", _INK))
    for row, (value, form) in enumerate(zip(column.values, column.formats, strict=True), first + 1):
        cell = _write(sheet, row, place, value, form)
        cell.alignment = _TOP
        cell.border = _LINE
    longest = max((len(text) for text in (column.heading, *column.texts)), default=0)
    sheet.column_dimensions[get_column_letter(place)].width = min(
        max(longest + 2, _NARROWEST), _WIDEST
    )


def _write(sheet: Worksheet, row: int, place: int, value: Value, form: str) -> SheetCell:
    cell = sheet.cell(row, place)
    if not isinstance(cell, SheetCell):
        raise TypeError("a merged cell holds no value")
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
        cell.data_type = "s"  # openpyxl takes what begins with = for a formula
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    else:
        cell.value = value
        cell.number_format = form
    return cell


def _print_setup(sheet: Worksheet, first: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_LETTER
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{first}:{first}"
    sheet.oddFooter.center.text = "Página &P de &N"
