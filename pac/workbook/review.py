"""The sheet that lists the findings of a workbook, each with a link to its cell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pac import labels, schema
from pac.model import Finding, Severity
from pac.workbook import layout
from pac.workbook.marks import EDGES, FILLS, Place, area, runs, says
from pac.workbook.parts import (
    DECLARATION,
    KIND,
    Book,
    BrokenPackage,
    Package,
    attribute,
    content,
    extended,
    link_attribute,
    main_space,
    patched,
)
from pac.workbook.styles import Styles

_SHEET_KIND: Final = f"{KIND}spreadsheetml.worksheet+xml"
_MOST_LINKS: Final = 65_000  # on a sheet; Excel takes 65.530
_LONGEST_TEXT: Final = 8000  # characters of a cell

_HEADINGS: Final = ("Hoja", "Celda", "Actividad", "Lo que dice", "Qué hacer")
_WIDTHS: Final = (18.0, 12.0, 16.0, 62.0, 62.0)
LIST_NAME: Final = re.compile(rf"{re.escape(schema.REVIEW)}(?: \(\d+\))?", re.IGNORECASE)
OPENING: Final = f"{schema.REVIEW}: "  # of its first cell; by it we know a list of ours
_HOW: Final = (
    "Cada celda está en color en su hoja y trae una nota. En la columna Celda, un clic lleva a "
    "ella. Corrija, guarde y suba este mismo libro: esta hoja no se lee, y se puede borrar."
)

_SECTIONS: Final = {
    Severity.ERROR: "Por corregir: el tablero no se actualiza mientras falte algo de esto.",
    Severity.WARNING: "Avisos: no impiden actualizar.",
}


@dataclass(frozen=True)
class _Row:
    """One line of the list: cells that follow one another, of which one thing is said."""

    sheet: str
    area: tuple[Place, Place] | None
    activities: str
    says: str
    fix: str


def _rows(findings: Iterable[Finding]) -> list[_Row]:
    """Return the lines of a list, what has the same fix together, as on screen."""
    grouped: dict[tuple[str, str, str], list[Finding]] = {}
    for one in findings:
        sheet = one.cells[0].sheet if one.cells else ""
        grouped.setdefault((one.code, sheet, one.fix), []).append(one)
    rows = []
    for group in grouped.values():
        for one in group:
            row = _Row(one.file, None, ", ".join(one.activities), says(one), one.fix)
            if not one.cells:
                rows.append(row)
            for sheet, cells in itertools.groupby(sorted(set(one.cells)), lambda cell: cell.sheet):
                for _, top, bottom in runs(((), (cell.row, cell.column)) for cell in cells):
                    rows.append(replace(row, sheet=sheet, area=(top, bottom)))
    return rows


def _counted(findings: Sequence[Finding]) -> str:
    """Return how many cells are to be mended and how many notices there are."""
    errors = [one for one in findings if one.severity is Severity.ERROR]
    cells = sum(max(1, len(one.cells)) for one in errors)
    mend = labels.count(cells, "celda por corregir", "celdas por corregir")
    notices = labels.count(len(findings) - len(errors), "aviso", "avisos")
    return f"{mend if errors else 'nada por corregir'} y {notices}"


def add_list(package: Package, book: Book, findings: Sequence[Finding], styles: Styles) -> None:
    """Add the sheet that lists the findings, behind all others."""
    folder = book.part.rpartition("/")[0]
    part = package.free(f"{folder}/worksheets/sheet{{}}.xml".lstrip("/"))
    linked = {sheet.name for sheet in book.sheets if sheet.part}
    package.write(part, _list_xml(findings, linked, _Looks(styles), strict=book.strict))
    package.declare(part, _SHEET_KIND)
    link = package.relate(book.part, "worksheet", part, strict=book.strict)
    xml = package.read(book.part)
    listed = book.root.child("sheets")
    if listed is None:
        raise BrokenPackage("a workbook without sheets")
    taken = {sheet.name.casefold() for sheet in book.sheets}
    names = (f"{schema.REVIEW} ({number})" for number in itertools.count(2))
    name = next(n for n in itertools.chain((schema.REVIEW,), names) if n.casefold() not in taken)
    number = max((int(one.get("sheetId") or 0) for one in listed.children), default=0) + 1
    start = f'<{listed.prefix}sheet name={attribute(name)} sheetId="{number}"'
    new = f"{start}{link_attribute(book.root, link)}/>"
    package.write(book.part, patched(xml, extended(xml, listed, new.encode())))


class _Page:
    """The list while it is written, line by line."""

    def __init__(self, looks: _Looks) -> None:
        self.rows: list[str] = []
        self.links: list[str] = []
        self._looks = looks

    def line(self, texts: Sequence[str], styles: Sequence[int], height: float) -> None:
        """Write one line."""
        number = len(self.rows) + 1
        cells = zip("ABCDE", texts, styles, strict=True)
        written = "".join(_text_cell(f"{c}{number}", text, style) for c, text, style in cells)
        self.rows.append(f'<row r="{number}" ht="{height:g}">{written}</row>')

    def banner(self, text: str, style: int, height: float) -> None:
        """Write one line of one text across."""
        self.line((text, "", "", "", ""), (style,) * 5, height)

    def finding(self, row: _Row, linked: set[str]) -> None:
        """Write a finding, with a link to its cells where their sheet is one of the book."""
        cells = area(*row.area) if row.area else ""
        texts = [t[:_LONGEST_TEXT] for t in (row.sheet, cells, row.activities, row.says, row.fix)]
        styles = [self._looks.text(text) for text in texts]
        if cells and row.sheet in linked and len(self.links) < _MOST_LINKS:
            styles[1] = self._looks.link
            quoted = row.sheet.replace("'", "''")
            location = attribute(f"'{quoted}'!{cells}")
            self.links.append(
                f'<hyperlink ref="B{len(self.rows) + 1}" location={location} display="{cells}"/>'
            )
        lines = layout.lines_in(zip(texts, _WIDTHS, strict=True))
        self.line(texts, styles, min(layout.TALLEST_ROW, lines * layout.LINE_POINTS + 6))


def _list_xml(
    findings: Sequence[Finding], linked: set[str], looks: _Looks, *, strict: bool
) -> bytes:
    page = _Page(looks)
    page.banner(f"{OPENING}{_counted(findings)}.", looks.title, 24)
    page.banner(_HOW, looks.text(""), 36)
    page.line(_HEADINGS, (looks.header,) * 5, 21)
    for severity in Severity:
        listed = _rows(one for one in findings if one.severity is severity)
        if listed:
            page.banner(_SECTIONS[severity], looks.sections[severity], 21)
        for row in listed:
            page.finding(row, linked)
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width:g}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, 1)
    )
    links = f"<hyperlinks>{''.join(page.links)}</hyperlinks>" if page.links else ""
    xml = (
        f'<worksheet xmlns="{main_space(strict=strict)}"><sheetPr>'
        f'<tabColor rgb="{EDGES[Severity.ERROR]}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:E{len(page.rows)}"/><sheetViews><sheetView showGridLines="0" '
        'workbookViewId="0"><pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" '
        'state="frozen"/><selection pane="bottomLeft" activeCell="A4" sqref="A4"/></sheetView>'
        f'</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(page.rows)}</sheetData>"
        '<mergeCells count="2"><mergeCell ref="A1:E1"/><mergeCell ref="A2:E2"/></mergeCells>'
        f'{links}<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.65" header="0.3" '
        'footer="0.3"/><pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
    )
    return DECLARATION + xml.encode()


def _text_cell(address: str, text: str, style: int) -> str:
    """Return a cell whose text is data, whatever it begins with; a blank one for no text."""
    if not text:
        return f'<c r="{address}" s="{style}"/>'
    return (
        f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{content(text)}'
        "</t></is></c>"
    )


class _Looks:
    """The styles of the list."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        plain = self._font(layout.INK)
        line = f'<{{p}}bottom style="thin"><{{p}}color rgb="FF{layout.LINE}"/></{{p}}bottom>'
        border = styles.add(
            "borders", f"<{{p}}border><{{p}}left/><{{p}}right/><{{p}}top/>{line}</{{p}}border>"
        )
        self._text = self._cell(plain, 0, border)
        self._quoted = self._cell(plain, 0, border, ' quotePrefix="1"')
        self.link = self._cell(self._font(layout.ENTITY, "<{p}u/>"), 0, border)
        self.title = self._cell(self._font(layout.ENTITY, "<{p}b/>", 14), 0, 0)
        bold = "<{p}b/>"
        pale = self._fill(f"FF{layout.PALE}")
        self.header = self._cell(self._font(layout.ENTITY, bold), pale, border)
        strong = self._font(layout.INK, bold)
        unwrapped = ' wrapText="0"'
        self.sections = {
            severity: self._cell(strong, self._fill(FILLS[severity]), border, align=unwrapped)
            for severity in Severity
        }

    def text(self, text: str) -> int:
        """Return the style of a text; one that looks like a formula stays text when edited."""
        return self._quoted if text.startswith(("=", "+", "-", "@")) else self._text

    def _font(self, colour: str, style: str = "", size: int = 11) -> int:
        return self._styles.add(
            "fonts",
            f'<{{p}}font>{style}<{{p}}sz val="{size}"/><{{p}}color rgb="FF{colour}"/>'
            f'<{{p}}name val="{layout.FONT}"/><{{p}}family val="2"/></{{p}}font>',
        )

    def _fill(self, colour: str) -> int:
        return self._styles.add(
            "fills",
            f'<{{p}}fill><{{p}}patternFill patternType="solid"><{{p}}fgColor rgb="{colour}"/>'
            '<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>',
        )

    def _cell(
        self, font: int, fill: int, border: int, more: str = "", *, align: str = ' wrapText="1"'
    ) -> int:
        return self._styles.add(
            "cellXfs",
            f'<{{p}}xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}"{more} '
            'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<{{p}}alignment vertical="top"{align}/></{{p}}xf>',
        )
