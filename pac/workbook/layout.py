"""How the sheets look: cells, headers, row heights, printing, and bytes that do not vary."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.page import PrintPageSetup
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from pac.schema import Column
from pac.workbook.parts import ILLEGAL

FONT: Final = "Calibri"  # Carlito where there is no Calibri: same widths
ENTITY: Final = "0B4F8A"
INK: Final = "1F2933"
MUTED: Final = "5B6470"
PALE: Final = "DCE8F3"
READY: Final = "EEF1F5"
LINE: Final = "D5DAE1"
CAUTION: Final = "9A6400"

DATE_FORMAT: Final = "dd/mm/yyyy"
TEXT_FORMAT: Final = "@"
COUNT_FORMAT: Final = "General"

LINE_POINTS: Final = 15.0  # one line of Calibri 11
TALLEST_ROW: Final = 409.0  # points; Excel takes no more
PAGE_WIDTH: Final = 200.0  # characters across a landscape letter page that one can still read
PORTRAIT_WIDTH: Final = 100.0  # characters across a portrait letter page at full size
NARROW: Final = 16.0  # characters; a column of numbers, dates or IDs has no room to give

# Widths of Calibri's letters in digits, rather too wide than too narrow; the rest are near 1
_SPACE: Final = 0.47
_LETTER_WIDTHS: Final = {
    **dict.fromkeys(".,;:'iíl|jI", 0.5),
    **dict.fromkeys('tfrsczkvxyJ()-/"', 0.85),
    **dict.fromkeys("mwMW@%", 1.6),
}
_WIDEST: Final = 1.6
_CACHED_WORD: Final = 40  # characters

AUTHOR: Final = "Plantilla del tablero"


@dataclass(frozen=True)
class Percent:
    """A percent as people say it: 90 for 90 %. Its cell holds 0.9 with a percent format."""

    value: float


Value = str | float | dt.date | Percent | None


@dataclass(frozen=True)
class HeaderLook:
    """Colours of one kind of header."""

    fill: str
    ink: str


REQUIRED: Final = HeaderLook(ENTITY, "FFFFFF")
OPTIONAL: Final = HeaderLook(PALE, ENTITY)
CONTROL: Final = HeaderLook(MUTED, "FFFFFF")

_HAIRLINE: Final = Side(style="thin", color=LINE)
GRID: Final = Border(left=_HAIRLINE, right=_HAIRLINE, top=_HAIRLINE, bottom=_HAIRLINE)
UNDERLINE: Final = Border(bottom=_HAIRLINE)


class _GrowingRow(RowDimension):  # type: ignore[misc]  # openpyxl has no types
    """A row that opens at the height given and grows as Excel does when its text grows."""

    customHeight = False  # noqa: N815  # openpyxl's name


@lru_cache
def fill(colour: str) -> PatternFill:
    """Return a plain fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


@lru_cache
def font(*, bold: bool = False, size: float = 11, colour: str = INK) -> Font:
    """Return the book's font."""
    return Font(name=FONT, size=size, bold=bold, color=colour)


@lru_cache
def wrapped(*, horizontal: str = "left", vertical: str = "top", indent: int = 0) -> Alignment:
    """Return an alignment that wraps text."""
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True, indent=indent)


def percent_format(percent: Percent) -> str:
    """Return the percent format that shows all of a value: ``0%`` for 90, ``0.0%`` for 90,5."""
    hundredths = round(percent.value * 100)
    if hundredths % 100 == 0:
        return "0%"
    return "0.0%" if hundredths % 10 == 0 else "0.00%"


def put(cell: Cell, value: Value, number_format: str = COUNT_FORMAT) -> None:
    """Write a value into a cell as data: text is never a formula, a date is a real one.

    A percent brings its own format; NaN and NaT are blank, as None and empty text are.
    """
    cell.number_format = number_format
    cell.font = font()
    cell.alignment = wrapped()
    if value is None or value != value or value == "":  # NaN and NaT differ from themselves
        return
    if isinstance(value, str):
        text = ILLEGAL.sub("", value)
        cell.value = text
        cell.data_type = "s"
        if text.startswith(("=", "+", "-", "@")) and number_format != TEXT_FORMAT:
            cell.quotePrefix = True  # it stays text when somebody edits the cell
    elif isinstance(value, Percent):
        cell.value = round(value.value / 100, 9)
        cell.number_format = percent_format(value)
        cell.alignment = wrapped(horizontal="center")
    elif isinstance(value, dt.date):
        cell.value = dt.date(value.year, value.month, value.day)
        cell.number_format = DATE_FORMAT
    else:
        cell.value = value
        cell.alignment = wrapped(horizontal="center")


