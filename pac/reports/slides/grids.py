"""Native tables whose rows are as tall as their texts, and which say what they leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.slide import Slide

from pac.charts.theme import LIGHT
from pac.reports.slides import fit
from pac.reports.slides.frame import Words, next_id, paragraph
from pac.reports.slides.template import INCH, NAMESPACES, Box, emu, solid

SIZES: Final = (20.0, 18.0, 16.0)  # of the text of a table
_GAP: Final = 0.16  # inches between two columns
_AIR: Final = 0.06  # inches above and below the text of a row
_LINE: Final = "#c4cad3"

# "No style, no grid", as every program has it
_PLAIN_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell of a table."""

    text: str
    colour: str = LIGHT.text
    bold: bool = False
    right: bool = False
    indent: float = 0.0  # inches left free, for a chart that is laid over it


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    heading: str
    across: float  # inches
    right: bool = False
    indent: float = 0.0  # inches left free before the heading


Row = Sequence[Cell]


def row_height(row: Row, columns: Sequence[Column], size: float) -> float:
    """Return how many inches a row takes at a size of its text."""
    downs = (
        fit.height(
            cell.text, (column.across - _GAP - cell.indent) * fit.POINTS, size, bold=cell.bold
        )
        for cell, column in zip(row, columns, strict=True)
    )
    return max(downs) / fit.POINTS + 2 * _AIR


def heading_height(columns: Sequence[Column], size: float) -> float:
    """Return how many inches the row of the headings takes."""
    return row_height(
        [Cell(column.heading, bold=True, indent=column.indent) for column in columns], columns, size
    )


def fitting(rows: Sequence[Row], columns: Sequence[Column], down: float, most: int) -> int:
    """Return how many of the first rows fit, at most so many, at the smallest size."""
    room = down - heading_height(columns, SIZES[-1])
    for count, row in enumerate(rows[:most]):
        room -= row_height(row, columns, SIZES[-1])
        if room < 0:
            return count
    return min(most, len(rows))


def size_for(rows: Sequence[Row], columns: Sequence[Column], down: float) -> float:
    """Return the largest size at which all the rows fit, no word broken; the smallest at worst."""
    for size in SIZES:
        taken = sum(row_height(row, columns, size) for row in rows)
        if heading_height(columns, size) + taken <= down and not _breaks(rows, columns, size):
            return size
    return SIZES[-1]


def _breaks(rows: Sequence[Row], columns: Sequence[Column], size: float) -> bool:
    """Tell whether some word is wider than its column, an address or the like aside."""
    return any(
        size > _broken_from(cell, column)
        for row in rows
        for cell, column in zip(row, columns, strict=True)
    )


def _broken_from(cell: Cell, column: Column) -> float:
    """Return the size above which some word of a cell, of those that any size holds, is broken."""
    room = (column.across - _GAP - cell.indent) * fit.POINTS
    at_least = SIZES[-1]
    widths = [fit.width(word, at_least, bold=cell.bold) for word in cell.text.split(" ")]
    widest = max((wide for wide in widths if wide <= room), default=0.0)
    return at_least * room / widest if widest else SIZES[0]


def trimmed(rows: Sequence[Row], columns: Sequence[Column], place: int, most: int) -> list[Row]:
    """Return rows whose cells in one column take at most so many lines at the smallest size."""
    across = (columns[place].across - _GAP) * fit.POINTS
    return [
        [
            replace(cell, text=fit.shortened(cell.text, across, most, SIZES[-1], bold=cell.bold))
            if number == place
            else cell
            for number, cell in enumerate(row)
        ]
        for row in rows
    ]


def table(
    slide: Slide,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    alt: str,
    size: float | None = None,
    down: float | None = None,
    centred: bool = False,
) -> float:
    """Add a table and return where it ends, in inches.

    Args:
        slide: To which it is added.
        box: The room that it has.
        columns: As wide together as the box.
        rows: As many as fit (``fitting``).
        alt: What it is, for who cannot see it.
        size: Of its text; the largest at which it fits by default.
        down: Of each row, in inches; as tall as its text by default.
        centred: Whether all columns but the first are.
    """
    size = size or size_for(rows, columns, box.down)
    headings = [
        Cell(fit.clean(one.heading), LIGHT.note, bold=True, right=one.right, indent=one.indent)
        for one in columns
    ]
    heights = [heading_height(columns, size)]
    heights += [down or row_height(row, columns, size) for row in rows]
    grid = "".join(f'<a:gridCol w="{round(one.across * INCH)}"/>' for one in columns)
    lines = "".join(
        f'<a:tr h="{round(height * INCH)}">'
        + "".join(
            _cell(cell, size, heading=not number, centred=centred and place > 0)
            for place, cell in enumerate(row)
        )
        + "</a:tr>"
        for number, (row, height) in enumerate(zip([headings, *rows], heights, strict=True))
    )
    taken = Box(box.left, box.top, box.across, sum(heights))
    left, top, across, tall = emu(taken)
    slide.shapes._spTree.append(
        parse_xml(
            f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>"
            f'<p:cNvPr id="{next_id(slide)}" name="Tabla" descr={quoteattr(fit.clean(alt))}/>'
            '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
            f'</p:nvGraphicFramePr><p:xfrm><a:off x="{left}" y="{top}"/>'
            f'<a:ext cx="{across}" cy="{tall}"/></p:xfrm><a:graphic><a:graphicData '
            'uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
            f'<a:tblPr firstRow="1"><a:tableStyleId>{_PLAIN_STYLE}</a:tableStyleId></a:tblPr>'
            f"<a:tblGrid>{grid}</a:tblGrid>{lines}</a:tbl></a:graphicData></a:graphic>"
            "</p:graphicFrame>"
        )
    )
    return box.top + taken.down


def _cell(cell: Cell, size: float, *, heading: bool, centred: bool) -> str:
    words = Words(fit.clean(cell.text), size, cell.colour, cell.bold)
    said = paragraph(words, align="ctr" if centred else "r" if cell.right else "l")
    left = round(cell.indent * INCH)
    right = 0 if cell.right or centred else round(_GAP * INCH)
    air = round(_AIR * INCH)
    colour, wide = (LIGHT.note, 12_700) if heading else (_LINE, 6_350)
    none = "".join(f"<a:{side}><a:noFill/></a:{side}>" for side in ("lnL", "lnR", "lnT"))
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{said}</a:txBody>"
        f'<a:tcPr marL="{left}" marR="{right}" marT="{air}" marB="{air}" '
        f'anchor="{"b" if heading else "ctr"}">{none}'
        f'<a:lnB w="{wide}">{solid(colour)}</a:lnB><a:noFill/></a:tcPr></a:tc>'
    )
