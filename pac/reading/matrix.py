"""Where the headings of a sheet stand and what each of its columns holds."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import Final

from pac.labels import MONTHS, fold
from pac.model import Cell
from pac.reading.headings import CUT_FIELDS, LONGEST, PLAN_FIELDS, Heading, read_heading
from pac.reading.workbook import Sheet, shown

_ANCHORING: Final = PLAN_FIELDS | {"activity_id", "value", "as_of", "verified"}
_MARKS: Final = frozenset({"x", "✓", "✔", "☒", "xx"})
_LONGEST_MARK: Final = 6  # characters: "1", "2,5", "100%"
_NARRATIVE: Final = 25  # characters on average: a column says what was done, not how much
_MONTH_INITIALS: Final = "efmamjjasond"
_RISK: Final = re.compile(
    r"(descripcion del )?riesgos?\b|causas?\b|consecuencias?\b|probabilidad|impacto|zona de"
)
_RISK_HEADINGS: Final = 2  # so many make it a map of risks, which is another instrument
_TITLE_ROWS: Final = 15
_ANY_YEAR: Final = 2000  # for headings whose cut-offs do not matter
_SAMPLE_ROWS: Final = 60
_ROWS_OF_A_LONG_SHEET: Final = 50


@dataclass(frozen=True)
class Block:
    """Columns of tracking that belong to one cut-off."""

    cut: dt.date | None  # None: the heading names none; the rows' own date or a title may
    columns: dict[str, int]
    heading: Cell
    percent: bool  # the heading says that the numbers are percents
    dated_by: Cell | None = None  # what says the cut; None where the order or a sheet's name does

    @property
    def has_value(self) -> bool:
        """Tell whether the block holds quantities."""
        return "value" in self.columns or "verified" in self.columns


@dataclass(frozen=True)
class Layout:
    """One set of headings and the rows below it, down to the next set."""

    top: int
    bottom: int  # last heading row
    last: int  # last row that it governs
    columns: dict[str, int]
    blocks: tuple[Block, ...] = ()
    marks: dict[int, dt.date] = field(default_factory=dict)  # column marked with X -> period end
    blank_heading: bool = False  # the activities' column was found by what it holds

    @property
    def is_plan(self) -> bool:
        """Tell whether the rows describe activities, not only their progress."""
        dated = bool({"deadline", "end", "dates"} & self.columns.keys() or self.marks)
        described = bool({"target", "indicator"} & self.columns.keys())
        return "activity" in self.columns and (
            (described and (dated or "responsible" in self.columns))
            or (dated and "responsible" in self.columns)
        )

    @property
    def is_tracking(self) -> bool:
        """Tell whether the rows report progress."""
        keyed = bool({"activity_id", "activity"} & self.columns.keys())
        return keyed and any(block.has_value for block in self.blocks)


def find_layouts(sheet: Sheet, year: int) -> list[Layout]:
    """Return each set of headings of a sheet, from the top; headings repeat on each page.

    A sheet that is too long will not be read; only what it is for is looked at.
    """
    layouts: list[Layout] = []
    row = 1
    while row <= (_ROWS_OF_A_LONG_SHEET if sheet.too_long else sheet.height):
        layout = _layout_at(sheet, row, year)
        if layout is None:
            row += 1
            continue
        if layouts:
            layouts[-1] = replace(layouts[-1], last=layout.top - 1)
        layouts.append(layout)
        row = layout.bottom + 1
    return layouts


def title_rows(sheet: Sheet) -> range:
    """Return the rows above the first headings, at most the first fifteen."""
    most = min(sheet.height, _TITLE_ROWS)
    tops = (one.top for row in range(1, most + 1) if (one := _layout_at(sheet, row, _ANY_YEAR)))
    return range(1, next(tops, most + 1))


def _texts(sheet: Sheet, row: int) -> list[str]:
    """Return what each cell of a heading row says; blank where it holds a number or nothing.

    Twelve columns headed E F M A M J J A S O N D are the months.
    """
    values = sheet.row_values(row)
    texts = [
        " ".join(value.split())
        if isinstance(value, str)
        else (shown(value) if isinstance(value, dt.date) else "")
        for value in values
    ]
    first = -1
    if sum(len(text) == 1 for text in texts) >= len(_MONTH_INITIALS):
        initials = "".join(text if len(text) == 1 else " " for text in texts)
        first = initials.casefold().find(_MONTH_INITIALS)
    if first >= 0:
        texts[first : first + 12] = MONTHS
    return texts


def _layout_at(sheet: Sheet, row: int, year: int) -> Layout | None:
    """Return the layout whose main heading row this is, None where it is none."""
    texts = _texts(sheet, row)
    if not _anchored(texts, year):
        return None
    headings = [read_heading(text, year) for text in texts]
    named = {h.field for h in headings} & _ANCHORING
    plan_like = len(named & PLAN_FIELDS) >= 3 and bool(
        named & {"activity", "target", "deadline", "end", "responsible"}
    )
    cuts = any(h.cut for h in headings) or any(h.field == "value" for h in headings)
    tracking_like = bool(named & {"activity_id", "activity"}) and (cuts or "as_of" in named)
    if not (plan_like or tracking_like):
        return None
    if len({text for text in texts if _RISK.match(fold(text))}) >= _RISK_HEADINGS:
        return Layout(row, row, sheet.height, {})
    bottom = row
    while _has_children(sheet, bottom, headings, year):
        bottom += 1
        headings = _joined(sheet, bottom, headings, year)
    headings, top = _with_parents(sheet, row, headings, year)
    return _build(sheet, top, bottom, headings)


def _anchored(texts: list[str], year: int) -> bool:
    """Tell whether texts name two fields by which headings are known.

    Nearly all rows are data: the longest text is read last, and not at all where the others
    name none.
    """
    said = sorted((text for text in texts if 0 < len(text) <= LONGEST), key=len)
    named: set[str] = set()
    for place, text in enumerate(said):
        if len(named) + len(said) - place < 2:
            return False
        named |= {read_heading(text, year).field} & _ANCHORING
        if len(named) > 1:
            return True
    return False


def _has_children(sheet: Sheet, row: int, headings: list[Heading], year: int) -> bool:
    """Tell whether the row below splits some of these headings (Inicio | Fin, Avance | Evidencia).

    A row of data does not: it says something else in the activity's column. One into which the
    activity's heading is merged does.
    """
    if row >= sheet.height:
        return False
    children = 0
    for column, (heading, text) in enumerate(zip(headings, _texts(sheet, row + 1), strict=True), 1):
        below = sheet.at(row + 1, column)
        key = heading.field in ("activity", "activity_id")
        if below.cell.row <= row and not below.blank and key:
            return True
        if below.blank or below.cell.row <= row:
            continue
        if key:
            return False
        child = read_heading(text, year)
        children += 1 if child.field or child.cut else -1
    return children >= 2


def _joined(sheet: Sheet, row: int, parents: list[Heading], year: int) -> list[Heading]:
    """Return the headings of columns that this row and the one above it name."""
    joined = []
    above, texts = _texts(sheet, row - 1), _texts(sheet, row)
    for column, (parent, text) in enumerate(zip(parents, texts, strict=True), 1):
        if not text or sheet.at(row, column).cell.row < row:
            joined.append(parent)
            continue
        child = read_heading(text, year)
        both = read_heading(f"{above[column - 1]} {text}", year)
        field = child.field or both.field or parent.field
        # "Programado" under a cut-off is nothing that was done
        cut = child.cut or both.cut or (parent.cut if field else None)
        joined.append(Heading(field, cut, child.percent or parent.percent))
    return joined


def _with_parents(
    sheet: Sheet, row: int, headings: list[Heading], year: int
) -> tuple[list[Heading], int]:
    """Give the cut-off that the row above names to the columns below it, and its row."""
    if row == 1:
        return headings, row
    texts = _texts(sheet, row - 1)
    tracked = [c for c, h in enumerate(headings, 1) if h.field in CUT_FIELDS and h.cut is None]
    described = [c for c, h in enumerate(headings, 1) if h.field in PLAN_FIELDS | {"activity_id"}]
    if sum(_stands_alone(sheet, row - 1, column) for column in described) > 1:
        return headings, row  # it is a row of data
    result = list(headings)
    current: dt.date | None = None
    for column in tracked:
        if texts[column - 1]:
            above = read_heading(texts[column - 1], year)
            current = above.cut if above.field in ("", "control_remarks") else None
        result[column - 1] = replace(headings[column - 1], cut=current)
    return result, row if result == headings else row - 1


def _stands_alone(sheet: Sheet, row: int, column: int) -> bool:
    """Tell whether a cell holds something of its own, as data does and a wide title does not."""
    content = sheet.at(row, column)
    beside = (
        sheet.at(row, column - 1).cell if column > 1 else None,
        sheet.at(row, column + 1).cell,
    )
    below = sheet.at(row + 1, column).cell
    return not content.blank and content.cell not in beside and content.cell != below


def _build(sheet: Sheet, top: int, bottom: int, headings: list[Heading]) -> Layout:
    columns: dict[str, int] = {}
    tracked: dict[int, Heading] = {}
    marks: dict[int, dt.date] = {}
    periods: dict[int, Heading] = {}  # headed by a cut-off and nothing else
    for column, heading in enumerate(headings, 1):
        beside = sheet.at(bottom, column - 1).cell if column > 1 else None
        if heading.field in CUT_FIELDS or (heading.cut and not heading.field):
            if sheet.at(bottom, column).cell != beside:
                tracked[column] = heading
                if not heading.field:
                    periods[column] = heading
        elif heading.cut:
            if heading.field == "deadline":  # a period under "Cronograma"
                marks[column] = heading.cut
        elif heading.field and heading.field not in columns:
            columns[heading.field] = column
        elif heading.field == "activity":
            rival = columns["activity"]
            if _text_length(sheet, bottom, column) > 2 * _text_length(sheet, bottom, rival):
                columns["activity"] = column
        elif heading.field == "deadline":
            _second_deadline(sheet, bottom, column, columns)
    if _are_schedule(sheet, bottom, list(periods), dated=bool({"deadline", "end"} & set(columns))):
        marks |= {column: heading.cut for column, heading in periods.items() if heading.cut}
        tracked = {column: h for column, h in tracked.items() if column not in periods}
    blocks: list[Block] = []
    for column, heading in tracked.items():
        name = heading.field or (
            "done" if _text_length(sheet, bottom, column) > _NARRATIVE else "value"
        )
        _add_to_blocks(blocks, column, replace(heading, field=name), sheet.at(bottom, column).cell)
    _date_columns(sheet, bottom, columns, blocks, marks)
    blank_heading = False
    if "activity" not in columns and "activity_id" not in columns:
        column = _unnamed_activity_column(sheet, bottom, headings)
        blank_heading = column > 0
        if column:
            columns["activity"] = column
    return Layout(
        top, bottom, sheet.height, columns, tuple(blocks), marks, blank_heading=blank_heading
    )


def _are_schedule(sheet: Sheet, row: int, columns: list[int], *, dated: bool) -> bool:
    """Tell whether columns headed by periods say when to do something, not what was done.

    They do where they are marked with X, or where nothing else says when.
    """
    texts = [fold(text) for column in columns for text in _below(sheet, row, column)]
    marked = sum(text in _MARKS for text in texts)
    short = all(len(text) <= _LONGEST_MARK for text in texts)
    return bool(texts) and (marked * 2 > len(texts) or (not dated and short))


def _date_columns(
    sheet: Sheet,
    row: int,
    columns: dict[str, int],
    blocks: list[Block],
    marks: dict[int, dt.date],
) -> None:
    """Settle what a column of dates is of where the rest of the headings tells.

    "Fechas" beside the template's other optional columns is the optional one. A bare "Fecha"
    beside progress, with nothing of a plan, is the report's; "Fecha de realización" is the plan's
    where no other column says when and none how much.
    """
    described = {"target", "indicator", "responsible"} & columns.keys()
    valued = any(block.has_value for block in blocks)
    heading = fold(_texts(sheet, row)[columns["deadline"] - 1]) if "deadline" in columns else ""
    if heading == "fechas" and {"applied_target", "accumulation"} & columns.keys():
        columns["dates"] = columns.pop("deadline")
    elif heading in ("fecha", "fechas") and valued and not described and "as_of" not in columns:
        columns["as_of"] = columns.pop("deadline")
    elif described and not marks and not valued and not {"deadline", "end"} & columns.keys():
        for block in blocks:
            if "completed_on" in block.columns:
                columns["deadline"] = block.columns["completed_on"]


def _second_deadline(sheet: Sheet, row: int, column: int, columns: dict[str, int]) -> None:
    """Sort out two columns of dates: a bare "Fechas" overrides the words, a bare "Fecha" yields."""
    texts = [fold(text) for text in _texts(sheet, row)]
    if texts[column - 1] == "fechas":
        columns["dates"] = column
    elif texts[columns["deadline"] - 1] in ("fecha", "fechas"):
        columns["deadline"] = column


def _add_to_blocks(blocks: list[Block], column: int, heading: Heading, cell: Cell) -> None:
    """Put a tracking column into the block that it belongs to, reading from the left.

    Remarks and evidence without a cut-off, left of the first one, are the plan's own.
    """
    name = heading.field
    current = blocks[-1] if blocks else None
    apart = (
        current
        and heading.cut
        and (
            (current.cut and heading.cut != current.cut)
            or (not current.cut and current.columns.keys() <= {"remarks", "evidence"})
        )
    )
    if current is None or apart or name in current.columns:
        blocks.append(Block(heading.cut, {name: column}, cell, heading.percent))
        return
    current.columns[name] = column
    if heading.cut and current.cut is None:
        blocks[-1] = replace(current, cut=heading.cut)
    if name == "value":
        blocks[-1] = replace(blocks[-1], heading=cell, percent=heading.percent)


def _below(sheet: Sheet, row: int, column: int) -> list[str]:
    last = min(sheet.height, row + _SAMPLE_ROWS)
    texts = [sheet.at(r, column).text for r in range(row + 1, last + 1)]
    return [text for text in texts if text]


def _text_length(sheet: Sheet, row: int, column: int) -> float:
    texts = _below(sheet, row, column)
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def _unnamed_activity_column(sheet: Sheet, row: int, headings: list[Heading]) -> int:
    """Return the column under a blank heading that holds long texts, 0 where there is none."""
    texts = _texts(sheet, row)
    lengths = {
        column: _text_length(sheet, row, column)
        for column, heading in enumerate(headings, 1)
        if not heading.field and not heading.cut and not texts[column - 1]
    }
    # "Subcomponente" merged over two columns: the second one holds the activities
    for column in range(2, len(headings) + 1):
        same = sheet.at(row, column).cell == sheet.at(row, column - 1).cell
        if same and headings[column - 1].field == "strategy":
            lengths[column] = _text_length(sheet, row, column)
    best = max(lengths, key=lambda column: lengths[column], default=0)
    return best if best and lengths[best] >= 15 else 0