@dataclass(frozen=True)
class Dress:
    """How some cells of a table look beside what ``put`` gives them."""

    colour: str = ""
    centred: bool = False
    blank_format: str = ""  # of cells that hold nothing yet


PLAIN: Final = Dress()


class Looks:
    """Dresses the first cell of each kind in a table and copies how it looks to the others.

    openpyxl compares fonts and borders by all that they are made of each time that a cell gets
    one, which for a book of 60,000 rows takes minutes.
    """

    def __init__(self) -> None:
        """Begin with no kind dressed."""
        self._styles: dict[tuple[str, str, Dress], StyleArray] = {}

    def put(self, cell: Cell, value: Value, number_format: str, dress: Dress = PLAIN) -> None:
        """Write a value as ``put`` does into a cell of a grid."""
        text = ILLEGAL.sub("", value) if isinstance(value, str) else ""
        kind = _kind(value, text, number_format)
        style = self._styles.get((number_format, kind, dress))
        if style is None:
            put(cell, value, number_format)
            cell.border = GRID
            _dress(cell, dress)
            self._styles[number_format, kind, dress] = copy(cell._style)
            return
        cell._style = copy(style)  # first, or a date would get another format
        if kind == "blank":
            return
        if isinstance(value, Percent):
            cell.value = round(value.value / 100, 9)
        elif isinstance(value, dt.date):
            cell.value = dt.date(value.year, value.month, value.day)
        elif isinstance(value, str):
            cell.value = text
            cell.data_type = "s"
        else:
            cell.value = value


def _kind(value: Value, text: str, number_format: str) -> str:
    """Return what, beside its column, decides how the cell of a value looks."""
    if value is None or value != value or value == "":
        return "blank"
    if isinstance(value, str):
        quoted = text.startswith(("=", "+", "-", "@")) and number_format != TEXT_FORMAT
        return "quoted" if quoted else "text"
    if isinstance(value, Percent):
        return percent_format(value)
    return "date" if isinstance(value, dt.date) else "number"


def _dress(cell: Cell, dress: Dress) -> None:
    if dress.colour:
        cell.fill = fill(dress.colour)
    if dress.centred:
        cell.alignment = wrapped(horizontal="center")
    if dress.blank_format and cell.value is None:
        cell.number_format = dress.blank_format


