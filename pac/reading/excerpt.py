"""A piece of a sheet around a cell, with the row numbers and column letters that Excel shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter

from pac.model import Cell
from pac.reading.matrix import find_layouts
from pac.reading.workbook import Workbook

_AROUND: Final = 1  # rows above and below
_ACROSS: Final = 3  # columns at each side
_LONGEST: Final = 60  # characters of a cell
_ANY_YEAR: Final = 2000


@dataclass(frozen=True)
class Excerpt:
    """Rows and columns of a sheet; the texts as the cells show them."""

    letters: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # row number, its texts
    cell: Cell


def excerpt(book: Workbook, cell: Cell) -> Excerpt | None:
    """Return what stands around a cell, its headings first; None where there is no such sheet."""
    sheet = next((one for one in book.sheets if one.name == cell.sheet), None)
    if sheet is None:
        return None
    first = max(1, min(cell.column - _ACROSS, max(1, sheet.width - 2 * _ACROSS)))
    last = max(cell.column, min(first + 2 * _ACROSS, sheet.width))
    numbers = {
        number
        for number in range(cell.row - _AROUND, cell.row + _AROUND + 1)
        if 1 <= number <= max(sheet.height, cell.row)
    }
    above = [one.bottom for one in find_layouts(sheet, _ANY_YEAR) if one.bottom < cell.row]
    numbers |= {above[-1]} if above else set()
    rows = tuple(
        (number, tuple(_text(sheet.at(number, column).text) for column in range(first, last + 1)))
        for number in sorted(numbers)
    )
    return Excerpt(tuple(get_column_letter(one) for one in range(first, last + 1)), rows, cell)


def _text(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