def line_count(text: str, width: float, size: float = 11) -> int:
    """Return how many lines a text takes in a column of a width in digits, as Excel counts."""
    across = width * 11 / size
    if len(text) * _WIDEST < across and "\n" not in text:
        return 1
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            long = _word_width(word) if len(word) <= _CACHED_WORD else _width(word)
            if used and used + _SPACE + long > across:
                lines += 1
                used = long
            else:
                used += long + (_SPACE if used else 0.0)
            lines += int(used // across)  # a word longer than the line is broken
            used %= across
    return lines


def _width(word: str) -> float:
    return sum(map(_letter_width, word))


_word_width = lru_cache(maxsize=2**14)(_width)


@lru_cache(maxsize=1024)
def _letter_width(letter: str) -> float:
    if letter in _LETTER_WIDTHS:
        return _LETTER_WIDTHS[letter]
    return 1.2 if letter.isupper() else 1.05


def set_height(sheet: Worksheet, row: int, lines: float, *, padding: float = 3) -> None:
    """Let a row open with room for so many lines."""
    height = min(TALLEST_ROW, lines * LINE_POINTS + padding)
    sheet.row_dimensions[row] = _GrowingRow(sheet, index=row, ht=height)


def header(
    sheet: Worksheet,
    columns: Sequence[Column],
    looks: Sequence[HeaderLook],
    wide: Sequence[float],
) -> None:
    """Write row 1: the headers with their notes, colours and widths."""
    tallest = 1
    for number, (column, look, width) in enumerate(zip(columns, looks, wide, strict=True), start=1):
        cell = sheet.cell(1, number, column.header)
        cell.font = font(bold=True, colour=look.ink)
        cell.fill = fill(look.fill)
        cell.border = GRID
        cell.alignment = wrapped(vertical="center")
        cell.comment = note(column.note)
        sheet.column_dimensions[get_column_letter(number)].width = width
        # the filter's button takes some three characters
        tallest = max(tallest, line_count(column.header, max(4.0, width - 3)))
    set_height(sheet, 1, tallest, padding=9)


def note(text: str) -> Comment:
    """Return a note as wide as a paragraph reads well and as tall as its text."""
    lines = line_count(text, 40)
    return Comment(text, AUTHOR, width=290, height=lines * 20 + 16)


def default_style(sheet: Worksheet, formats: Sequence[str]) -> None:
    """Give each whole column its format, so that rows added below behave like the others."""
    for number, number_format in enumerate(formats, start=1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.number_format = number_format
        dimension.font = font()
        dimension.alignment = wrapped()


def rule_where_changes(sheet: Worksheet, column: str, last_column: str, last_row: int) -> None:
    """Draw a line above each row whose value in ``column`` differs from the one above."""
    sides = Border(
        left=_HAIRLINE, right=_HAIRLINE, bottom=_HAIRLINE, top=Side(style="thin", color=ENTITY)
    )
    sheet.conditional_formatting.add(
        f"A2:{last_column}{last_row}",
        FormulaRule(formula=[f"${column}2<>${column}1"], border=sides),
    )


def widths(columns: Sequence[Column], printed: int) -> list[float]:
    """Return the width of each column, so that the first ``printed`` ones fit on one page.

    Where they do not, the columns of text give way, each in proportion to its width.
    """
    narrow = sum(column.width for column in columns[:printed] if column.width <= NARROW)
    text = sum(column.width for column in columns[:printed] if column.width > NARROW)
    share = min(1.0, (PAGE_WIDTH - narrow) / text)
    return [
        column.width if column.width <= NARROW or number > printed else column.width * share
        for number, column in enumerate(columns, start=1)
    ]


def print_table(sheet: Worksheet) -> None:
    """Set a table up to print: landscape letter, one page wide, the header on each page."""
    setup = _paper(sheet, "landscape")
    setup.fitToWidth = 1
    setup.fitToHeight = 0  # as many pages down as it takes
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def print_text(sheet: Worksheet, width: float) -> None:
    """Set a text of so many characters across up to print: portrait letter, one page wide.

    It is scaled and not fitted, because Excel breaks no page by hand where it fits.
    """
    _paper(sheet, "portrait").scale = min(100, int(100 * PORTRAIT_WIDTH / width))


def _paper(sheet: Worksheet, orientation: str) -> PrintPageSetup:
    setup = sheet.page_setup
    setup.orientation = orientation
    setup.paperSize = sheet.PAPERSIZE_LETTER
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.6, 0.65
    margins.header = margins.footer = 0.3
    return setup


def footer(sheet: Worksheet, left: str, warning: str = "") -> None:
    """Write the foot of each printed page, and a warning at its head.

    Of a foot longer than ``LONGEST_FOOT`` the beginning stands: Excel finds a longer one broken.
    """
    pieces = (sheet.oddFooter.left, sheet.oddFooter.right)
    if len(_at_the_edge(left)) > LONGEST_FOOT:
        left = f"{left[: LONGEST_FOOT - 1 - left.count('&')].rstrip()}…"
    texts = (_at_the_edge(left), f"{_at_the_edge(sheet.title)} · página &P de &N")
    for piece, text in zip(pieces, texts, strict=True):
        piece.text = text
        piece.size, piece.font, piece.color = 9, FONT, MUTED
    if warning:
        piece = sheet.oddHeader.center
        piece.text = _at_the_edge(warning)
        piece.size, piece.font, piece.color = 11, f"{FONT},Bold", CAUTION


LONGEST_FOOT: Final = 165  # characters; Excel holds 255 with the fonts


def _at_the_edge(text: str) -> str:
    """Return a text for the head or the foot of a page, where & begins an order to Excel."""
    return text.replace("&", "&&")


def lines_in(texts: Iterable[tuple[Value, float]]) -> int:
    """Return the lines that a row takes whose cells hold these values, each with its width."""
    return max(
        (line_count(text, width) for text, width in texts if isinstance(text, str)), default=1
    )


def to_bytes(book: Workbook, made_on: dt.datetime) -> bytes:
    """Return the workbook's file; the same book made on the same date gives the same bytes."""
    book.properties.created = made_on
    book.properties.modified = made_on
    draft = io.BytesIO()
    # save() itself would write the moment of saving into the properties
    ExcelWriter(book, zipfile.ZipFile(draft, "w")).save()
    final = io.BytesIO()
    with zipfile.ZipFile(draft) as parts, zipfile.ZipFile(final, "w") as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0  # or the file would say on which system it was made
            archive.writestr(part, parts.read(name))
    return final.getvalue()
